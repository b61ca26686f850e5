"""A model file: what is said when it cannot be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat import Message, local
from assistant.chat.local import LocalChat
from assistant.errors import ChatRefused


def test_without_the_extra_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "xllamacpp", None)
    with pytest.raises(ChatRefused, match="pip install"):
        LocalChat(tmp_path / "model.gguf")


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "xllamacpp", object())
    with pytest.raises(ChatRefused, match=r"model\.gguf"):
        LocalChat(tmp_path / "model.gguf")


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra `local` is not installed")
    path = tmp_path / "model.gguf"
    path.write_bytes(b"not a model")
    with pytest.raises(ChatRefused, match="GGUF"):
        LocalChat(path).reply([Message("user", "你好")], max_tokens=4)
