"""Passages: whole sentences, a budget, exact offsets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store_home import make_article
from vectorstore.chunking import BUDGET, chunk, context_line
from vectorstore.records import Article
from vectorstore.sentences import sentence_spans
from vectorstore.token_count import count_tokens


def article(text: str) -> Article:
    return replace(make_article(text), id="0123456789abcdef")


MANY = "".join(f"第{number}个班组按计划完成了设备检修，并在次日上午提交了记录。" for number in range(60))


def test_a_short_article_is_one_passage() -> None:
    text = "骑手领到药品。驿站开放到深夜。"
    (passage,) = chunk(article(text))
    assert (passage.start, passage.end, passage.text) == (0, len(text), text)
    assert passage.article_id == "0123456789abcdef"


@pytest.mark.parametrize("text", ["", "  \n　\n "])
def test_an_article_without_text_has_no_passages(text: str) -> None:
    assert chunk(article(text)) == ()


def test_passages_are_whole_sentences_within_the_budget() -> None:
    passages = chunk(article(MANY))
    assert len(passages) > 3
    starts, ends = (set(edge) for edge in zip(*sentence_spans(MANY), strict=True))
    for passage in passages:
        assert passage.start in starts
        assert passage.end in ends
        assert count_tokens(passage.text) <= BUDGET


def test_a_passage_begins_with_the_last_sentence_of_the_one_before() -> None:
    passages = chunk(article(MANY))
    for before, after in pairwise(passages):
        shared = MANY[after.start : before.end]
        assert len(sentence_spans(shared)) == 1
        assert before.text.endswith(shared)


def test_a_long_sentence_is_not_repeated() -> None:
    long = "各车间" + "认真检查设备、" * 25 + "完成整改。"
    assert BUDGET / 4 < count_tokens(long) < BUDGET
    passages = chunk(article(long * 8))
    assert sum(len(passage.text) for passage in passages) == len(long * 8)


def test_a_sentence_over_the_budget_is_cut_at_clauses() -> None:
    text = "，".join(f"第{number}车间完成整改" for number in range(150)) + "。"
    passages = chunk(article(text))
    assert len(passages) > 1
    for passage in passages:
        assert count_tokens(passage.text) <= BUDGET
        assert passage.text.startswith("第")


def test_text_without_punctuation_is_cut_too() -> None:
    text = "各车间认真检查设备并完成整改" * 60
    passages = chunk(article(text))
    assert len(passages) > 2
    assert all(count_tokens(passage.text) <= BUDGET for passage in passages)
    assert "".join(passage.text for passage in passages).count("整改") >= 60


def test_the_same_article_gets_the_same_passages_and_another_one_others() -> None:
    assert chunk(article(MANY)) == chunk(article(MANY))
    other = chunk(replace(article(MANY), id="fedcba9876543210"))
    assert {passage.id for passage in other}.isdisjoint(passage.id for passage in chunk(article(MANY)))
    assert len({passage.id for passage in other}) == len(other)


@given(
    st.lists(st.text(alphabet="甲乙丙丁。！？…“”，、： \n1a", max_size=60), max_size=12).map("".join),
    st.integers(min_value=5, max_value=60),
)
def test_offsets_are_exact_and_every_letter_is_in_some_passage(text: str, budget: int) -> None:
    passages = chunk(article(text), budget=budget)
    covered: set[int] = set()
    for passage in passages:
        assert passage.text == text[passage.start : passage.end] != ""
        covered.update(range(passage.start, passage.end))
    assert [char for place, char in enumerate(text) if place not in covered and char.isalnum()] == []
    assert [passage.start for passage in passages] == sorted(passage.start for passage in passages)


@pytest.mark.parametrize(
    ("headline", "issued", "line"),
    [
        ("夜校开课", date(2024, 5, 6), "夜校开课 2024年5月6日"),
        ("夜校开课", None, "夜校开课"),
        (None, date(2024, 5, 6), "2024年5月6日"),
        (None, None, ""),
    ],
)
def test_the_context_is_headline_and_date(headline: str | None, issued: date | None, line: str) -> None:
    assert context_line(make_article("正文。", headline=headline, issued=issued)) == line
