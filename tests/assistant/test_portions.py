"""A column of briefs holds several reports, any other article one."""

from __future__ import annotations

from assistant.portions import portions, spans_of
from tests.store_home import make_article

BRIEFS = (
    "河阳开出首张提示函\n河阳市总工会日前向一家企业开出提示函，要求补发加班费。企业三天内照办。\n"
    "平阳驿站添空调\n平阳市的二十座户外驿站这个月都装上了空调，工友可以整夜歇脚。"
)


def test_briefs_with_headings_are_told_apart() -> None:
    article = make_article(BRIEFS, headline="工会简讯")
    found = portions(article)
    assert [portion.headline for portion in found] == ["河阳开出首张提示函", "平阳驿站添空调"]
    assert [len(spans_of(portion)) for portion in found] == [2, 1]
    assert all(article.text[each.start : each.end] == each.text for each in found)
    assert "提示函" not in found[1].text


def test_a_report_with_subheads_is_one() -> None:
    article = make_article(BRIEFS, headline="两市工会办实事")
    (found,) = portions(article)
    assert (found.start, found.end) == (0, len(article.text))


def test_a_column_without_headings_is_one() -> None:
    article = make_article("第一件事办成了。\n第二件事也办成了。", headline="简讯")
    assert len(portions(article)) == 1


def test_a_report_without_headline_is_called_by_its_beginning() -> None:
    (found,) = portions(make_article("河阳市总工会昨天发放高温补贴三百万元。"))
    assert found.title == "河阳市总工会昨天发放高温补贴三百万元…"
