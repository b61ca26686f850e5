"""A digest as a Word document, the format that offices pass on."""

from __future__ import annotations

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Pages
from docx.shared import Pt

from assistant.digest_records import Digest, Item
from assistant.export.phrases import (
    changes,
    coverage,
    headlined,
    marks,
    named,
    notes,
    source,
    tags,
    watch_line,
)
from assistant.export.word import clean, saved, set_label, set_properties, style
from assistant.records import Sentence
from assistant.summarise import joined


def to_docx(digest: Digest) -> bytes:
    """The digest as the bytes of a .docx file; the label stands in its properties too."""
    pages = Document()
    style(pages)
    pages.add_heading(clean(digest.title), level=0)
    pages.add_paragraph(clean(digest.label.visible), style="Intense Quote")
    if digest.lead:
        line = pages.add_paragraph()
        line.add_run("提要：").bold = True
        for nth, sentence in enumerate(digest.lead):
            line.add_run(clean(("；" if nth else "") + headlined(sentence)))
            line.add_run(marks(sentence.citations)).font.superscript = True
        line.add_run("。")
    if not digest.items:
        pages.add_paragraph("这一周期没有可以摘要的报道。")
    for section in digest.sections:
        pages.add_heading(clean(section.name), level=1)
        for item in section.items:
            _item(pages, item)
    _figures(pages, digest)
    _listed(pages, "变化", changes(digest))
    _listed(pages, "关注", [watch_line(each.topic, each.found, each.before) for each in digest.watched])
    _listed(pages, "未展开的报道", [named(each) for each in digest.left_out])
    _listed(pages, "检索范围", coverage(digest.scope))
    _listed(pages, "已删去（没有出处支持）", [f"{s.text}（{s.reason}）" for s in digest.struck])
    pages.add_heading("出处", level=1)
    for citation in digest.citations:
        pages.add_paragraph(clean(f"[{citation.number}] {source(citation)}"))
    set_properties(pages, digest.title, written=digest.label.written)
    set_label(pages, digest.label)
    return saved(pages)


def _item(pages: Pages, item: Item) -> None:
    pages.add_heading(clean(f"{item.headline}{tags(item)}"), level=2)
    _write(pages.add_paragraph(), item.sentences)
    for note in notes(item):
        run = pages.add_paragraph(style="List Bullet").add_run(clean(note))
        run.font.size = Pt(9)


def _figures(pages: Pages, digest: Digest) -> None:
    if not digest.figures:
        return
    pages.add_heading("数字", level=1)
    table = pages.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("数字", "报道", "原文", "出处"), strict=True):
        cell.text = text
    for row in digest.figures:
        cells = table.add_row().cells
        cells[0].text = clean(row.value + ("（更正后）" if row.corrected else ""))
        cells[1].text = clean(row.headline)
        cells[2].text = clean(joined(row.context))
        cells[3].text = marks([row.citation])


def _listed(pages: Pages, title: str, lines: Sequence[str]) -> None:
    if lines:
        pages.add_heading(title, level=1)
        for line in lines:
            pages.add_paragraph(clean(line), style="List Bullet")


def _write(line, sentences: Sequence[Sentence]) -> None:  # type: ignore[no-untyped-def]  # docx exports no name for it
    for sentence in sentences:
        line.add_run(clean(sentence.text))
        line.add_run(marks(sentence.citations)).font.superscript = True
