"""`assistant watch`: topics that every digest tells of."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli_common import Json, complain, emit, needed
from assistant.settings import load_settings
from assistant.wiring import build_watch_list

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
Topic = Annotated[str, typer.Argument(help="主题词，如 欠薪。", metavar="TOPIC")]


@app.command()
def add(topic: Topic, json_: Json = False) -> None:
    """关注一个主题；以后每份摘要都会说明它有什么新报道。"""
    word = needed(topic, "TOPIC").strip()
    new = build_watch_list(load_settings()).add(word)
    emit({"topic": word, "added": new}, as_json=json_, line=f"{'已关注' if new else '早已关注'}：{word}")


@app.command("list")
def list_(json_: Json = False) -> None:
    """列出关注的主题。"""
    topics = build_watch_list(load_settings()).topics()
    for topic in topics:
        emit({"topic": topic}, as_json=json_, line=topic)
    if not topics and not json_:
        typer.echo("还没有关注的主题；可用 assistant watch add 主题词。")


@app.command()
def remove(topic: Topic, json_: Json = False) -> None:
    """不再关注一个主题。"""
    word = topic.strip()
    if not build_watch_list(load_settings()).remove(word):
        complain(f"没有关注“{word}”；请用 assistant watch list 查看。")
        raise typer.Exit(1)
    emit({"topic": word, "removed": True}, as_json=json_, line=f"不再关注：{word}")
