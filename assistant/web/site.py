"""The site: Streamlit's server with the gate before it. `assistant serve` runs this module."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.secrets import SecretsValue

from assistant.errors import SettingsError
from assistant.private_file import write_private
from assistant.settings import Settings, load_settings
from assistant.web.gate import Gate, Headers, sign_in_routes
from assistant.web.warm import warm_up
from assistant.wiring_access import build_sign_in, check_access

_LOG = logging.getLogger(__name__)
_PAGE = Path(__file__).resolve().parents[2] / "app.py"


def build_site(settings: Settings) -> st.App:
    """The pages with what guards them. Raises LibraryError, SettingsError."""
    middleware = [Middleware(Headers)]
    if settings.access != "password":
        return st.App(_PAGE, middleware=middleware, secrets=_oidc(settings), on_script_error=_apologise)
    sign_in = build_sign_in(settings)
    routes = sign_in_routes(sign_in, hours=settings.session_hours)
    middleware.append(Middleware(Gate, sign_in=sign_in))
    return st.App(_PAGE, middleware=middleware, routes=routes, on_script_error=_apologise)


def _apologise(error: Exception) -> bool:
    """Log what nobody expected, and say so in Chinese in place of Streamlit's own words."""
    _LOG.error("a page failed", exc_info=error)
    st.error("页面出错了：请刷新再试；还不行，请把服务的日志交给管理员。")
    return True


def _oidc(settings: Settings) -> Mapping[str, SecretsValue] | None:
    """What `st.login` reads; None: not signed in that way."""
    if settings.access != "oidc":
        return None
    return {
        "auth": {
            "redirect_uri": settings.oidc_redirect_uri,
            "cookie_secret": _cookie_secret(settings.home / "cookie.secret"),
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret.get_secret_value(),
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


def _cookie_secret(path: Path) -> str:
    """What signs the cookies, made once, so that a restart signs nobody out."""
    try:
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"读写不了 {path}（{error.strerror}）：请检查数据目录的权限。") from error


def main(address: str, port: int) -> None:
    """Serve until stopped. Raises SettingsError where access control does not allow the address."""
    settings = load_settings()
    check_access(settings, address)
    site = build_site(settings)
    warm_up()
    sys.argv = [str(_PAGE)]  # beside this file Streamlit looks for its own settings
    with suppress(KeyboardInterrupt):  # ctrl-C is how one stops it
        site.run(
            config={
                "server.address": address,
                "server.port": port,
                "server.headless": True,
                "server.fileWatcherType": "none",
                "browser.gatherUsageStats": False,
            }
        )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
