"""Who may do what: people, their roles, and the question asked before everything that changes something. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.errors import AccessError

Role = Literal["reader", "editor", "admin"]  # each may do what those before it may
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_WORDS: dict[Role, str] = {"reader": "读者", "editor": "编辑", "admin": "管理员"}


@dataclass(frozen=True, slots=True)
class User:
    """Someone who uses the assistant."""

    name: str  # empty: whoever sits at this machine, where there is no access control
    role: Role


LOCAL = User("", "admin")  # the command line, and the page where access is open


def may(user: User, role: Role) -> bool:
    """Whether the user has this role or one above it."""
    return ROLES.index(user.role) >= ROLES.index(role)


def require(user: User, role: Role, doing: str) -> None:
    """Let the user go on with what needs this role; `doing` names it in Chinese. Raises AccessError."""
    if not may(user, role):
        raise AccessError(
            f"{doing}要有“{ROLE_WORDS[role]}”权限，您是“{ROLE_WORDS[user.role]}”：请找管理员调整"
            f"（assistant user role {user.name} {role}）。"
        )
