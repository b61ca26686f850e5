"""The chat model chosen on the page: kept in a private file, its key shown to nobody and sent to no other endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.access import LOCAL, User
from assistant.errors import AccessError, SettingsError
from assistant.settings import load_settings
from assistant.settings_file import ChatChoice, chosen, fixed_by_environment, masked, save

KEY = "sk-'qu\\oted #key"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
    for name in ("ASSISTANT_CHAT_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


def choice(model: str = "qwen", url: str = "https://models.example/v1", key: str | None = KEY) -> ChatChoice:
    return ChatChoice(model, url, key)


def test_what_was_chosen_is_in_force_from_then_on(home: Path) -> None:
    before = load_settings()
    assert masked(before) == "未设置"
    saved = save(LOCAL, before, choice())
    path = home / "settings.env"
    assert path.stat().st_mode & 0o777 == 0o600
    for settings in (saved, load_settings()):
        assert (settings.chat_model, settings.base_url) == ("qwen", "https://models.example/v1")
        assert settings.api_key.get_secret_value() == KEY
        assert masked(settings) == "••••"
        assert KEY not in repr(settings)
    assert KEY not in repr(choice())


def test_the_file_comes_before_dotenv_and_the_environment_before_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_CHAT_MODEL=old\n", encoding="utf-8")
    save(LOCAL, load_settings(), choice())
    assert load_settings().chat_model == "qwen"
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "fixed")
    assert load_settings().chat_model == "fixed"
    assert fixed_by_environment() == ("chat_model",)
    with pytest.raises(SettingsError, match="环境变量"):
        save(LOCAL, load_settings(), choice())


def test_a_key_is_kept_for_its_endpoint_only() -> None:
    settings = save(LOCAL, load_settings(), choice())
    again = save(LOCAL, settings, choice("other", key=None))
    assert again.api_key.get_secret_value() == KEY
    with pytest.raises(SettingsError, match="重新填"):
        save(LOCAL, again, choice(url="https://elsewhere.example/v1", key=None))
    assert load_settings().base_url == "https://models.example/v1"


def test_a_key_in_the_environment_goes_to_no_endpoint_chosen_on_the_page(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-env")
    with pytest.raises(SettingsError, match="重新填"):
        save(LOCAL, load_settings(), choice(key=None))
    with pytest.raises(SettingsError, match="环境变量"):
        save(LOCAL, load_settings(), choice(key="sk-mine"))
    saved = save(LOCAL, load_settings(), choice(url="", key=None))
    assert saved.chat_model == "qwen"
    assert "sk-env" not in (home / "settings.env").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "url", ["ftp://x/v1", "models.example", "https://me:secret@models.example/v1", "https://"]
)
def test_what_is_no_endpoint_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="接口地址"):
        chosen(load_settings(), choice(url=url))


def test_a_line_cannot_be_smuggled_in(home: Path) -> None:
    with pytest.raises(SettingsError, match="不能显示"):
        save(LOCAL, load_settings(), choice(model="qwen\nASSISTANT_ACCESS=open"))
    save(LOCAL, load_settings(), choice(model="x' ASSISTANT_ACCESS='open"))
    assert load_settings().chat_model == "x' ASSISTANT_ACCESS='open"
    assert load_settings().access == "open"


def test_only_an_admin_may(home: Path) -> None:
    with pytest.raises(AccessError, match="修改设置要有“管理员”权限"):
        save(User("王芳", "editor"), load_settings(), choice())
    assert not (home / "settings.env").exists()
