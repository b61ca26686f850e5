"""The users file: who may sign in, with what role; passwords as hashes only, readable by its owner only."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import cast

from assistant.access import ROLES, Role, User
from assistant.errors import UserError
from assistant.passwords import LEAST, MOST, hash_password, verify_password
from assistant.private_file import write_private

NAME_CHARS = 64
# Verified where there is no such user, so that a wrong name takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@dataclass(frozen=True, slots=True)
class Account:
    """A user as the file has it."""

    name: str  # of someone who signs in elsewhere (OIDC): the e-mail address
    role: Role
    hashed: str | None  # None: has no password here, signs in elsewhere

    @property
    def user(self) -> User:
        """The user this is the account of."""
        return User(self.name, self.role)

    @property
    def stamp(self) -> str:
        """Changes with the password: whoever signed in before has to do so again."""
        return sha256((self.hashed or "").encode()).hexdigest()[:16]


class Users:
    """The accounts in a JSON file. Every method may raise UserError."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path

    def listing(self) -> tuple[Account, ...]:
        """All accounts by name; () where there is no file."""
        try:
            mode = self.path.stat().st_mode
            values = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise UserError(f"读不了用户文件 {self.path}：请改正或从备份恢复。") from error
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UserError(f"用户文件 {self.path} 别人也能读写：请运行 chmod 600 {self.path}。")
        if not isinstance(values, dict) or not isinstance(values.get("users"), dict):
            raise self._broken()
        return tuple(self._account(name, each) for name, each in sorted(values["users"].items()))

    def find(self, name: str) -> Account | None:
        """The account of this name, in whatever case it is written; None: there is none."""
        wanted = _folded(name)
        return next((each for each in self.listing() if _folded(each.name) == wanted), None)

    def verify(self, name: str, password: str) -> Account | None:
        """The account whose name and password these are; None: one of them is wrong. Both take equally long."""
        account = self.find(name)
        right = verify_password(password, account.hashed if account and account.hashed else _NOBODY)
        return account if right else None

    def add(self, name: str, role: Role, password: str | None) -> Account:
        """A new account; without a password for someone who signs in elsewhere."""
        name = _checked_name(name)
        if self.find(name) is not None:
            raise UserError(
                f"已有用户 {name}：要改密码或角色，请用 assistant user password、assistant user role。"
            )
        account = Account(name, role, None if password is None else hash_password(_checked(password, name)))
        self._write((*self.listing(), account))
        return account

    def remove(self, name: str) -> None:
        """Remove the account; whoever has signed in with it is out."""
        gone = self._needed(name)
        self._write(tuple(each for each in self.listing() if each != gone))

    def set_password(self, name: str, password: str) -> None:
        """Give the account another password; whoever has signed in with the old one is out."""
        account = self._needed(name)
        self._replace(account, replace(account, hashed=hash_password(_checked(password, account.name))))

    def set_role(self, name: str, role: Role) -> None:
        """Give the account another role, from the next click on."""
        account = self._needed(name)
        self._replace(account, replace(account, role=role))

    def _needed(self, name: str) -> Account:
        account = self.find(name)
        if account is None:
            raise UserError(f"没有用户 {name}：请用 assistant user list 查看。")
        return account

    def _replace(self, old: Account, new: Account) -> None:
        self._write(tuple(new if each == old else each for each in self.listing()))

    def _account(self, name: str, values: object) -> Account:
        if not isinstance(values, dict) or values.get("role") not in ROLES:
            raise self._broken()
        hashed = values.get("password")
        if hashed is not None and not isinstance(hashed, str):
            raise self._broken()
        return Account(name, cast("Role", values["role"]), hashed)  # checked just now

    def _broken(self) -> UserError:
        return UserError(f"用户文件 {self.path} 的内容看不懂：请改正，或删除后用 assistant user add 重建。")

    def _write(self, accounts: tuple[Account, ...]) -> None:
        values = {"users": {each.name: {"role": each.role, "password": each.hashed} for each in accounts}}
        try:
            write_private(self.path, json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        except OSError as error:
            raise UserError(
                f"写不了用户文件 {self.path}（{error.strerror}）：请检查数据目录的权限。"
            ) from error


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _checked_name(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip()
    if not plain or len(plain) > NAME_CHARS or not plain.isprintable() or any(map(str.isspace, plain)):
        raise UserError(f"用户名不能用：请用 1 至 {NAME_CHARS} 个字，不含空格。")
    return plain


def _checked(password: str, name: str) -> str:
    if not LEAST <= len(password) <= MOST:
        raise UserError(f"密码要有 {LEAST} 至 {MOST} 个字符：请换一个。")
    if _folded(password) == _folded(name) or len(set(password)) < 4:
        raise UserError("这个密码太容易猜：请换一个。")
    return password
