from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.digest import digest
from assistant.digest_records import DigestRequest
from assistant.errors import DigestError
from assistant.kept_digests import KeptDigests
from tests.digest_rig import DAY, NOON, digesting, put
from tests.store_home import make_article, traces
from vectorstore.library import Library

REQUEST = DigestRequest(DAY, DAY)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptDigests]:
    with closing(KeptDigests(tmp_path / "home" / "digests.sqlite", clock=lambda: NOON)) as digests:
        yield digests


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite")) as library:
        put(library, [make_article("青州市总工会培训三千名骑手。课程为期两周。", headline="骑手培训班开班")])
        yield library


def test_a_digest_is_kept_as_it_was_made(kept: KeptDigests, library: Library) -> None:
    made = digest(REQUEST, using=digesting(library), now=NOON)
    number = kept.add(made)
    assert kept.find(number) == made
    (listed,) = kept.listing()
    assert (listed.id, listed.title, listed.items) == (number, made.title, len(made.items))


def test_a_deleted_digest_leaves_nothing_behind(kept: KeptDigests, library: Library, tmp_path: Path) -> None:
    number = kept.add(digest(REQUEST, using=digesting(library), now=NOON))
    kept.delete(number)
    kept.delete(number)
    assert kept.listing() == ()
    assert traces(tmp_path / "home", "三千名骑手") == []
    with pytest.raises(DigestError, match="不在了"):
        kept.find(number)


def test_a_schedule_is_kept_moved_on_and_deleted(kept: KeptDigests) -> None:
    number = kept.schedule(DigestRequest(DAY, DAY, topic="骑手", audience="职工"), "week")
    (schedule,) = kept.schedules()
    assert (schedule.each, schedule.next) == ("week", DAY)
    assert (schedule.request.topic, schedule.request.audience) == ("骑手", "职工")
    kept.advance(number, date(2024, 5, 6))
    assert kept.schedules()[0].next == date(2024, 5, 6)
    kept.unschedule(number)
    assert kept.schedules() == ()
