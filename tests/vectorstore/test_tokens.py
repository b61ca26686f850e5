"""Index terms: words and their parts, the same for passages and questions."""

from __future__ import annotations

import pytest

from vectorstore.tokens import words


def test_a_long_word_is_indexed_with_its_parts() -> None:
    assert {"中华", "全国", "总工会"} <= set(words("中华全国总工会"))


@pytest.mark.parametrize("text", ["", " \n\t", "，。！？“”……——", "·"])
def test_punctuation_gives_no_terms(text: str) -> None:
    assert words(text) == []


def test_width_and_case_are_folded() -> None:
    assert words("ＡＰＰ１２３５１") == words("app12351") == words("App12351")


def test_the_order_is_that_of_the_text() -> None:
    terms = words("骑手领到药品")
    assert terms.index("骑手") < terms.index("药品")


def test_a_question_shares_terms_with_what_answers_it() -> None:
    shared = set(words("12351热线什么时候开通？")) & set(words("全国工会服务热线12351已于上月开通。"))
    assert {"12351", "热线", "开通"} <= shared
