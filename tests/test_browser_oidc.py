"""Signing in elsewhere (OpenID Connect), in a real Chromium, with an identity provider of our own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.users import Users
from tests.browser_rig import LOCAL, Server, new_page, settled, shoot
from tests.oidc_provider import CLIENT, providing

pytestmark = pytest.mark.browser


def test_who_is_known_gets_in_with_their_role_and_who_is_not_is_told(
    tmp_path: Path, browser: Browser
) -> None:
    Users(tmp_path / "users.json").add("li@example.org", "editor", None)
    with providing() as provider:
        with socket.socket() as probe:
            probe.bind((LOCAL, 0))
            server = Server(tmp_path, port=probe.getsockname()[1])
        server.environment = {
            "ASSISTANT_ACCESS": "oidc",
            "ASSISTANT_OIDC_METADATA_URL": f"{provider.url}/.well-known/openid-configuration",
            "ASSISTANT_OIDC_CLIENT_ID": CLIENT,
            "ASSISTANT_OIDC_CLIENT_SECRET": "s",
            "ASSISTANT_OIDC_REDIRECT_URI": f"{server.url}/oauth2callback",
        }
        try:
            server.start()
            page = new_page(browser)
            page.goto(server.url)
            expect(page.get_by_text("请先登录")).to_be_visible()
            page.locator(".st-key-sign-in button").click()
            expect(page.get_by_text("nobody@example.org 还没有使用权限")).to_be_visible()
            assert page.get_by_test_id("stChatInput").count() == 0
            shoot(page, "access-oidc-unknown")
            provider.mail = "Li@Example.org"
            other = new_page(browser)
            other.goto(f"{server.url}/library")
            other.locator(".st-key-sign-in button").click()
            expect(other.get_by_text("li@example.org · 编辑")).to_be_visible()
            settled(other)
            other.locator(".st-key-sign-out button").click()
            expect(other.get_by_text("请先登录")).to_be_visible()
        finally:
            server.stop()
    assert (tmp_path / "cookie.secret").stat().st_mode & 0o777 == 0o600
