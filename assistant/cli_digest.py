"""`assistant digest`: one period into a file, or many periods into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial, reduce
from pathlib import Path
from typing import Annotated

import typer

from assistant.batch_digest import (
    WORK,
    Each,
    Part,
    Shelf,
    fingerprint,
    parts_of,
    run_batch,
    write_file,
)
from assistant.chat.planned import PlannedChat
from assistant.cli_common import Json, Publication, complain, counting, emit, make_filter
from assistant.digest import Digesting
from assistant.digest import digest as make_digest
from assistant.digest_records import Digest, DigestForm, DigestRequest
from assistant.export import EXTENSIONS, exporter
from assistant.export.json import digest_json
from assistant.export.markdown import to_markdown
from assistant.records import Spent
from assistant.settings import Settings, load_settings
from assistant.summarise import READERS
from assistant.summary_output import usage_json
from assistant.wiring import build_digesting, build_library, build_summarising, build_watch_list
from assistant.writing import added


def digest(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    since: Annotated[str, typer.Option(help="从哪天的报纸起（YYYY-MM-DD）。")],
    until: Annotated[str, typer.Option(help="到哪天的报纸止（YYYY-MM-DD，含当天）。")],
    topic: Annotated[str | None, typer.Option(help="只摘要这个主题。")] = None,
    publication: Publication = None,
    audience: Annotated[str, typer.Option(help="给谁看（只在配置了大模型时起作用）。")] = READERS,
    form: Annotated[DigestForm, typer.Option(help="brief 每事一句，full 每事一到三句。")] = "full",
    items: Annotated[int, typer.Option(min=1, max=200, help="展开几件事；其余列出标题。")] = 20,
    out: Annotated[
        Path | None, typer.Option(help=f"写到哪个文件（{' '.join(EXTENSIONS)}）；--each 时是文件夹。")
    ] = None,
    each: Annotated[Each | None, typer.Option(help="每天、每周或每月一份。")] = None,
    extension: Annotated[str, typer.Option("--to", help="--each 时每份的格式。")] = "md",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="--each 时同时做几份。")] = 1,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只算要多少次调用、多少 token、多少钱。")
    ] = False,
    json_: Json = False,
) -> None:
    """把一段时间的报纸编成摘要，每句话都有出处；--each 成批编写，断了可以接着做。"""
    period = make_filter(since=since, until=until, publication=publication)
    settings = load_settings()
    request = DigestRequest(
        since=period.since or date.min,
        until=period.until or date.max,
        topic=topic,
        publication=publication,
        audience=audience,
        form=form,
        items=items,
        watched=build_watch_list(settings).topics(),
    )
    if each is None:
        _one(request, settings, out, dry_run=dry_run, as_json=json_)
        return
    if out is None:
        raise typer.BadParameter("--each 要同时写明 --out 文件夹")
    exporter(f"x.{extension}")
    parts = parts_of(request, each)
    failed = _many(parts, settings, out, extension=extension, jobs=jobs, dry_run=dry_run, as_json=json_)
    raise typer.Exit(1 if failed else 0)


def _one(
    request: DigestRequest, settings: Settings, out: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    write = exporter(out.name) if out else None
    using = _using(settings, None, dry_run=dry_run)
    with counting("摘要") as report:
        made = make_digest(request, using=using, now=datetime.now().astimezone(), report=report)
    if dry_run:
        _planned([made], as_json=as_json)
    elif out is not None and write is not None:
        write_file(out, write(made))
        _written(made, out, as_json=as_json)
    else:
        emit(digest_json(made), as_json=as_json, line=to_markdown(made))


def _many(
    parts: Sequence[Part],
    settings: Settings,
    folder: Path,
    *,
    extension: str,
    jobs: int,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """Whether any part failed."""
    using = _using(settings, folder / WORK / "replies", dry_run=dry_run)
    marks = {part.name: fingerprint(part, using) for part in parts}
    shelf = Shelf(folder, extension, marks=marks, write=exporter(f"x.{extension}"))
    made: list[Digest] = []
    failed = False
    with counting("摘要") as report:
        outcomes = run_batch(
            parts,
            make=partial(_make, using=using),
            save=_not_saved if dry_run else shelf.save,
            done=shelf.has,
            jobs=jobs,
        )
        for count, outcome in enumerate(outcomes, 1):
            report(count, len(parts))
            if outcome.error is not None:
                failed = True
                complain(f"{outcome.part.name}：{outcome.error}")
            elif outcome.digest is not None:
                made.append(outcome.digest)
                if not dry_run:
                    _written(outcome.digest, shelf.path(outcome.part), as_json=as_json)
    if dry_run:
        _planned(made, as_json=as_json)
    elif failed:
        complain("有没做成的，重新运行同一条命令会只做这些；已做成的不会再花钱。")
    return failed


def _not_saved(part: Part, digest: Digest) -> None:
    """A dry run leaves nothing behind."""


def _make(part: Part, *, using: Digesting) -> Digest:
    return make_digest(part.request, using=using, now=datetime.now().astimezone())


def _using(settings: Settings, replies: Path | None, *, dry_run: bool) -> Digesting:
    summarising = build_summarising(
        settings, replies=None if dry_run else replies, around=PlannedChat if dry_run else None
    )
    return build_digesting(summarising, build_library(settings))


def _planned(made: Sequence[Digest], *, as_json: bool) -> None:
    spent = reduce(added, [each.usage for each in made]) if made else Spent()
    cost = "" if spent.cost is None else f"，最多 {spent.cost:.2f} {spent.currency}"
    line = f"{len(made)} 份摘要：{spent.calls} 次调用，提示 {spent.prompt_tokens} token，回答最多 {spent.completion_tokens} token{cost}。"
    emit({"digests": len(made), **usage_json(spent)}, as_json=as_json, line=line)


def _written(made: Digest, path: Path, *, as_json: bool) -> None:
    values = {
        "file": str(path),
        "title": made.title,
        "items": len(made.items),
        "left_out": len(made.left_out),
        "articles": made.scope.articles,
        "usage": usage_json(made.usage),
    }
    account = f"{len(made.items)} 件事，{len(made.left_out)} 篇未展开，检索文章 {made.scope.articles} 篇"
    emit(values, as_json=as_json, line=f"已写入 {path}：{account}。")
