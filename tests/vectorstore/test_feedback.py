"""Relevance feedback: texts with the words that most of the first reports share come before others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vectorstore.feedback import FIRST, lacking

SHARED = "渔船返港，台风登陆前沿海转移人员。"
FIRST_TEXTS = [f"{SHARED}第{number}则。" for number in range(FIRST)]


def rarity(texts: Sequence[str]) -> list[float]:
    return [0.5] * len(texts)


def lacks(*others: str, first: Sequence[str] = tuple(FIRST_TEXTS), known: Sequence[str] = ()) -> list[float]:
    return lacking(first, others, known=set(known), rarity=rarity)


def test_a_text_on_the_same_matter_lacks_less_than_one_on_another() -> None:
    same, other = lacks("台风过后，渔船陆续返港。", "图书馆周末开放。")
    assert same == 0.0
    assert 0.0 < other <= 1.0


def test_rare_words_tell_more() -> None:
    rare, usual = lacking(
        FIRST_TEXTS,
        ["渔船停航。", "人员停航。"],
        known=set(),
        rarity=lambda texts: [0.9 if text == "渔船" else 0.1 for text in texts],
    )
    assert rare < usual


def test_the_questions_own_words_do_not_count_again() -> None:
    assert lacks("台风登陆。", "渔船停航。", known=["台风", "登陆"])[0] > 0.0
    assert lacks("台风登陆。", "渔船停航。", known=["渔船"])[0] == 0.0


def test_words_of_less_than_most_of_the_first_do_not_count() -> None:
    first = ["渔船返港。", "渔船返港。", "图书馆开放。", "公园开放。", "泳池检修。"]
    assert lacks("渔船返港。", "别的事情。", first=first) == [0.0, 0.0]


@pytest.mark.parametrize("count", range(FIRST))
def test_of_too_few_reports_nothing_is_learnt(count: int) -> None:
    assert lacks("渔船返港。", "图书馆开放。", first=FIRST_TEXTS[:count]) == [0.0, 0.0]


def test_nothing_is_said_of_no_texts() -> None:
    assert lacks() == []
