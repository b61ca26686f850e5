"""The numbers of a period: with unit, clause and source; the right one where the paper corrected it."""

from __future__ import annotations

from assistant.citations import cite
from assistant.digest_records import Item
from assistant.period_figures import period_figures
from assistant.records import Citation, Sentence
from tests.store_home import make_article


def told(*quotes: str, corrected: bool = False) -> tuple[Item, list[Citation]]:
    citations = [
        cite(make_article(quote), number=number, start=0, end=len(quote))
        for number, quote in enumerate(quotes, 1)
    ]
    sentences = tuple(Sentence(each.quote, (each.number,), "supported") for each in citations)
    return Item("甲", "综合", "new", corrected, sentences, (), (), (), (), written=False), citations


def values(item: Item, citations: list[Citation]) -> list[str]:
    return [row.value for row in period_figures([item], citations)]


def test_figures_come_with_their_unit_and_clause_money_and_people_first() -> None:
    item, citations = told("市总办了38期培训班，结业2260人，取证率87.4%。")
    rows = period_figures([item], citations)
    assert [(row.value, row.context) for row in rows] == [("2260人", "结业2260人"), ("87.4%", "取证率87.4%")]
    assert all(row.citation == 1 and not row.corrected for row in rows)


def test_dates_and_hours_are_no_figures() -> None:
    assert values(*told("4月18日早上8点，2024年的第一场招聘会开始。")) == []


def test_of_a_correction_only_the_right_figure_is_given() -> None:
    item, citations = told("“43人被欠工钱127.6万元”应为“47人被欠工钱126.7万元”。", corrected=True)
    rows = period_figures([item], citations)
    assert [row.value for row in rows] == ["126.7万元", "47人"]
    assert all(row.corrected for row in rows)


def test_of_a_clause_the_weightiest_figure_and_none_that_is_of_no_note() -> None:
    assert values(*told("三家企业投入1200万元和6台设备，另有1名律师值班。")) == ["1200万元"]
    assert values(*told("收费从35元降到20元,全年接待1,137人次。")) == ["1,137人次", "20元"]


def test_percentage_points_keep_their_unit() -> None:
    assert values(*told("建会率提高2.7个百分点。")) == ["2.7个百分点"]
