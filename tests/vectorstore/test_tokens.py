"""Index terms: words and their parts, the same for passages and questions."""

from __future__ import annotations

import pytest

from vectorstore.tokens import asked, fold, words


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


@pytest.mark.parametrize("number", ["3,200", "3200", "３２００", "３，２００"])
def test_a_number_has_one_form(number: str) -> None:
    assert "3200" in words(f"共{number}人参加")


def test_figures_in_a_list_are_not_run_together() -> None:
    assert fold("4,50,600") == "4,50,600"


def test_traditional_characters_find_simplified_ones() -> None:
    assert words("總工會開通職工熱線") == words("总工会开通职工热线")


def test_names_jieba_does_not_know_are_indexed_in_pairs() -> None:
    assert {"褚鳜", "鳜蓼"} & set(words("褚鳜蓼出席"))


def test_a_title_is_a_term_of_its_own() -> None:
    assert "《夜班车》" in words("讲了《夜班车》的故事")
    assert "《夜班车》" not in words("讲了《夜班车上》的故事")


def test_question_words_are_left_out_of_a_question() -> None:
    assert not {"什么", "什么时候", "多少", "哪些"} & set(
        words(asked("热线什么时候开通，有多少座席、哪些语言？"))
    )
    assert {"热线", "开通", "座席", "语言"} <= set(words(asked("热线什么时候开通，有多少座席、哪些语言？")))


def test_a_question_of_question_words_alone_keeps_them() -> None:
    assert words(asked("是什么？"))
    assert words(asked("为什么"))
