from __future__ import annotations

from dataclasses import replace

from assistant.markdown import conversation_markdown, escape_markdown
from assistant.records import Sentence
from tests.assistant.test_conversations import QUOTE, answer

EVIL = "![x](http://e.example/p.png) <script>alert(1)</script>\n# 标题 [点](javascript:1)"


def test_a_conversation_is_exported_with_its_sources() -> None:
    text = conversation_markdown(
        "驿站的事", [answer(), answer("后来呢？", unfinished=True, asked="驿站后来？")]
    )
    assert text.startswith("# 驿站的事\n")
    assert text.count("## ") == 2
    assert text.count("出处：") == 2
    assert "《试验日报》" in text
    assert QUOTE.replace(".", "\\.") in text
    assert "**回答未写完：连接中断。**" in text
    assert "按这个意思查的：驿站后来？" in text
    assert r"截至 2024\-04\-20" in text


def test_nothing_written_by_others_becomes_markup() -> None:
    evil = replace(answer(EVIL), sentences=(Sentence(EVIL, (1,), "supported"),), remarks=(EVIL,))
    text = conversation_markdown(EVIL, [evil])
    for sign in ("![x]", "](", "<script", "\n# 标题"):
        assert sign not in text
    assert escape_markdown("a*b_[c]\nd") == "a\\*b\\_\\[c\\] d"
