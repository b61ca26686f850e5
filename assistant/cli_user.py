"""`assistant user`: who may sign in to the page, and with what role."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.access import ROLE_WORDS, Role
from assistant.cli_common import Json, emit
from assistant.settings import load_settings
from assistant.users import Account, Users
from assistant.wiring_access import build_sign_in, build_users

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(help="用户名；用 OIDC 登录的，是邮箱地址。", metavar="NAME")]


def _users() -> Users:
    return build_users(load_settings())


def _password() -> str:
    """Asked for twice at a terminal, unseen; else the first line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输一遍"))
    return sys.stdin.readline().rstrip("\r\n")


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="reader 读者、editor 编辑、admin 管理员。")] = "reader",
    oidc: Annotated[bool, typer.Option("--oidc", help="用 OIDC 登录，这里不设密码。")] = False,
    json_: Json = False,
) -> None:
    """添加用户；密码在终端输入，或从标准输入读一行。"""
    account = _users().add(name, role, None if oidc else _password())
    emit(_json(account), as_json=json_, line=f"已添加：{_line(account)}")


@app.command("list")
def list_(json_: Json = False) -> None:
    """列出用户。"""
    accounts = _users().listing()
    for account in accounts:
        emit(_json(account), as_json=json_, line=_line(account))
    if not accounts and not json_:
        typer.echo("还没有用户；可用 assistant user add 名字。")


@app.command()
def remove(name: Name, json_: Json = False) -> None:
    """删除用户；已登录的立即失效。"""
    _users().remove(name)
    emit({"removed": name}, as_json=json_, line=f"已删除用户：{name}")


@app.command()
def password(name: Name, json_: Json = False) -> None:
    """重设密码；已登录的要重新登录，输错密码的锁定随之解除。"""
    settings = load_settings()
    build_users(settings).set_password(name, _password())
    build_sign_in(settings).unlock(name)
    emit({"name": name, "password": "changed"}, as_json=json_, line=f"已重设 {name} 的密码。")


@app.command()
def role(
    name: Name,
    role_: Annotated[Role, typer.Argument(help="reader、editor、admin。", metavar="ROLE")],
    json_: Json = False,
) -> None:
    """调整角色。"""
    _users().set_role(name, role_)
    emit({"name": name, "role": role_}, as_json=json_, line=f"{name} 现在是{ROLE_WORDS[role_]}。")


def _json(account: Account) -> dict[str, object]:
    return {"name": account.name, "role": account.role, "signs_in": "password" if account.hashed else "oidc"}


def _line(account: Account) -> str:
    how = "密码登录" if account.hashed else "OIDC 登录"
    return f"{account.name}  {ROLE_WORDS[account.role]}（{account.role}）  {how}"
