"""No page for others to open without access control, and no access control that nobody can pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.wiring_access import build_users, check_access


def settings(home: Path, **values: str) -> Settings:
    return Settings(_env_file=None, home=home, **values)  # type: ignore[arg-type, call-arg]  # checked as they are read


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "papers.example"])  # noqa: S104
def test_open_pages_are_for_this_machine_only_and_it_says_why(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"没有开启访问控制.*assistant user add"):
        check_access(settings(tmp_path), address)
    check_access(settings(tmp_path), "127.0.0.1")


def test_with_passwords_there_must_be_someone_who_has_one(tmp_path: Path) -> None:
    guarded = settings(tmp_path, access="password")
    build_users(guarded).add("li@example.org", "admin", None)
    with pytest.raises(SettingsError, match="assistant user add"):
        check_access(guarded, "0.0.0.0")  # noqa: S104
    build_users(guarded).add("王芳", "admin", "correct horse 马")
    check_access(guarded, "0.0.0.0")  # noqa: S104


def test_oidc_needs_to_know_its_provider_and_who_is_who(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_OIDC_METADATA_URL、ASSISTANT_OIDC_CLIENT_ID"):
        check_access(settings(tmp_path, access="oidc"), "127.0.0.1")
    guarded = settings(
        tmp_path,
        access="oidc",
        oidc_metadata_url="https://id.example/.well-known/openid-configuration",
        oidc_client_id="papers",
        oidc_redirect_uri="https://papers.example/oauth2callback",
    )
    with pytest.raises(SettingsError, match="--oidc"):
        check_access(guarded, "127.0.0.1")
    build_users(guarded).add("li@example.org", "admin", None)
    check_access(guarded, "0.0.0.0")  # noqa: S104
