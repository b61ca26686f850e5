"""`assistant ask`: one question, one of a conversation, or a batch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from assistant.ask import Asking
from assistant.ask import ask as ask_question
from assistant.cli_common import (
    Json,
    Kind,
    Page,
    Publication,
    Since,
    Today,
    Until,
    complain,
    drawn,
    emit,
    make_filter,
    needed,
    preparing,
    read_batch,
    today_of,
)
from assistant.conversations import Conversations, turns_of
from assistant.errors import AssistantError, BudgetExceeded
from assistant.output import answer_json, answer_lines
from assistant.settings import load_settings
from assistant.wiring import build_asking, build_conversations
from vectorstore.errors import StoreError
from vectorstore.records import Filter

_NEW = "new"


def ask(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    question: Annotated[str, typer.Argument(help="问题。")] = "",
    since: Since = None,
    until: Until = None,
    publication: Publication = None,
    page: Page = None,
    kind: Kind = None,
    today: Today = None,
    conversation: Annotated[
        str | None, typer.Option(help="接着哪段对话问：编号，或 new（新开一段）。", metavar="ID")
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="JSONL 文件，每行 {id, question}。")] = None,
    json_: Json = False,
) -> None:
    """向文库提问；每句话都有出处，答不了就说明查过什么。"""
    admit = make_filter(since=since, until=until, publication=publication, page=page, kind=kind)
    if conversation is not None and (
        batch is not None or not (conversation.isdecimal() or conversation == _NEW)
    ):
        raise typer.BadParameter("--conversation（要写编号或 new，不能与 --batch 同用）")
    settings = load_settings()
    with preparing() as report:
        asking = build_asking(settings, report=report)
    day = today_of(today, newest=asking.store.extent().last)
    if batch is not None:
        raise typer.Exit(1 if _ask_all(batch, asking, admit, day) else 0)
    needed(question, "QUESTION")
    if conversation is None:
        answer = ask_question(question, using=asking, admit=admit, today=day)
        emit(
            answer_json(answer),
            as_json=json_,
            line="\n".join(answer_lines(answer, table=drawn(answer.table))),
        )
        return
    kept = build_conversations(settings)
    known = () if conversation == _NEW else kept.answers(int(conversation))
    answer = ask_question(question, using=asking, admit=admit, today=day, history=turns_of(known))
    number = _conversation(kept, conversation, question)
    kept.add(number, answer)
    lines = [*answer_lines(answer, table=drawn(answer.table)), f"对话编号：{number}"]
    emit({**answer_json(answer), "conversation": number}, as_json=json_, line="\n".join(lines))


def _conversation(kept: Conversations, named: str, question: str) -> int:
    """The number of the conversation named; a new one begins only once its first question is answered."""
    return kept.start(question).id if named == _NEW else int(named)


def _ask_all(batch: Path, asking: Asking, admit: Filter, day: date) -> bool:
    """Print an answer for each line of the file; whether anything failed."""
    failed = False
    for name, each in read_batch(batch):
        if each is None:
            failed = True
            continue
        started = perf_counter()
        try:
            answer = ask_question(each, using=asking, admit=admit, today=day)
        except (AssistantError, StoreError) as error:
            failed = True
            complain(f"问题 {name}：{error}")
            if isinstance(error, BudgetExceeded):
                break
            continue
        emit({"id": name, **answer_json(answer), "seconds": round(perf_counter() - started, 4)}, as_json=True)
    return failed
