"""`assistant library`: list, show, delete, check, rebuild."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant import cli_trash
from assistant.cli_common import Json, complain, emit, preparing
from assistant.output import article_json, article_line
from assistant.settings import load_settings
from assistant.wiring import build_store
from assistant.wiring_desk import build_desk
from vectorstore.store import VectorStore

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(cli_trash.app, name="trash", help="删除的文章：三十天内可以恢复。")
Name = Annotated[str, typer.Argument(help="文章编号（或导入时自带的编号）。", metavar="ID")]
_REBUILD = "请运行 assistant library rebuild。"
_GO_ON = "上次没有做完：再运行一次 assistant ingest 就会做完。"


def _store() -> VectorStore:
    with preparing() as report:
        return build_store(load_settings(), report=report)


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(min=1, help="最多列几篇。")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="从第几篇之后列起。")] = 0,
    json_: Json = False,
) -> None:
    """列出文章，新的在前。"""
    store = _store()
    for article in store.library.listing(limit=limit, offset=offset):
        emit(article_json(article, text=False), as_json=json_, line=article_line(article))
    if not json_:
        typer.echo(f"共 {store.extent().articles} 篇文章，{store.library.passage_count()} 个片段。")


@app.command()
def show(name: Name, json_: Json = False) -> None:
    """显示一篇文章的全文。"""
    library = _store().library
    article = library.find(name)
    if article is None:
        complain(f"文库里没有编号为 {name} 的文章；请用 assistant library list 查编号。")
        raise typer.Exit(1)
    head = "\n".join(part for part in (article.kicker, article.headline, article_line(article)) if part)
    reprints = library.reprints_of([article.id]).get(article.id, ())
    emit(article_json(article, reprints=reprints), as_json=json_, line=f"{head}\n\n{article.text}")


@app.command()
def delete(
    name: Name,
    for_good: Annotated[bool, typer.Option("--for-good", help="不进回收站，不能恢复。")] = False,
    json_: Json = False,
) -> None:
    """删除一篇文章：立即查不到，三十天内可用 assistant library trash restore 恢复。"""
    store = _store()
    with store.writing():
        article = store.library.find(name)
        if article is None:
            complain(f"文库里没有编号为 {name} 的文章；请用 assistant library list 查编号。")
            raise typer.Exit(1)
        if for_good:
            store.delete([article.id])
            build_desk(load_settings(), store).tidy()
        else:
            store.discard([article.id])
    how = "已彻底删除" if for_good else "已删除（三十天内可恢复）"
    emit({"deleted": article.id}, as_json=json_, line=f"{how}：{article.headline or article.id}")


@app.command()
def check(json_: Json = False) -> None:
    """核对文库与两个索引是否一致。"""
    found = _store().check()
    values = {
        "clean": found.clean,
        "articles": found.articles,
        "passages": found.passages,
        "pending": found.pending,
        "deleting": found.deleting,
        "missing_dense": found.missing_dense,
        "missing_lexical": found.missing_lexical,
        "extra_dense": found.extra_dense,
        "extra_lexical": found.extra_lexical,
        "uncopied": found.uncopied,
    }
    if found.clean:
        line = f"一致：{found.articles} 篇文章，{found.passages} 个片段。"
    else:
        line = (
            f"不一致：待完成 {found.pending} 篇，待删除 {found.deleting} 篇；向量库缺 {found.missing_dense}、"
            f"多 {found.extra_dense}，词语索引缺 {found.missing_lexical}、多 {found.extra_lexical}，"
            f"向量副本差 {found.uncopied}。{_REBUILD if found.differs else _GO_ON}"
        )
    emit(values, as_json=json_, line=line)
    raise typer.Exit(0 if found.clean else 1)


@app.command()
def rebuild(json_: Json = False) -> None:
    """按现在的设置重建两个索引（没变的片段不重新计算向量）。"""
    store = _store()
    with store.writing(), typer.progressbar(length=store.extent().articles, label="重建", file=None) as bar:
        seen = 0

        def report(done: int, _total: int) -> None:
            nonlocal seen
            bar.update(done - seen)
            seen = done

        store.rebuild(report)
    emit(
        {"rebuilt": store.extent().articles},
        as_json=json_,
        line=f"已重建 {store.extent().articles} 篇文章的索引。",
    )
