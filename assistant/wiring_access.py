"""Access control from the settings: the users file and the sign-in desk."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.sign_in import SignIn
from assistant.users import Users

_LOCAL = ("127.0.0.1", "::1", "localhost")


def build_users(settings: Settings) -> Users:
    """The users file in the data folder."""
    return Users(settings.home / "users.json")


def build_sign_in(settings: Settings) -> SignIn:
    """Where people sign in with a password. Raises LibraryError."""
    return SignIn(
        settings.home / "access.sqlite",
        users=build_users(settings),
        lasts=timedelta(hours=settings.session_hours),
        clock=datetime.now,
        token=lambda: secrets.token_urlsafe(32),
    )


def check_access(settings: Settings, address: str) -> None:
    """Whether the page may be served on this address. Raises SettingsError, saying why not and what to do; UserError."""
    if settings.access == "open":
        if address not in _LOCAL:
            raise SettingsError(
                f"没有开启访问控制，页面只能在本机（127.0.0.1）打开，不能用 {address}：谁连得上，谁就能读、改、删文库。"
                "请先用 assistant user add 添加用户，并设置 ASSISTANT_ACCESS=password（或 oidc）。"
            )
        return
    if settings.access == "oidc":
        needed = ("oidc_metadata_url", "oidc_client_id", "oidc_redirect_uri")
        missing = [f"ASSISTANT_{name.upper()}" for name in needed if not getattr(settings, name)]
        if missing:
            raise SettingsError(f"要用 OIDC 登录，还要设置 {'、'.join(missing)}。")
    if not any(each.hashed or settings.access == "oidc" for each in build_users(settings).listing()):
        extra = " --oidc" if settings.access == "oidc" else ""
        raise SettingsError(f"还没有能登录的用户：请先运行 assistant user add 名字 --role admin{extra}。")
