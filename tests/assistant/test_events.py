"""Reprints are one report, reports of one matter one event, and what came before is known."""

from __future__ import annotations

from datetime import date

from assistant.events import group_events
from assistant.portions import Portion, whole
from tests.store_home import make_article
from vectorstore.identity import keyed

OPENED = "宛丘县零工市场昨天在城东开张，候工大厅里有热水和暖气，零工们不必再站在马路边等活。"
GROWN = "宛丘县零工市场开张一个月，候工大厅日均接待零工三百人，市场还要再添一处大厅。"
OTHER = "平阳市二十座户外驿站装上了空调，外卖骑手夜里也能进去歇脚。"
THIRD = "营丘市求学圆梦项目开始报名，读完大专的会员可以领取补贴。"


def report(text: str, headline: str, day: int = 1) -> Portion:
    (article,) = keyed([make_article(text, headline=headline, issued=date(2024, 5, day))]).values()
    return whole(article)


def test_follow_ups_join_and_other_matters_stay_apart() -> None:
    told = [
        report(OPENED, "宛丘零工市场开张"),
        report(OTHER, "驿站添空调"),
        report(GROWN, "零工市场月月见长", 3),
    ]
    events = group_events([*told, report(THIRD, "求学圆梦报名")], before=(), clusters={})
    assert [[portion.headline for portion in event.told] for event in events] == [
        ["宛丘零工市场开张", "零工市场月月见长"],
        ["驿站添空调"],
        ["求学圆梦报名"],
    ]
    assert events[0].lead.headline == "零工市场月月见长"


def test_a_reprint_is_named_and_not_told_again() -> None:
    first, again = report(OTHER, "驿站添空调"), report(OTHER + "各地都有。", "平阳：驿站添空调", 2)
    (event,) = group_events([first, again], before=(), clusters={first.article.id: 7, again.article.id: 7})
    assert event.told == (first,)
    assert event.reprints == (again.article,)


def test_what_the_papers_had_before_makes_it_no_new_event() -> None:
    before = [report(OPENED, "宛丘零工市场开张"), report(THIRD, "求学圆梦报名")]
    grown, other = group_events(
        [report(GROWN, "零工市场月月见长", 9), report(OTHER, "驿站添空调", 9)], before=before, clusters={}
    )
    assert [portion.headline for portion in grown.before] == ["宛丘零工市场开张"]
    assert other.before == ()


def test_no_reports_no_events() -> None:
    assert group_events((), before=(), clusters={}) == ()
