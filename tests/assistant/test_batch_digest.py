"""Batches: every part once, failed ones again, nothing paid for twice, several at a time."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, sleep

import pytest

from assistant.batch_digest import Part, Shelf, fingerprint, parts_of, run_batch
from assistant.chat import ChatModel, Message
from assistant.chat.cached import CachedChat
from assistant.chat.scripted import ScriptedChat
from assistant.digest import Digesting, digest
from assistant.digest_records import Digest, DigestRequest
from assistant.errors import BudgetExceeded, ChatUnavailable, ExportError
from assistant.export import exporter
from assistant.export.atom import to_entry
from tests.digest_rig import DAY, NOON, digesting, put, put_days
from tests.store_home import make_article
from vectorstore.library import Library

DAYS = 6
REQUEST = DigestRequest(DAY, DAY + timedelta(days=DAYS - 1))
_MATTERS = ("窗口追回欠薪", "驿站装上空调", "求学圆梦报名", "焊接大赛开锣", "纳凉点开放", "热线增加座席")


class Killed(BaseException):
    """What ends a process, for all that a test can do."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    put_days(library, _MATTERS)
    return library


def echo(messages: Sequence[Message]) -> str:
    return messages[-1].content.split(">\n", 1)[1].split("。", 1)[0].strip() + "。[1]"


def run(
    library: Library, folder: Path, chat: ChatModel, *, jobs: int = 1, seconds: float = 0.0
) -> tuple[list[str], list[str]]:
    """(parts made, parts failed) of a run over all days with replies kept."""
    using: Digesting = digesting(library, CachedChat(chat, folder / "replies", prompt_digest=""))
    parts = parts_of(REQUEST, "day")
    marks = {part.name: fingerprint(part, using) for part in parts}
    shelf = Shelf(folder, "md", marks=marks, write=exporter("x.md"), write_entry=to_entry)

    def make(part: Part) -> Digest:
        sleep(seconds)
        return digest(part.request, using=using, now=NOON)

    outcomes = list(run_batch(parts, make=make, save=shelf.save, done=shelf.has, jobs=jobs))
    assert sorted(outcome.part.name for outcome in outcomes) == [part.name for part in parts]
    return (
        [outcome.part.name for outcome in outcomes if outcome.digest is not None],
        [outcome.part.name for outcome in outcomes if outcome.error is not None],
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.md"))


@pytest.mark.parametrize(
    ("each", "names"),
    [
        ("day", [f"2024-04-{n}" for n in (29, 30)] + [f"2024-05-0{n}" for n in range(1, 10)]),
        ("week", ["2024-W18", "2024-W19"]),
        ("month", ["2024-04", "2024-05"]),
    ],
)
def test_parts_cover_the_period_once(each: str, names: list[str]) -> None:
    asked = DigestRequest(date(2024, 4, 29), date(2024, 5, 9))
    parts = parts_of(asked, each)  # type: ignore[arg-type]
    assert [part.name for part in parts] == names
    days = [
        part.request.since + timedelta(days=n)
        for part in parts
        for n in range((part.request.until - part.request.since).days + 1)
    ]
    assert days == [asked.since + timedelta(days=n) for n in range(11)]


def test_a_second_run_does_nothing(library: Library, tmp_path: Path) -> None:
    chat = ScriptedChat(echo)
    run(library, tmp_path / "out", chat, jobs=3)
    asked = len(chat.asked)
    assert len(files(tmp_path / "out")) == DAYS
    assert run(library, tmp_path / "out", chat) == ([], [])
    assert len(chat.asked) == asked


def test_killed_again_and_again_it_finishes_and_no_answered_call_is_repeated(
    library: Library, tmp_path: Path
) -> None:
    answered: list[tuple[Message, ...]] = []
    left = [2]

    def mortal(messages: Sequence[Message]) -> str:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        answered.append(tuple(messages))
        return echo(messages)

    for calls in (2, 3, 4):
        left[0] = calls
        with pytest.raises(Killed):
            run(library, tmp_path / "out", ScriptedChat(mortal))
    left[0] = 1000
    run(library, tmp_path / "out", ScriptedChat(mortal))
    assert files(tmp_path / "out") == [f"2024-05-0{n}.md" for n in range(1, DAYS + 1)]
    assert len(set(answered)) == len(answered)


def test_failed_parts_are_named_and_made_by_the_next_run(library: Library, tmp_path: Path) -> None:
    calls: list[int] = []

    def moody(messages: Sequence[Message]) -> str | ChatUnavailable:
        calls.append(1)
        return ChatUnavailable("稍后再试") if len(calls) % 3 == 0 else echo(messages)

    made, failed = run(library, tmp_path / "out", ScriptedChat(moody))
    assert failed
    assert len(made) + len(failed) == DAYS
    assert len(files(tmp_path / "out")) == len(made)
    again, still = run(library, tmp_path / "out", ScriptedChat(echo))
    assert sorted(again) == sorted(failed)
    assert still == []
    assert len(files(tmp_path / "out")) == DAYS


def test_a_used_up_budget_leaves_the_rest_for_the_next_run(library: Library, tmp_path: Path) -> None:
    chat = ScriptedChat(lambda _messages: BudgetExceeded("预算用完"))
    made, failed = run(library, tmp_path / "out", chat)
    assert made == []
    assert len(failed) == DAYS
    assert len(chat.asked) == 1


def test_new_articles_have_their_days_digest_made_again_and_the_one_compared_with_it(
    library: Library, tmp_path: Path
) -> None:
    run(library, tmp_path / "out", ScriptedChat(echo))
    put(library, [make_article("当天又有一篇报道进了文库。", headline="补录", issued=DAY)])
    made, failed = run(library, tmp_path / "out", ScriptedChat(echo))
    assert sorted(made) == ["2024-05-01", "2024-05-02"]
    assert failed == []


def test_parts_are_made_side_by_side(library: Library, tmp_path: Path) -> None:
    together, most = [0], [0]
    lock = threading.Lock()

    def slow(messages: Sequence[Message]) -> str:
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        sleep(0.05)
        with lock:
            together[0] -= 1
        return echo(messages)

    started = perf_counter()
    run(library, tmp_path / "out", ScriptedChat(slow), jobs=3)
    assert most[0] == 3
    assert perf_counter() - started < 60


def test_a_damaged_note_only_costs_time(library: Library, tmp_path: Path) -> None:
    chat = ScriptedChat(echo)
    run(library, tmp_path / "out", chat)
    asked = len(chat.asked)
    (tmp_path / "out" / ".digest" / "state.json").write_text("{", encoding="utf-8")
    made, _ = run(library, tmp_path / "out", chat)
    assert len(made) == DAYS
    assert len(chat.asked) == asked


def test_a_folder_that_cannot_be_made_is_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ExportError, match="out"):
        Shelf(tmp_path / "out", "md", marks={}, write=exporter("x.md"), write_entry=to_entry)
