"""The settings file in the data folder: the chat model that was chosen on the page, with its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from assistant.access import User, require
from assistant.errors import SettingsError
from assistant.private_file import write_private
from assistant.settings import SETTINGS_FILE, Settings, in_environment

VALUE_CHARS = 500
_MASK = "••••"


@dataclass(frozen=True, slots=True)
class ChatChoice:
    """A chat model as an admin chooses it."""

    model: str  # empty: none, answers are quoted from the papers
    base_url: str  # empty: OpenAI's own
    key: str | None = field(default=None, repr=False)  # None: the key that is set already


def masked(settings: Settings) -> str:
    """What the page shows of the key: whether there is one, nothing of it."""
    return _MASK if settings.api_key.get_secret_value() else "未设置"


def fixed_by_environment() -> tuple[str, ...]:
    """Which of the chat model's settings the environment fixes, so that they cannot be chosen on the page."""
    return tuple(name for name in ("chat_model", "base_url", "api_key") if in_environment(name))


def chosen(settings: Settings, choice: ChatChoice) -> Settings:
    """The settings with this choice. A key is meant for one endpoint: with another it must be given anew.

    Raises SettingsError for what cannot be used or is fixed by the environment.
    """
    fixed = fixed_by_environment()
    for name, old, new in (
        ("chat_model", settings.chat_model, choice.model),
        ("base_url", settings.base_url, choice.base_url),
    ):
        if name in fixed and new != old:
            raise SettingsError(f"{name} 由环境变量设定，页面上改不了：请改环境变量，再重启服务。")
    for value in (choice.model, choice.base_url, choice.key or ""):
        if len(value) > VALUE_CHARS or not value.isprintable():
            raise SettingsError("填的内容太长，或含有不能显示的字符：请检查后重填。")
    parts = urlsplit(choice.base_url)
    if choice.base_url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise SettingsError("接口地址要写成 https://主机/v1 这样，不带用户名和密码：请检查后重填。")
    key = settings.api_key if choice.key is None else SecretStr(choice.key)
    if choice.key is None and key.get_secret_value() and choice.base_url != settings.base_url:
        raise SettingsError("换了接口地址，密钥要重新填：旧密钥不会发给新地址。")
    if "api_key" in fixed and choice.key is not None:
        raise SettingsError("密钥由环境变量设定，页面上改不了：请改环境变量，再重启服务。")
    return settings.model_copy(
        update={"chat_model": choice.model, "base_url": choice.base_url, "api_key": key}
    )


def save(who: User, settings: Settings, choice: ChatChoice) -> Settings:
    """Write the choice to the settings file, which only its owner can read. Returns the settings with it.

    Raises AccessError, SettingsError.
    """
    require(who, "admin", "修改设置")
    changed = chosen(settings, choice)
    values = {"ASSISTANT_CHAT_MODEL": changed.chat_model, "ASSISTANT_BASE_URL": changed.base_url}
    if not in_environment("api_key"):
        values["ASSISTANT_API_KEY"] = changed.api_key.get_secret_value()
    lines = [f"{name}={_quoted(value)}\n" for name, value in values.items()]
    path = settings.home / SETTINGS_FILE
    try:
        write_private(path, "".join(["# 由设置页面写入；环境变量优先于这里\n", *lines]))
    except OSError as error:
        raise SettingsError(f"写不了设置文件 {path}（{error.strerror}）：请检查数据目录的权限。") from error
    return changed


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
