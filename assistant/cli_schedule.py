"""`assistant schedule`: digests that are made of every day, week or month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from assistant.batch_digest import Each
from assistant.cli_common import Json, Publication, emit
from assistant.digest_records import DigestForm, DigestRequest
from assistant.schedule import EACH_WORDS, first_day, next_run
from assistant.schedule import run_due as run_due_digests
from assistant.settings import load_settings
from assistant.summarise import READERS
from assistant.wiring import build_digesting, build_library, build_summarising, build_watch_list
from assistant.wiring_web import build_kept_digests

app = typer.Typer(no_args_is_help=True)


@app.command("add")
def add(
    each: Annotated[
        Each, typer.Argument(help="每天（day）、每周（week）还是每月（month）。", metavar="EACH")
    ],
    topic: Annotated[str | None, typer.Option(help="只摘要这个主题。")] = None,
    publication: Publication = None,
    audience: Annotated[str, typer.Option(help="给谁看（只在配置了大模型时起作用）。")] = READERS,
    form: Annotated[DigestForm, typer.Option(help="brief 每事一句，full 每事一到三句。")] = "full",
) -> None:
    """定期编简报：从现在这一天、这一周或这个月起。"""
    settings = load_settings()
    since = first_day(date.today(), each)
    request = DigestRequest(since, since, topic, publication, audience, form)
    number = build_kept_digests(settings).schedule(request, each)
    typer.echo(f"已定下第 {number} 项，{EACH_WORDS[each]}一份。请让 assistant schedule run 每天运行一次。")


@app.command("list")
def listing(json_: Json = False) -> None:
    """定期的简报，和下一份什么时候编。"""
    for each in build_kept_digests(load_settings()).schedules():
        values = {
            "id": each.id,
            "each": each.each,
            "topic": each.request.topic,
            "publication": each.request.publication,
            "next_run": next_run(each).isoformat(),
        }
        about = each.request.topic or "全部主题"
        line = f"{each.id}\t{EACH_WORDS[each.each]}\t{about}\t下一份：{next_run(each)}"
        emit(values, as_json=json_, line=line)


@app.command("delete")
def delete(number: Annotated[int, typer.Argument(help="编号，见 schedule list。")]) -> None:
    """不再定期编这一项；编好的都在。"""
    build_kept_digests(load_settings()).unschedule(number)


@app.command("run")
def run(json_: Json = False) -> None:
    """把到期的都编好（供定时任务每天运行）；没有到期的就什么也不做。"""
    settings = load_settings()
    using = build_digesting(build_summarising(settings), build_library(settings))
    kept = build_kept_digests(settings)
    watched = build_watch_list(settings).topics()
    for made in run_due_digests(kept, using=using, now=datetime.now().astimezone(), watched=watched):
        emit({"id": made.id, "title": made.title}, as_json=json_, line=f"已编好：{made.title}")
