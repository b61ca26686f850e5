from __future__ import annotations

from datetime import date

import pytest

from assistant.evaluation.found_facts import Told, can_be_quoted, found, found_loosely, found_strictly

ISSUED = date(2024, 4, 18)
SHOWN = (
    Told("4月10日，云溪市总工会的职工食堂开张，三名厨师掌勺，投入３,200元。", ISSUED),
    Told("食堂设在城东、城西和码头，供应早餐、午餐。", ISSUED),
)


@pytest.mark.parametrize(
    "fact",
    [
        "2024年4月10日",  # the year is that of the issue
        "3名厨师",
        "0.32万元",
        "码头、城东、城西",  # in another order
        "1) 早餐；2) 午餐",
        "城西和码头",
        "早餐及午餐",
    ],
)
def test_the_same_in_another_writing_is_found(fact: str) -> None:
    assert found(fact, SHOWN)


@pytest.mark.parametrize(
    "fact", ["2023年4月10日", "4名厨师", "3.2万元", "城东、城北", "早餐及夜宵", "厨师三人掌勺并洗碗"]
)
def test_another_thing_is_not(fact: str) -> None:
    assert not found(fact, SHOWN)


def test_words_of_the_question_need_not_be_said_again() -> None:
    shown = (Told("双方谈了技术合作。", ISSUED),)
    assert found("技术合作方面", shown, question="双方谈了哪个方面？")
    assert not found("技术合作方面", shown, question="双方谈了什么？")
    assert not found("采购方面", shown, question="双方谈了哪个方面？")


def test_strictly_is_letter_for_letter_but_for_width_and_punctuation() -> None:
    assert found_strictly("投入3200元", SHOWN)
    assert not found_strictly("3名厨师", SHOWN)


def test_loosely_takes_most_of_the_words() -> None:
    assert found_loosely("云溪市总工会职工食堂开张", SHOWN)
    assert not found_loosely("云溪市图书馆闭馆", SHOWN)


def test_nothing_shown_holds_nothing() -> None:
    assert not found("早餐", ())
    assert not found_strictly("早餐", ())


def test_a_bare_yes_cannot_be_quoted() -> None:
    assert not can_be_quoted("是的。")
    assert can_be_quoted("早餐")
