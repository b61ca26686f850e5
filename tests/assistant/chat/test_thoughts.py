"""Thoughts never reach the answer, however the text is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.thoughts import ThoughtFilter

RAW = "<think>\n先数一数：a < b\n</think>\n\n三千名骑手，占比 <5%>。\n第二段。\n"
ANSWER = "三千名骑手，占比 <5%>。\n第二段。"


def _shown(pieces: list[str], *, hidden: bool = False) -> tuple[str, str]:
    thoughts = ThoughtFilter(hidden=hidden)
    shown = "".join(thoughts.feed(piece) for piece in pieces) + thoughts.finish()
    return shown, thoughts.answer


@given(st.lists(st.integers(0, len(RAW)), max_size=12))
def test_any_cutting_gives_the_same_answer(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(RAW)]
    pieces = [RAW[start:end] for start, end in pairwise(edges)]
    assert _shown(pieces) == (ANSWER, ANSWER)
    opened = [piece.replace("<think>", "") for piece in pieces] if "<think>" in pieces[0] else [RAW[7:]]
    assert _shown(opened, hidden=True) == (ANSWER, ANSWER)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("没有思考。", "没有思考。"),
        ("<think>没想完", ""),
        ("<think></think>空想", "空想"),
        ("前文。<think>再想</think>后文。", "前文。后文。"),
        ("甲 < 乙 <th", "甲 < 乙 <th"),
        ("想了想</think>答案", "答案"),
        ("  \n", ""),
    ],
)
def test_forms(raw: str, answer: str) -> None:
    assert _shown([raw])[1] == answer
    assert _shown(list(raw))[1] == answer


def test_text_is_shown_as_soon_as_it_is_settled() -> None:
    thoughts = ThoughtFilter()
    assert [thoughts.feed(piece) for piece in ("三千", "名", "\n", "骑手", "<")] == [
        "三千",
        "名",
        "",
        "\n骑手",
        "",
    ]
    assert thoughts.feed("5%") == "<5%"


def test_waiting_for_a_mark_ends_when_the_endpoint_keeps_thoughts_apart() -> None:
    thoughts = ThoughtFilter(hidden=True)
    thoughts.trust()
    assert thoughts.feed("三千名") == "三千名"
