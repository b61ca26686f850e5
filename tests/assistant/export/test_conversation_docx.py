from __future__ import annotations

import io
from dataclasses import replace

from docx import Document

from assistant.export.conversation_docx import conversation_docx
from tests.assistant.test_conversations import QUOTE, answer


def words(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def test_questions_answers_sources_and_what_was_searched_stand_in_the_file() -> None:
    text = words(conversation_docx("驿站的事", [answer(), answer("后来呢？", asked="驿站后来呢？")]))
    assert text.startswith("驿站的事")
    assert f"{QUOTE}[1]" in text
    assert "按这个意思查的：驿站后来呢？" in text
    assert "《试验日报》" in text
    assert "截至 2024-04-20，已检索 2 篇文章" in text


def test_what_a_model_wrote_is_labelled_and_what_was_quoted_is_not() -> None:
    written = conversation_docx("题", [answer()])
    quoted = conversation_docx("题", [replace(answer(), prompt_digest=None)])
    assert "人工智能生成" in words(written)
    assert Document(io.BytesIO(written)).core_properties.keywords == "AIGC"
    assert "人工智能生成" not in words(quoted)


def test_signs_xml_has_no_place_for_are_left_out() -> None:
    assert "甲乙" in words(conversation_docx("甲\x00乙\ud800", [answer("问\x1b？")]))
