"""The users file: private, hashed, and what it says holds at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.access import LOCAL, User, may, require
from assistant.errors import AccessError, UserError
from assistant.users import Users
from tests.quick_hashes import quick_hashes  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("quick_hashes")

PASSWORD = "correct horse 马"  # noqa: S105  # of a user of these tests


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "home" / "users.json")


def test_each_role_may_what_those_below_it_may() -> None:
    reader, editor = User("甲", "reader"), User("乙", "editor")
    assert [may(reader, role) for role in ("reader", "editor", "admin")] == [True, False, False]
    assert [may(editor, role) for role in ("reader", "editor", "admin")] == [True, True, False]
    assert may(LOCAL, "admin")
    require(editor, "editor", "删除文章")
    with pytest.raises(AccessError, match="删除文章要有“编辑”权限，您是“读者”"):
        require(reader, "editor", "删除文章")


def test_the_file_is_private_and_holds_no_password(users: Users) -> None:
    users.add("王芳", "editor", PASSWORD)
    assert users.path.stat().st_mode & 0o777 == 0o600
    text = users.path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert json.loads(text)["users"]["王芳"]["password"].startswith("$argon2id$")


def test_only_the_right_password_of_the_right_user_counts(users: Users) -> None:
    users.add("Wang.Fang", "editor", PASSWORD)
    users.add("li@example.org", "reader", None)
    found = users.verify(" wang.fang ", PASSWORD)
    assert found is not None
    assert found.user == User("Wang.Fang", "editor")
    assert users.verify("Wang.Fang", PASSWORD + "!") is None
    assert users.verify("nobody", PASSWORD) is None
    assert users.verify("li@example.org", "") is None


def test_accounts_are_changed_and_removed(users: Users) -> None:
    users.add("王芳", "reader", PASSWORD)
    users.set_role("王芳", "admin")
    users.set_password("王芳", "another one 2")
    account = users.verify("王芳", "another one 2")
    assert account is not None
    assert account.role == "admin"
    users.remove("王芳")
    assert users.listing() == ()
    for change in (users.remove, lambda name: users.set_role(name, "admin")):
        with pytest.raises(UserError, match="没有用户"):
            change("王芳")


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 65, "a\nb", "a\x00"])
def test_names_that_cannot_be_told_apart_are_refused(users: Users, name: str) -> None:
    with pytest.raises(UserError, match="用户名不能用"):
        users.add(name, "reader", PASSWORD)


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "10"), ("a" * 300, "10"), ("1212121212", "容易猜"), ("wangfang88", "容易猜")],
)
def test_passwords_that_are_guessed_at_once_are_refused(users: Users, password: str, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        users.add("WangFang88", "reader", password)


def test_the_same_name_twice_is_refused_in_any_case(users: Users) -> None:
    users.add("wang", "reader", PASSWORD)
    with pytest.raises(UserError, match="已有用户"):
        users.add("WANG", "admin", PASSWORD)


def test_a_file_others_can_read_is_refused(users: Users) -> None:
    users.add("王芳", "reader", PASSWORD)
    users.path.chmod(0o644)
    with pytest.raises(UserError, match="chmod 600"):
        users.listing()


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"users": []}', '{"users": {"a": {"role": "root"}}}', '{"users": {"a": 1}}']
)
def test_a_file_that_makes_no_sense_lets_nobody_in(users: Users, text: str) -> None:
    users.add("王芳", "reader", PASSWORD)
    users.path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        users.verify("王芳", PASSWORD)
