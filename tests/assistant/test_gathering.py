"""What a digest is made from: the period, the one before, what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.digest_records import DigestRequest
from assistant.gathering import gather
from tests.digest_rig import put
from tests.store_home import make_article
from vectorstore.library import Library

OPENED = "宛丘县零工市场昨天在城东开张，候工大厅里有热水和暖气，零工们不必再站在马路边等活。"
GROWN = "宛丘县零工市场开张一个月，候工大厅日均接待零工三百人，市场还要再添一处大厅。"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library.sqlite")
    put(
        library,
        [
            make_article(OPENED, headline="宛丘零工市场开张", issued=date(2024, 5, 3)),
            make_article(GROWN, headline="零工市场月月见长", issued=date(2024, 5, 9)),
            make_article(
                "窗口追回欠薪两千万元，涉及劳动者三千人。", headline="窗口追回欠薪", issued=date(2024, 5, 11)
            ),
            make_article("没有日期的一篇报道。", headline="无日期", issued=None),
        ],
    )
    return library


WEEK = DigestRequest(date(2024, 5, 6), date(2024, 5, 12), watched=("欠薪", "月球"))


def test_the_period_is_read_and_compared_with_the_one_before(library: Library) -> None:
    found = gather(WEEK, library)
    headlines = {event.lead.headline: bool(event.before) for event in found.events}
    assert headlines == {"零工市场月月见长": True, "窗口追回欠薪": False}
    assert found.scope.articles == 2
    assert found.scope.before == 1
    assert found.scope.undated == 1
    assert len(found.scope.missing) == 5
    assert date(2024, 5, 9) not in found.scope.missing


def test_watched_topics_are_told_of_with_or_without_news(library: Library) -> None:
    pay, moon = gather(WEEK, library).watched
    assert [each.headline for each in pay.found] == ["窗口追回欠薪"]
    assert moon.found == ()


def test_a_topic_keeps_other_reports_out(library: Library) -> None:
    found = gather(DigestRequest(WEEK.since, WEEK.until, topic="欠薪"), library)
    assert [event.lead.headline for event in found.events] == ["窗口追回欠薪"]
    assert found.scope.articles == 2


def test_another_papers_reports_stay_out(library: Library) -> None:
    found = gather(DigestRequest(WEEK.since, WEEK.until, publication="别的报"), library)
    assert found.events == ()
    assert len(found.scope.missing) == 7


def test_where_the_period_before_has_no_issue_the_last_ones_before_it_are_compared(library: Library) -> None:
    found = gather(DigestRequest(date(2024, 6, 3), date(2024, 6, 9)), library)
    assert found.scope.compared == (date(2024, 5, 5), date(2024, 5, 11))
    assert found.scope.before == 2
    directly = gather(WEEK, library)
    assert directly.scope.compared == (date(2024, 4, 29), date(2024, 5, 5))


def test_the_first_papers_of_a_library_are_compared_with_nothing(library: Library) -> None:
    assert gather(DigestRequest(date(2024, 5, 3), date(2024, 5, 3)), library).scope.compared is None
