from __future__ import annotations

from datetime import date

from assistant.newer import differ, newer_figures
from assistant.records import Citation, Sentence

SPRING = "平阳市通宵开放的工会驿站共有12家。"
WINTER = "平阳市通宵开放的工会驿站增加到35家。"


def cited(number: int, article: str, day: date | None) -> Citation:
    return Citation(number, article, None, None, None, day, None, "", 0, 0)


def said(text: str, number: int) -> Sentence:
    return Sentence(text, (number,), "supported")


def test_the_newer_report_is_named() -> None:
    citations = [cited(1, "a", date(2024, 12, 5)), cited(2, "b", date(2024, 4, 18))]
    (remark,) = newer_figures([said(WINTER, 1), said(SPRING, 2)], citations)
    assert remark == "[2]（2024-04-18）与[1]（2024-12-05）的数字不同，较新的是[1]。"


def test_reports_of_one_day_stand_side_by_side() -> None:
    day = date(2024, 12, 5)
    (remark,) = newer_figures([said(WINTER, 1), said(SPRING, 2)], [cited(1, "a", day), cited(2, "b", day)])
    assert "两种说法都列出" in remark


def test_one_article_does_not_contradict_itself() -> None:
    citations = [cited(1, "a", date(2024, 4, 18)), cited(2, "a", date(2024, 4, 18))]
    assert newer_figures([said(WINTER, 1), said(SPRING, 2)], citations) == ()


def test_the_same_figure_and_another_matter_are_no_difference() -> None:
    assert not differ(SPRING, "平阳市通宵开放的工会驿站仍是12家。")
    assert not differ(SPRING, "河阳市焊接大赛有35家企业报名参加决赛。")
    assert not differ(SPRING, "平阳市通宵开放的工会驿站改造费用为3.5万元。")


def test_a_pair_known_to_have_changed_is_remarked_in_whatever_words_and_once() -> None:
    citations = [cited(1, "a", date(2024, 12, 5)), cited(2, "b", date(2024, 4, 18))]
    for earlier in ("报名咨询请拨12351。", SPRING):
        (remark,) = newer_figures([said(WINTER, 1), said(earlier, 2)], citations, changed=[(1, 2)])
        assert remark == "[2]（2024-04-18）与[1]（2024-12-05）的数字不同，较新的是[1]。"
