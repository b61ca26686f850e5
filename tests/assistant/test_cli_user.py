"""`assistant user` and `assistant serve`: who may sign in, and no page for others before that is settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.users import Users
from tests.command import assistant, lines

RIGHT = "correct horse 马"


def test_users_are_added_listed_changed_and_removed(tmp_path: Path) -> None:
    def run(*arguments: str, stdin: str = f"{RIGHT}\n") -> int:
        return assistant("user", *arguments, home=tmp_path, stdin=stdin.encode()).returncode

    assert run("add", "王芳", "--role", "editor") == 0
    assert run("add", "li@example.org", "--oidc") == 0
    assert run("add", "王芳") == 1
    assert run("add", "短", stdin="short\n") == 1
    users = Users(tmp_path / "users.json")
    assert users.path.stat().st_mode & 0o777 == 0o600
    assert users.verify("王芳", RIGHT) is not None
    listed = lines(assistant("user", "list", "--json", home=tmp_path))
    assert listed == [
        {"name": "li@example.org", "role": "reader", "signs_in": "oidc"},
        {"name": "王芳", "role": "editor", "signs_in": "password"},
    ]
    assert run("role", "王芳", "admin") == 0
    assert run("password", "王芳", stdin="another one 2\n") == 0
    account = users.verify("王芳", "another one 2")
    assert account is not None
    assert account.role == "admin"
    assert run("remove", "王芳") == 0
    assert run("remove", "王芳") == 1


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104  # that is what is refused
def test_a_page_without_access_control_is_served_to_this_machine_only(tmp_path: Path, address: str) -> None:
    done = assistant("serve", "--address", address, home=tmp_path)
    assert done.returncode == 1
    assert "没有开启访问控制" in done.stderr
    assert "assistant user add" in done.stderr


def test_thrown_away_listed_restored_and_gone(tmp_path: Path) -> None:
    record = '{"id": "n1", "title": "甲乙丙", "date": "2024-05-01", "text": "独一无二的句子在此。"}'
    assistant("ingest", "-", home=tmp_path, stdin=record.encode())
    assert assistant("library", "delete", "n1", home=tmp_path).returncode == 0
    (thrown,) = lines(assistant("library", "trash", "list", "--json", home=tmp_path))
    assert thrown["headline"] == "甲乙丙"
    name = str(thrown["article_id"])
    assert assistant("library", "trash", "restore", name, home=tmp_path).returncode == 0
    assert lines(assistant("search", "独一无二", "--json", home=tmp_path))[0]["headline"] == "甲乙丙"
    assert assistant("library", "trash", "restore", name, home=tmp_path).returncode == 1
    assistant("library", "delete", "n1", home=tmp_path)
    assert assistant("library", "trash", "empty", "--yes", home=tmp_path).returncode == 0
    assert lines(assistant("library", "trash", "list", "--json", home=tmp_path)) == []
