"""`assistant digest`: one period into a file, or many periods into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import reduce
from pathlib import Path
from typing import Annotated

import typer

from assistant.batch_digest import Each, write_file
from assistant.cli_batch_digest import Folder, fill_folder, plan_folder, tell_written
from assistant.cli_common import Json, Publication, counting, emit, make_filter
from assistant.digest import digest as make_digest
from assistant.digest_records import Digest, DigestForm, DigestRequest
from assistant.export import EXTENSIONS, exporter
from assistant.export.json import digest_json
from assistant.export.markdown import to_markdown
from assistant.records import Spent
from assistant.settings import Settings, load_settings
from assistant.spending import added
from assistant.summarise import READERS
from assistant.summary_output import usage_json
from assistant.wiring import build_digesting, build_library, build_summarising, build_watch_list
from assistant.wiring_digest import build_planned

Length = Annotated[
    int | None, typer.Option(min=100, max=100_000, help="全篇大约多少字；装不下的事只列标题。")
]
Out = Annotated[
    Path | None, typer.Option(help=f"写到哪个文件（{' '.join(EXTENSIONS)}）；--each 时是文件夹。")
]
BatchApi = Annotated[
    bool,
    typer.Option("--batch-api", help="--each 时经 OpenAI Batch API 成批提问：一天之内答完，多数服务半价。"),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只算要多少次调用、多少 token、多少钱。")]


def digest(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    since: Annotated[str, typer.Option(help="从哪天的报纸起（YYYY-MM-DD）。")],
    until: Annotated[str, typer.Option(help="到哪天的报纸止（YYYY-MM-DD，含当天）。")],
    topic: Annotated[str | None, typer.Option(help="只摘要这个主题。")] = None,
    publication: Publication = None,
    audience: Annotated[str, typer.Option(help="给谁看（只在配置了大模型时起作用）。")] = READERS,
    form: Annotated[DigestForm, typer.Option(help="brief 每事一句，full 每事一到三句。")] = "full",
    items: Annotated[int, typer.Option(min=1, max=200, help="展开几件事；其余列出标题。")] = 20,
    length: Length = None,
    out: Out = None,
    each: Annotated[Each | None, typer.Option(help="每天、每周或每月一份。")] = None,
    extension: Annotated[str, typer.Option("--to", help="--each 时每份的格式。")] = "md",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="--each 时同时做几份。")] = 1,
    batch_api: BatchApi = False,
    dry_run: DryRun = False,
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
        length=length,
        watched=build_watch_list(settings).topics(),
    )
    if each is None:
        if batch_api:
            raise typer.BadParameter("--batch-api 要与 --each 同用")
        _one(request, settings, out, dry_run=dry_run, as_json=json_)
        return
    if out is None:
        raise typer.BadParameter("--each 要同时写明 --out 文件夹")
    exporter(f"x.{extension}")
    folder = Folder(out, each, extension, jobs, batch_api=batch_api, as_json=json_)
    if dry_run:
        _planned(plan_folder(request, settings, folder), as_json=json_)
        return
    raise typer.Exit(1 if fill_folder(request, settings, folder) else 0)


def _one(
    request: DigestRequest, settings: Settings, out: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    write = exporter(out.name) if out else None
    summarising = build_planned(settings, None, by_batch=False) if dry_run else build_summarising(settings)
    using = build_digesting(summarising, build_library(settings))
    with counting("摘要") as report:
        made = make_digest(request, using=using, now=datetime.now().astimezone(), report=report)
    if dry_run:
        _planned([made], as_json=as_json)
    elif out is not None and write is not None:
        write_file(out, write(made))
        tell_written(made, out, as_json=as_json)
    else:
        emit(digest_json(made), as_json=as_json, line=to_markdown(made))


def _planned(made: Sequence[Digest], *, as_json: bool) -> None:
    spent = reduce(added, [each.usage for each in made]) if made else Spent()
    cost = "" if spent.cost is None else f"，最多 {spent.cost:.2f} {spent.currency}"
    line = f"{len(made)} 份摘要：{spent.calls} 次调用，提示 {spent.prompt_tokens} token，回答最多 {spent.completion_tokens} token{cost}。"
    emit({"digests": len(made), **usage_json(spent)}, as_json=as_json, line=line)
