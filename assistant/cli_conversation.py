"""`assistant conversation`: list, show, rename, delete, export."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli_common import Json, drawn, emit
from assistant.conversations import Conversation
from assistant.markdown import conversation_markdown
from assistant.output import answer_json, answer_lines
from assistant.settings import load_settings
from assistant.wiring import build_conversations

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[int, typer.Argument(help="对话的编号。", metavar="ID")]


@app.command("list")
def list_(json_: Json = False) -> None:
    """列出保存的对话，最近的在前。"""
    for each in build_conversations(load_settings()).listing():
        emit(
            _json(each),
            as_json=json_,
            line=f"{each.id}  {each.updated:%Y-%m-%d %H:%M}  {each.turns} 问  {each.title}",
        )


@app.command()
def show(number: Number, json_: Json = False) -> None:
    """显示一段对话。"""
    for answer in build_conversations(load_settings()).answers(number):
        emit(
            answer_json(answer),
            as_json=json_,
            line="\n".join([f"问：{answer.question}", *answer_lines(answer, table=drawn(answer.table)), ""]),
        )


@app.command()
def rename(
    number: Number, title: Annotated[str, typer.Argument(help="新标题。")], json_: Json = False
) -> None:
    """给一段对话改标题。"""
    conversations = build_conversations(load_settings())
    conversations.rename(number, title)
    renamed = conversations.find(number)
    emit(_json(renamed), as_json=json_, line=f"对话 {number} 的标题改为“{renamed.title}”。")


@app.command()
def delete(number: Number, json_: Json = False) -> None:
    """删除一段对话。"""
    build_conversations(load_settings()).delete(number)
    emit({"deleted": number}, as_json=json_, line=f"对话 {number} 已删除。")


@app.command()
def export(number: Number) -> None:
    """把一段对话连同出处写成 Markdown，输出到标准输出。"""
    conversations = build_conversations(load_settings())
    title = conversations.find(number).title
    typer.echo(conversation_markdown(title, conversations.answers(number)), nl=False)


def _json(each: Conversation) -> dict[str, object]:
    return {
        "id": each.id,
        "title": each.title,
        "created": each.created.isoformat(timespec="seconds"),
        "updated": each.updated.isoformat(timespec="seconds"),
        "turns": each.turns,
    }
