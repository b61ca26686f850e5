from __future__ import annotations

from dataclasses import replace

from assistant.records import Coverage, unanswered
from assistant.refuse import describe, foot, refuse
from tests.assistant.test_conversations import answer
from tests.assistant.test_suggest import hits


def test_a_refusal_names_what_was_searched_what_is_missing_and_what_is_nearest() -> None:
    empty = replace(
        answer(), sentences=(), citations=(), period_said="“上周”按 2024-04-15 至 2024-04-21 查找"
    )
    refused = refuse(empty, hits(), missing=("食堂", "菜价"))
    assert refused.refused
    assert refused.text == (
        "没有找到可以作答的报道。已检索 2 篇文章（2024-04-18 至 2024-04-20），“上周”按 2024-04-15 至 2024-04-21 查找，"
        "没有同时提到“食堂”、“菜价”的内容。最接近的报道：《平阳驿站通宵开放》。"
    )


def test_nothing_searched_is_said_once_and_no_word_of_it_is_missing() -> None:
    nothing = unanswered("食堂的菜价？", Coverage(0, None, None, ()), model="摘句")
    assert describe(nothing) == "文库里没有符合条件的文章"
    refused = refuse(nothing, (), missing=("食堂", "菜价"))
    assert refused.text == "没有找到可以作答的报道。文库里没有符合条件的文章。"
    assert foot(refused) == "作答方式：摘句"


def test_below_an_answer_stands_up_to_when_and_what_was_searched() -> None:
    assert foot(answer()) == "截至 2024-04-20，已检索 2 篇文章（2024-04-18 至 2024-04-20）；作答方式：m"


def test_a_refusal_says_once_what_was_searched() -> None:
    refused = refuse(answer(), hits(), missing=())
    assert f"{refused.text}{foot(refused)}".count("已检索 2 篇文章") == 1
    assert foot(refused) == "截至 2024-04-20；作答方式：m"
