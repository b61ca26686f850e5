"""`assistant summarise`: articles in a sentence, a paragraph or points."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from assistant.cli_common import (
    Json,
    Publication,
    Since,
    Until,
    complain,
    emit,
    make_filter,
    preparing,
)
from assistant.labels import Label
from assistant.portions import whole
from assistant.reports import reports_on
from assistant.settings import load_settings
from assistant.summarise import READERS, articles_of
from assistant.summarise import summarise as summarise_reports
from assistant.summary_drafts import LENGTHS, Form
from assistant.summary_output import summary_json, summary_lines
from assistant.wiring import build_store, build_summarising
from vectorstore.records import Filter


def summarise(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    names: Annotated[
        list[str] | None, typer.Argument(help="文章编号（或导入时自带的编号）。", metavar="ARTICLE_ID...")
    ] = None,
    query: Annotated[str, typer.Option(help="概括与这句话有关的报道。")] = "",
    form: Annotated[Form, typer.Option(help="line 一句话，brief 一小段，points 要点。")] = "brief",
    length: Annotated[int | None, typer.Option(min=10, max=2000, help="大约多少字（默认按形式）。")] = None,
    audience: Annotated[str, typer.Option(help="给谁看（只在配置了大模型时起作用）。")] = READERS,
    since: Since = None,
    until: Until = None,
    publication: Publication = None,
    json_: Json = False,
) -> None:
    """概括几篇文章，或与一句话有关的报道；每句话都有出处。"""
    if bool(names) == bool(query.strip()):
        raise typer.BadParameter("ARTICLE_ID 和 --query 要写一样，也只写一样")
    admit = make_filter(since=since, until=until, publication=publication)
    settings = load_settings()
    using = build_summarising(settings)
    with preparing() as report:
        store = build_store(settings, report=report)
    found = [store.library.find(name) for name in names or ()]
    missing = [name for name, article in zip(names or (), found, strict=True) if article is None]
    for name in missing:
        complain(f"文库里没有编号为 {name} 的文章；请用 assistant library list 查编号。")
    told = tuple(whole(article) for article in found if article is not None)
    if query.strip():
        told = reports_on(query, store=store, admit=admit)
        if not told:
            complain(f"没有找到可以概括的报道。已检索 {store.extent(admit).articles} 篇文章。")
    if not told:
        raise typer.Exit(1)
    corrections = store.library.corrections_of([article.id for article in articles_of(told)], Filter())
    summary = summarise_reports(
        told,
        form=form,
        length=length or LENGTHS[form],
        using=using,
        corrections=corrections,
        audience=audience,
    )
    label = Label(summary.written, summary.model, summary.prompt_digest, datetime.now())
    emit(summary_json(summary, label), as_json=json_, line="\n".join(summary_lines(summary, label)))
    raise typer.Exit(1 if missing else 0)
