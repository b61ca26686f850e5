"""A model's reply as lines, whatever it wrapped them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.script_reply import read_lines


def lines(reply: str, form: str = "script") -> list[tuple[str, str, tuple[int, ...]]]:
    found = read_lines(reply, form="dialogue" if form == "dialogue" else "script", listener="骑手小周")
    return [(line.speaker, line.text, line.claims) for line in found]


@pytest.mark.parametrize(
    "reply",
    [
        "补贴每月150元。[1]",
        "补贴每月150元[1]。",
        "- 补贴每月150元。 [1]",
        "1. 补贴每月150元。【1】",
        "1、补贴每月150元。［要点1］",
        "**补贴每月150元。** [1]",
        "```\n补贴每月150元。[1]\n```",
        "# 口播稿\n\n补贴每月150元。[1]\n",
        "（画面：会员卡）补贴每月150元。[1]",
        "小宣：补贴每月150元。[1]",
        "补贴每月150元。\n[1]",
        "补贴每月150元。[1]\n补贴每月150元。[1]",
        "补贴每月150元。（1）",
        "补贴每月150元 [1]",
    ],
)
def test_a_line_is_read_out_of_its_wrapping(reply: str) -> None:
    assert lines(reply) == [("小宣", "补贴每月150元。", (1,))]


@pytest.mark.parametrize(
    "reply",
    [
        "[1] 每月150元。[2] 打12351。",
        "每月150元。[1]打12351。[2]",
        "每月150元[1]。打12351[2]。",
        "[1] 每月150元。（必讲）\n\n[2] 打12351。（必讲）",
    ],
)
def test_a_paragraph_is_cut_at_its_marks(reply: str) -> None:
    assert [(text, numbers) for _, text, numbers in lines(reply)] == [
        ("每月150元。", (1,)),
        ("打12351。", (2,)),
    ]


def test_several_marks_are_read_once_each() -> None:
    assert lines("补贴每月150元。[1][3, 1]") == [("小宣", "补贴每月150元。", (1, 3))]


def test_a_figure_in_brackets_stays_in_the_line() -> None:
    assert lines("请打（0399）6688123咨询。[2]") == [("小宣", "请打（0399）6688123咨询。", (2,))]


def test_a_colon_in_a_script_is_no_speaker() -> None:
    assert lines("标准是：每月150元。[1]") == [("小宣", "标准是：每月150元。", (1,))]


def test_the_speakers_of_a_dialogue() -> None:
    reply = "骑手小周：钱怎么算？[1]\n小宣：每月150元。[1]\n**小周**：找谁？[2]\n主持人：打12351。[2]"
    assert lines(reply, "dialogue") == [
        ("骑手小周", "钱怎么算？", (1,)),
        ("小宣", "每月150元。", (1,)),
        ("骑手小周", "找谁？", (2,)),
        ("小宣", "打12351。", (2,)),
    ]


@pytest.mark.parametrize("reply", ["", "\n\n", "```\n```", "---", "[1]", "。。。", "# 标题"])
def test_nothing_is_read_out_of_nothing(reply: str) -> None:
    assert lines(reply) == []


def test_a_line_without_marks_has_no_claims() -> None:
    assert lines("大家好！") == [("小宣", "大家好！", ())]


def test_a_model_that_goes_on_and_on_is_cut() -> None:
    assert len(lines("\n".join(f"第{n}句话在这里。[1]" for n in range(500)))) == 80


@given(st.text(max_size=200))
def test_any_reply_can_be_read(reply: str) -> None:
    for line in read_lines(reply, form="dialogue", listener="骑手小周"):
        assert line.text.strip()
        assert "\n" not in line.text
