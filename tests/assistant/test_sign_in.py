"""Guesses are counted where a new session cannot forget them; tokens end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from assistant.access import User
from assistant.errors import AccessError
from assistant.sign_in import SignIn
from assistant.users import Account, Users
from tests.quick_hashes import quick_hashes  # noqa: F401  # a fixture
from tests.store_home import NOON, traces

pytestmark = pytest.mark.usefixtures("quick_hashes")

RIGHT = "correct horse 马"


class Desk:
    """A sign-in desk whose clock is turned by hand."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.now = NOON
        self.users = Users(folder / "users.json")
        self._numbers = count()
        self._stack = stack
        self.sign_in = self.reopened()

    def reopened(self) -> SignIn:
        made = SignIn(
            self.folder / "access.sqlite",
            users=self.users,
            lasts=timedelta(hours=12),
            clock=lambda: self.now,
            token=lambda: f"token-{next(self._numbers)}",
        )
        return self._stack.enter_context(closing(made))

    def guess(self, times: int, name: str = "王芳", *, client: str = "10.0.0.1") -> str:
        """Wrong passwords; what the last was answered."""
        said = ""
        for _ in range(times):
            with pytest.raises(AccessError) as caught:
                self.sign_in.sign_in(name, "wrong", client=client)
            said = str(caught.value)
        return said


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        desk = Desk(tmp_path, stack)
        desk.users.add("王芳", "editor", RIGHT)
        yield desk


def test_a_token_stands_for_its_user_until_it_ends(desk: Desk) -> None:
    token = desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    assert desk.sign_in.user(token) == User("王芳", "editor")
    assert desk.sign_in.user("token-9") is None
    desk.now += timedelta(hours=11)
    assert desk.reopened().user(token) == User("王芳", "editor")
    desk.now += timedelta(hours=2)
    assert desk.sign_in.user(token) is None


def test_signing_out_a_new_password_and_removal_end_a_token(desk: Desk) -> None:
    first, second = (desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1") for _ in range(2))
    desk.sign_in.sign_out(first)
    assert desk.sign_in.user(first) is None
    assert desk.sign_in.user(second) is not None
    desk.users.set_role("王芳", "reader")
    assert desk.sign_in.user(second) == User("王芳", "reader")
    desk.users.set_password("王芳", "another one 2")
    assert desk.sign_in.user(second) is None
    third = desk.sign_in.sign_in("王芳", "another one 2", client="10.0.0.1")
    desk.users.remove("王芳")
    assert desk.sign_in.user(third) is None


def test_five_wrong_passwords_lock_the_name_and_say_how_long(desk: Desk) -> None:
    assert "用户名或密码不对" in desk.guess(4)
    assert "5 分钟后再试" in desk.guess(1)
    with pytest.raises(AccessError, match="5 分钟后再试"):  # the right one does not help now
        desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    with pytest.raises(AccessError, match="5 分钟"):  # nor a new process, nor another address
        desk.reopened().sign_in("王芳", RIGHT, client="10.0.0.2")
    desk.now += timedelta(minutes=3)
    assert "2 分钟后再试" in desk.guess(1)
    desk.now += timedelta(minutes=3)
    assert desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")


def test_an_admin_can_lift_the_lock(desk: Desk) -> None:
    desk.guess(5)
    desk.sign_in.unlock(" 王芳")
    assert desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")


def test_every_further_lock_is_longer_up_to_an_hour(desk: Desk) -> None:
    waits = []
    for _ in range(6):
        said = desk.guess(5, client="10.0.0.3")
        waits.append(said[said.index("请 ") + 2 : said.index(" 分钟")])
        desk.now += timedelta(hours=1, minutes=1)
        with desk.sign_in._db.write() as db:  # only the lock by name is looked at here
            db.execute("UPDATE guesses SET locked_until = '' WHERE count % 20 = 0")
    assert waits[:3] == ["5", "10", "20"]
    assert waits[-1] == "60"


def test_a_right_password_begins_the_count_anew(desk: Desk) -> None:
    desk.guess(4)
    desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    assert "用户名或密码不对" in desk.guess(4)


def test_one_address_cannot_try_name_after_name(desk: Desk) -> None:
    for number in range(19):
        assert "用户名或密码不对" in desk.guess(1, f"user{number}")
    assert "分钟后再试" in desk.guess(1, "user19")
    with pytest.raises(AccessError, match="分钟后再试"):
        desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    assert desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.2")


def test_signing_in_now_and_then_does_not_hide_guesses_at_others(desk: Desk) -> None:
    for number in range(19):
        desk.guess(1, f"user{number}")
        desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    assert "分钟后再试" in desk.guess(1, "user19")


def test_after_a_day_without_a_guess_counting_begins_anew(desk: Desk) -> None:
    desk.guess(4)
    desk.now += timedelta(hours=25)
    assert "用户名或密码不对" in desk.guess(4)


def test_neither_names_nor_tokens_stand_in_the_file(desk: Desk, tmp_path: Path) -> None:
    token = desk.sign_in.sign_in("王芳", RIGHT, client="10.0.0.1")
    desk.guess(1, "my-password-typed-in-the-wrong-field")
    desk.sign_in.close()
    assert traces(tmp_path, token) == []
    assert traces(tmp_path, "my-password-typed") == []


def test_of_many_guesses_at_once_no_more_than_five_are_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    verify = desk.users.verify

    def counted(name: str, password: str) -> Account | None:
        looked.append(password)
        return verify(name, password)

    monkeypatch.setattr(desk.users, "verify", counted)

    def guess(number: int) -> str:
        try:
            return desk.sign_in.sign_in("王芳", f"wrong-{number}", client=f"10.0.0.{number}")
        except AccessError as error:
            return str(error)
        finally:
            desk.sign_in.close()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(16)))
    assert len(looked) == 5
    assert sum("分钟后再试" in each for each in said) >= 11
