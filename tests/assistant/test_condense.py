"""The extractive summary keeps its length, quotes verbatim, says nothing twice."""

from __future__ import annotations

import pytest

from assistant.condense import blend, condense
from assistant.portions import whole
from tests.store_home import make_article

TEXT = (
    "本报讯（记者王小满）河阳市总工会昨天发放高温补贴三百万元，惠及工友五千人。"
    "锣鼓声响了起来。"
    "河阳市总工会昨天发放的高温补贴三百万元惠及工友五千人。"
    "补贴直接打到银行卡上，不收手续费。"
    "明年的标准将提高到每人八百元，企业名单下月公布。"
)
REPORT = whole(make_article(TEXT, headline="河阳发放高温补贴"))


@pytest.mark.parametrize("length", [20, 40, 60, 90, 500])
def test_sentences_are_verbatim_in_order_and_within_the_length(length: int) -> None:
    taken = condense([REPORT], length=length)
    assert taken
    assert all(each.article.text[each.start : each.end] == each.text for each in taken)
    assert [each.start for each in taken] == sorted(each.start for each in taken)
    assert len(taken) == 1 or sum(len(each.text) for each in taken) <= length


def test_one_sentence_is_the_one_that_tells_most_without_its_dateline() -> None:
    (only,) = condense([REPORT], length=60, most=1)
    assert only.text == "河阳市总工会昨天发放高温补贴三百万元，惠及工友五千人。"


def test_nothing_is_said_twice_whatever_the_room() -> None:
    texts = [each.text for each in condense([REPORT], length=500)]
    assert sum("高温补贴三百万元" in text for text in texts) == 1
    assert any("八百元" in text for text in texts)


def test_of_several_reports_each_may_be_quoted() -> None:
    other = whole(make_article("平阳市的二十座驿站这个月装上了空调。", headline="平阳驿站添空调"))
    assert {each.article.headline for each in condense([REPORT, other], length=120)} == {
        "河阳发放高温补贴",
        "平阳驿站添空调",
    }


def test_a_length_that_no_sentence_keeps_gives_one_sentence() -> None:
    assert len(condense([REPORT], length=3)) == 1


def test_an_empty_text_gives_nothing() -> None:
    assert condense([whole(make_article(""))], length=100) == ()


LONG = "河阳市总工会4月18日在职工服务中心向5000名一线工友发放高温补贴300万元。"
SHORT = "河阳市总工会4月18日在职工服务中心向5000名工友发放高温补贴300万元。"
REST = "补贴直接打到银行卡上，不收手续费。"


def made(written: list[str], length: int, most: int | None = None) -> list[str]:
    report = whole(make_article(f"{LONG}{REST}中心门口的海棠开了。", headline="河阳发放高温补贴"))
    return [each.text for each in blend([report], written, length=length, most=most)]


def test_a_draft_that_keeps_to_the_length_is_the_summary() -> None:
    assert made(["工友领到300万元高温补贴。", "钱打到银行卡上。"], 26) == [
        "工友领到300万元高温补贴。",
        "钱打到银行卡上。",
    ]


def test_of_a_draft_too_long_what_says_the_same_as_the_papers_best_in_fewer_words_is_taken() -> None:
    written = [SHORT, "中心门口的海棠开了，开得很好看，大家都来看。", "补贴方便。"]
    assert made(written, 58) == [SHORT, REST]


def test_a_headline_for_a_draft_does_not_take_the_place_of_a_sentence_that_says_more() -> None:
    assert made(["河阳发放高温补贴。"], 60) == [LONG, REST]


def test_as_many_sentences_as_may_be_are_a_draft_that_keeps_to_its_task() -> None:
    assert made(["河阳发放高温补贴。"], 60, most=1) == ["河阳发放高温补贴。"]
