"""Sentence boundaries with exact offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.sentences import sentence_spans, split_sentences

CASES = [
    ("", []),
    (" \n　\n", []),
    ("骑手领到药品。驿站开放到深夜！", ["骑手领到药品。", "驿站开放到深夜！"]),
    ("真的吗？！是真的。", ["真的吗？！", "是真的。"]),
    ("没有句号的一行\n又一行", ["没有句号的一行", "又一行"]),
    ("增长3.5%，网址是www.example.cn，好。", ["增长3.5%，网址是www.example.cn，好。"]),
    ("会议开了三天……大家散了。", ["会议开了三天……", "大家散了。"]),
    # a quotation is kept whole, with what introduces it and who spoke
    ("他说：“来了。都来了。”会就开了。", ["他说：“来了。都来了。”", "会就开了。"]),
    (
        "“机会难得。我报了名。”学员田一禾说。课程免费。",
        ["“机会难得。我报了名。”学员田一禾说。", "课程免费。"],
    ),
    ("「第一句。第二句。」结束。", ["「第一句。第二句。」", "结束。"]),
    ("（附记：名单见后。）正文开始。", ["（附记：名单见后。）", "正文开始。"]),
    ('他问："行吗?"没人答。', ['他问："行吗?"', "没人答。"]),
    ("  前有空格。 中间也有。  ", ["前有空格。", "中间也有。"]),
]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences_are_found(text: str, sentences: list[str]) -> None:
    assert list(split_sentences(text)) == sentences


def test_an_opening_quote_that_is_never_closed_does_not_swallow_the_article() -> None:
    text = "他说：“" + "设备已经检修完毕。" * 80
    assert len(split_sentences(text)) == 80


def test_a_quotation_of_more_than_400_characters_is_divided() -> None:
    text = "他说：“" + "设备已经检修完毕。" * 80 + "”"
    assert len(split_sentences(text)) >= 80


@given(st.text(alphabet="甲乙丙。！？…“”‘’「」（）：，、 \n\t.!?\"'说道a1", max_size=120))
def test_spans_are_in_order_and_leave_out_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
    for sentence in split_sentences(text):
        assert sentence == sentence.strip()
        assert "\n" not in sentence
