"""`assistant library trash`: what was thrown away, restored within thirty days or removed for good."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.access import LOCAL
from assistant.cli_common import Json, complain, emit, preparing
from assistant.desk import Desk
from assistant.output import article_json, article_line
from assistant.settings import load_settings
from assistant.wiring import build_library, build_store
from assistant.wiring_desk import build_desk

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
Names = Annotated[list[str], typer.Argument(help="文章编号。", metavar="ID...")]


def _desk() -> Desk:
    settings = load_settings()
    with preparing() as report:
        return build_desk(settings, build_store(settings, report=report))


@app.command("list")
def list_(json_: Json = False) -> None:
    """列出回收站里的文章，最近删除的在前。"""
    thrown = build_library(load_settings()).trash.listing()
    for each in thrown:
        extra = {
            "discarded_at": each.at.isoformat(),
            "discarded_by": each.by,
            "until": each.until.isoformat(),
        }
        line = f"{article_line(each.article)}（{each.at:%Y-%m-%d} 删除，保留到 {each.until:%Y-%m-%d}）"
        emit({**article_json(each.article, text=False), **extra}, as_json=json_, line=line)
    if not thrown and not json_:
        typer.echo("回收站是空的。")


@app.command()
def restore(names: Names, json_: Json = False) -> None:
    """恢复回收站里的文章；向量有缓存，不必重算。"""
    desk = _desk()
    thrown = [each.article for each in desk.store.library.trash.listing(names)]
    back = desk.restore(LOCAL, [article.id for article in thrown])
    done: set[str | None] = set()
    for article in thrown:
        if article.id in back:
            done |= {article.id, article.external_id}
            emit({"restored": article.id}, as_json=json_, line=f"已恢复：{article.headline or article.id}")
    left = [name for name in names if name not in done]
    for name in left:
        complain(
            f"{name} 没有恢复：它不在回收站里，或同一位置已有更新的版本；请用 assistant library trash list 查看。"
        )
    raise typer.Exit(1 if left else 0)


@app.command()
def empty(
    names: Annotated[
        list[str] | None, typer.Argument(help="文章编号；不写就是全部。", metavar="[ID...]")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    json_: Json = False,
) -> None:
    """彻底删除回收站里的文章，不能再恢复；没有文章用到的原件一并删除。"""
    desk = _desk()
    gone = [each.article.id for each in desk.store.library.trash.listing(names)]
    if gone and not yes:
        typer.confirm(f"彻底删除 {len(gone)} 篇文章？", abort=True)
    desk.empty(LOCAL, gone)
    emit({"removed": len(gone)}, as_json=json_, line=f"已彻底删除 {len(gone)} 篇文章。")
