from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import load_settings


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_environment_names_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", "/srv/papers")
    assert load_settings().home == Path("/srv/papers")


def test_the_usual_names_of_keys_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    settings = load_settings()
    assert settings.api_key.get_secret_value() == "sk-test"
    assert settings.base_url == "http://127.0.0.1:9/v1"


def test_a_key_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(load_settings())


def test_a_dotenv_file_counts(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_CHAT_MODEL=qwen\n", encoding="utf-8")
    assert load_settings().chat_model == "qwen"


def test_a_bad_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_TIMEOUT", "soon")
    with pytest.raises(SettingsError, match="ASSISTANT_CHAT_TIMEOUT"):
        load_settings()
