"""The text around a hit: whole sentences of the same article."""

from __future__ import annotations

import pytest

from tests.store_home import make_article
from vectorstore.neighbours import widen
from vectorstore.records import Hit, Passage

TEXT = "第一句讲开头。第二句讲经过。第三句讲结果。第四句讲以后。"


def hit(start: int, end: int, text: str = TEXT) -> Hit:
    passage = Passage("0" * 16, "1" * 16, start, end, text[start:end])
    return Hit(passage, make_article(text), 1.0, None, None, None)


def test_sentences_before_and_after_are_taken() -> None:
    start, end = widen(hit(7, 14), reach=7)
    assert TEXT[start:end] == "第一句讲开头。第二句讲经过。第三句讲结果。"


@pytest.mark.parametrize("reach", [0, 6])
def test_only_whole_sentences_within_reach_are_taken(reach: int) -> None:
    assert widen(hit(7, 14), reach=reach) == (7, 14)


def test_the_article_ends_the_context() -> None:
    assert widen(hit(0, len(TEXT)), reach=100) == (0, len(TEXT))
    assert widen(hit(7, 14), reach=1000) == (0, len(TEXT))
