from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.batch_digest import Each
from assistant.digest_records import DigestRequest
from assistant.errors import ChatUnavailable
from assistant.kept_digests import KeptDigests, Schedule
from assistant.schedule import due, first_day, next_run, run_due
from tests.digest_rig import digesting, put
from tests.store_home import make_article
from vectorstore.library import Library

THURSDAY = date(2024, 5, 2)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptDigests]:
    with closing(KeptDigests(tmp_path / "digests.sqlite", clock=lambda: datetime(2024, 6, 1))) as digests:
        yield digests


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite")) as library:
        put(
            library,
            [
                make_article("青州培训三千名骑手。", headline="骑手开班", issued=THURSDAY),
                make_article("河阳热线改为昼夜接听。", headline="热线不打烊", issued=date(2024, 5, 8)),
            ],
        )
        yield library


def schedule(each: Each, following: date = THURSDAY) -> Schedule:
    return Schedule(1, each, DigestRequest(following, following), following)


@pytest.mark.parametrize(
    ("each", "first", "run"),
    [
        ("day", THURSDAY, date(2024, 5, 3)),
        ("week", date(2024, 4, 29), date(2024, 5, 6)),
        ("month", date(2024, 5, 1), date(2024, 6, 1)),
    ],
)
def test_a_digest_falls_due_the_day_after_its_period(each: Each, first: date, run: date) -> None:
    assert first_day(THURSDAY, each) == first
    assert next_run(schedule(each, first)) == run
    before = date.fromordinal(run.toordinal() - 1)
    assert due(schedule(each, first), before) == ()
    (part,) = due(schedule(each, first), run)
    assert (part.request.since, part.request.until) == (first, before)


def test_periods_that_were_missed_are_caught_up_with_in_steps() -> None:
    parts = due(schedule("day"), date(2025, 5, 2))
    assert len(parts) == 31
    assert parts[0].request.since == THURSDAY


def test_what_is_due_is_made_once(kept: KeptDigests, library: Library) -> None:
    kept.schedule(DigestRequest(date(2024, 4, 29), date(2024, 4, 29)), "week")
    now = datetime(2024, 5, 14, 6)
    seen: list[tuple[int, int, str]] = []
    made = list(run_due(kept, using=digesting(library), now=now, report=lambda *told: seen.append(told)))
    assert [each.title for each in made] == [
        "报纸摘要（2024-04-29 至 2024-05-05）",
        "报纸摘要（2024-05-06 至 2024-05-12）",
    ]
    assert [each.id for each in kept.listing()] == [each.id for each in reversed(made)]
    assert seen == [(0, 2, "2024-W18"), (1, 2, "2024-W19"), (2, 2, "")]
    assert list(run_due(kept, using=digesting(library), now=now)) == []


def test_topics_saved_since_are_told_of(kept: KeptDigests, library: Library) -> None:
    kept.schedule(DigestRequest(THURSDAY, THURSDAY), "day")
    using = digesting(library)
    (made,) = run_due(kept, using=using, now=datetime(2024, 5, 3, 6), watched=("骑手",))
    assert [each.topic for each in kept.find(made.id).watched] == ["骑手"]


class Failing:
    """A model that cannot be reached."""

    name = "gone"

    def reply(self, *_args: object, **_named: object) -> object:
        raise ChatUnavailable("连不上。")

    stream = reply


def test_what_failed_is_made_by_the_next_run(kept: KeptDigests, library: Library) -> None:
    kept.schedule(DigestRequest(THURSDAY, THURSDAY), "day")
    now = datetime(2024, 5, 3, 6)
    using = digesting(library)
    broken = replace(using, summarising=replace(using.summarising, chat=Failing()))  # type: ignore[arg-type]
    with pytest.raises(ChatUnavailable):
        list(run_due(kept, using=broken, now=now))
    assert len(list(run_due(kept, using=using, now=now))) == 1
