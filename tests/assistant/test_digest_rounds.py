"""Digests by the Batch API: a round for each stage, one batch a round for all days, nothing asked for twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from assistant.batch_digest import Outcome, Shelf, fingerprint, parts_of, run_batch, write_file
from assistant.chat.batch_rounds import BatchRounds, Waiting
from assistant.chat.batches import BatchEndpoint
from assistant.chat.cached import Replies
from assistant.chat.queued import QueuedChat
from assistant.chat.retry import Pacing
from assistant.digest import digest
from assistant.digest_records import DigestRequest
from assistant.digest_rounds import run_rounds
from assistant.export import exporter
from assistant.export.atom import to_entry
from tests.batch_server import BatchServer
from tests.chat_rig import KEY
from tests.digest_rig import DAY, NOON, digesting, put, put_days
from tests.scripted_endpoint import Answer, Asked, Spoken, refusal
from tests.store_home import make_article
from vectorstore.library import Library

REQUEST = DigestRequest(DAY, DAY + timedelta(days=2))
MATTERS = ("窗口追回欠薪", "驿站装上空调", "求学圆梦报名")


class Killed(BaseException):
    """What ends a process, for all that a test can do."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    put_days(library, MATTERS)
    return library


def echo(asked: Asked) -> Answer:
    source = asked.body["messages"][-1]["content"].split(">\n", 1)[1]
    return Spoken(source.split("。", 1)[0].strip() + "。[1]")


def run(
    library: Library,
    folder: Path,
    url: str,
    *,
    on_wait: Callable[[], None] = lambda: None,
    context: int = 8192,
) -> list[Outcome]:
    chat = QueuedChat("model-x", Replies(folder / "replies", prompt_digest=""))
    plain = digesting(library, chat)
    using = replace(plain, summarising=replace(plain.summarising, context_tokens=context))
    endpoint = BatchEndpoint(
        url,
        KEY,
        "model-x",
        timeout=5.0,
        retries=0,
        context_tokens=context,
        pacing=Pacing(sleep=lambda _: None),
    )
    waiting = Waiting(lambda _seconds: on_wait())
    rounds = BatchRounds(endpoint, folder / "batches.json", waiting=waiting, write=write_file)
    parts = parts_of(REQUEST, "day")
    marks = {part.name: fingerprint(part, using) for part in parts}
    shelf = Shelf(folder, "md", marks=marks, write=exporter("x.md"), write_entry=to_entry)
    once = partial(
        run_batch,
        parts,
        make=lambda part: digest(part.request, using=using, now=NOON),
        save=shelf.save,
        done=shelf.has,
        jobs=2,
    )
    try:
        return list(run_rounds(once, chat=chat, rounds=rounds, report=lambda *_: None))
    finally:
        endpoint.close()


def test_all_days_share_a_batch_for_their_items_and_one_for_their_headlines(
    library: Library, tmp_path: Path
) -> None:
    with BatchServer(echo) as server:
        outcomes = run(library, tmp_path / "out", server.url)
        assert [len(server.lines(batch)) for batch in server.batches.values()] == [3, 3]
        assert sorted(outcome.part.name for outcome in outcomes) == ["2024-05-01", "2024-05-02", "2024-05-03"]
        assert all(outcome.digest and outcome.digest.label.written for outcome in outcomes)
        assert [outcome.digest.usage.calls for outcome in outcomes if outcome.digest] == [2, 2, 2]
        again = run(library, tmp_path / "out", server.url)
        assert [(outcome.digest, outcome.error) for outcome in again] == [(None, None)] * 3
        assert len(server.batches) == 2


def test_killed_in_every_round_it_goes_on_and_pays_once(library: Library, tmp_path: Path) -> None:
    left = [2]

    def kill() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    with BatchServer(echo) as server:
        for _ in range(3):
            left[0] = 2
            with pytest.raises(Killed):
                run(library, tmp_path / "out", server.url, on_wait=kill)
        left[0] = 1000
        run(library, tmp_path / "out", server.url, on_wait=kill)
        assert len(list((tmp_path / "out").glob("*.md"))) == 3
        assert max(Counter(server.paid).values()) == 1


def test_notes_of_long_reports_are_a_round_of_their_own(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    text = "".join(f"第{n}个窗口办结了案子{n * 7}件，追回工资{n * 3}万元。" for n in range(1, 91))
    put(library, [make_article(text, headline="窗口一年账", issued=DAY)])
    with BatchServer(echo) as server:
        outcomes = run(library, tmp_path / "out", server.url, context=2048)
        sizes = [len(server.lines(batch)) for batch in server.batches.values()]
    assert sizes[0] > 1
    assert sizes[-1] == 1
    assert len(sizes) >= 3
    assert any(outcome.digest for outcome in outcomes)


def test_a_day_with_a_failed_line_is_told_of_once_and_made_by_the_next_run(
    library: Library, tmp_path: Path
) -> None:
    moody = [True]

    def say(asked: Asked) -> Answer:
        if moody[0] and "驿站装上空调" in asked.body["messages"][-1]["content"]:
            return refusal(500, "server error")
        return echo(asked)

    with BatchServer(say) as server:
        first = {outcome.part.name: outcome for outcome in run(library, tmp_path / "out", server.url)}
        assert [name for name, outcome in first.items() if outcome.error] == ["2024-05-02"]
        assert "server error" in str(first["2024-05-02"].error)
        moody[0] = False
        run(library, tmp_path / "out", server.url)
        assert len(list((tmp_path / "out").glob("*.md"))) == 3
        assert max(Counter(server.paid).values()) == 1
