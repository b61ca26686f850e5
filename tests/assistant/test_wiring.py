"""What is built from the settings where it depends on what is installed or running."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import wiring
from assistant.errors import SettingsError
from assistant.settings import Settings
from tests.fakes import HashEmbedder
from vectorstore.errors import IndexFailure
from vectorstore.library import Library


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "find_spec", lambda _name: None)
    with pytest.raises(SettingsError, match=r"pip install .*\[ray\]"):
        wiring.build_ray_embedder(Settings(), HashEmbedder(), "127.0.0.1:6379")


def test_a_server_that_does_not_run_is_named_with_what_to_do(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, chroma_url="http://127.0.0.1:9")
    with pytest.raises(IndexFailure, match=r"127\.0\.0\.1:9 .*chroma run.*ASSISTANT_CHROMA_URL"):
        wiring.build_dense(settings, Library(tmp_path / "library.sqlite"))
