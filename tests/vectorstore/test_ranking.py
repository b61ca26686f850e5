"""The second ranking step: words, figures and names in the text, and a source for each part of a question."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vectorstore.ranking import Found, choose, look, read_question, score
from vectorstore.tokens import fold


def rarity(texts: Sequence[str]) -> list[float]:
    """Rare are words of more than two characters."""
    return [0.9 if len(text) > 2 else 0.4 for text in texts]


def value(question: str, text: str, cosine: float = 0.85) -> float:
    return score(cosine, look(read_question(question, rarity=rarity), fold(text)))


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("公交车司机休息室在哪里？", "公交车司机休息室设在总站。", "食堂设在总站。"),
        ("總工會的職工熱線", "总工会的职工热线开通。", "图书馆开放。"),
        ("2023年发放了多少券？", "2023年发放了券。", "2022年发放了券。"),
        ("第3次评选", "第3次评选开始。", "第13次评选开始。"),
        ("《夜班车》由谁导演？", "《夜班车》的导演到场。", "《夜班船》的导演到场。"),
        ("“暖心小屋”有几处？", "“暖心小屋”共有几处。", "小屋暖心，共有几处。"),
        ("共3,200人参加", "共3200人参加", "共3201人参加"),
    ],
)
def test_the_text_with_what_is_asked_for_comes_first(question: str, better: str, worse: str) -> None:
    assert value(question, better) > value(question, worse)


def test_words_do_not_outweigh_a_much_closer_meaning() -> None:
    assert value("热线电话", "另一句话。", cosine=0.95) > value("热线电话", "热线电话。", cosine=0.85)


def test_a_word_said_again_and_again_counts_little_more() -> None:
    once = value("热线", "热线开通。" + "其他内容。" * 20)
    often = value("热线", "热线" * 20 + "其他内容。" * 12)
    nothing = value("热线", "其他内容。" * 20)
    assert once - nothing > often - once


@pytest.mark.parametrize("question", ["", "？！", "   "])
def test_a_question_without_words_leaves_the_cosine(question: str) -> None:
    assert value(question, "热线开通。", cosine=0.5) == 0.5


def test_a_question_of_several_things_has_parts() -> None:
    asked = read_question("热线何时开通？由谁值守？\n在哪里？", rarity=rarity)
    assert len(asked.parts) == 3


def found(*parts: float) -> Found:
    return Found(parts, 0.0, 0.0)


def test_each_report_is_chosen_once_by_its_best_passage() -> None:
    chosen = choose([0.7, 0.9, 0.8], [found(0.0)] * 3, ["a", "a", "b"], limit=5)
    assert [index for index, _ in chosen] == [1, 2]


def test_every_part_gets_a_source_before_a_part_gets_its_second() -> None:
    looked = [found(1.0, 0.0), found(1.0, 0.0), found(0.0, 1.0)]
    chosen = choose([0.90, 0.89, 0.88], looked, ["a", "b", "c"], limit=2)
    assert [index for index, _ in chosen] == [0, 2]


def test_a_report_that_answers_all_parts_comes_first() -> None:
    looked = [found(1.0, 0.0), found(0.8, 0.0), found(0.0, 0.8)]
    chosen = choose([0.90, 0.89, 0.89], looked, ["a", "b", "b"], limit=2)
    assert chosen[0][0] in (1, 2)


def test_scores_only_fall() -> None:
    looked = [found(0.2 * n, 1.0 - 0.2 * n) for n in range(5)]
    values = [
        value for _, value in choose([0.8 + 0.01 * n for n in range(5)], looked, list("abcde"), limit=5)
    ]
    assert values == sorted(values, reverse=True)


def test_nothing_is_chosen_of_nothing() -> None:
    assert choose([], [], [], limit=3) == []


def test_preferred_days_lift_a_passage() -> None:
    assert score(0.8, found(0.5), preferred=True) > score(0.8, found(0.5))
