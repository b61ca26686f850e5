"""A conversation as a Word document: questions, answers, sources, what was searched."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.shared import Pt

from assistant.export.word import clean, saved, set_properties, style
from assistant.output import source_line, unfinished_line
from assistant.records import Answer
from assistant.refuse import foot

_SMALL = Pt(9)


def conversation_docx(title: str, answers: Sequence[Answer]) -> bytes:
    """The bytes of a .docx file; words of articles, models and users stay words."""
    pages = Document()
    style(pages)
    pages.add_heading(clean(title), level=0)
    models = dict.fromkeys(answer.model for answer in answers if answer.prompt_digest)
    if models:
        label = f"本文含人工智能生成的内容（模型 {'、'.join(models)}）；每句话都经程序与报纸原文核对，引用前请看原文。"
        pages.add_paragraph(clean(label), style="Intense Quote")
    for answer in answers:
        pages.add_heading(clean(answer.question), level=1)
        line = pages.add_paragraph()
        if answer.refusal is not None or not answer.sentences:
            line.add_run(clean(answer.refusal or "（没有写出回答）"))
        for sentence in answer.sentences:
            line.add_run(clean(sentence.text))
            line.add_run("".join(f"[{n}]" for n in sentence.citations)).font.superscript = True
        for note in _notes(answer):
            pages.add_paragraph().add_run(clean(note)).font.size = _SMALL
        for citation in answer.citations:
            pages.add_paragraph(style="List Bullet").add_run(clean(source_line(citation))).font.size = _SMALL
    set_properties(pages, title, written=bool(models))
    return saved(pages)


def _notes(answer: Answer) -> list[str]:
    searched = foot(answer) if answer.model else ""
    understood = f"按这个意思查的：{answer.understood_as}" if answer.understood_as else ""
    return [note for note in (understood, unfinished_line(answer), *answer.remarks, searched) if note]
