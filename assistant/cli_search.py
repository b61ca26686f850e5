"""`assistant search`: the articles nearest to some words."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from assistant.cli_common import (
    Json,
    Kind,
    Page,
    Publication,
    Since,
    Today,
    Until,
    complain,
    emit,
    make_filter,
    needed,
    preparing,
    read_batch,
    today_of,
)
from assistant.output import hit_json, hit_line, period_json
from assistant.period import read_period
from assistant.settings import load_settings
from assistant.wiring import build_store


def search(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    query: Annotated[str, typer.Argument(help="要找的话。")] = "",
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="返回几篇。")] = 10,
    since: Since = None,
    until: Until = None,
    publication: Publication = None,
    page: Page = None,
    kind: Kind = None,
    today: Today = None,
    batch: Annotated[Path | None, typer.Option(help="JSONL 文件，每行 {id, question}。")] = None,
    json_: Json = False,
) -> None:
    """找与一句话最相关的文章；话里的日期当作范围或优先。"""
    admit = make_filter(since=since, until=until, publication=publication, page=page, kind=kind)
    with preparing() as report:
        store = build_store(load_settings(), report=report)
    day = today_of(today, newest=store.extent().last)
    if batch is None:
        period = read_period(needed(query, "QUERY"), admit=admit, today=day)
        if period.said:
            complain(period.said)
        for hit in store.search(query, admit=period.admit, limit=k, prefer=period.prefer):
            emit({**hit_json(hit), "period": period_json(period)}, as_json=json_, line=hit_line(hit))
        return
    failed = False
    for name, question in read_batch(batch):
        if question is None:
            failed = True
            continue
        started = perf_counter()
        period = read_period(question, admit=admit, today=day)
        hits = store.search(question, admit=period.admit, limit=k, prefer=period.prefer)
        found = {"period": period_json(period), "results": [hit_json(hit) for hit in hits]}
        emit({"id": name, **found, "seconds": round(perf_counter() - started, 4)}, as_json=True)
    raise typer.Exit(1 if failed else 0)
