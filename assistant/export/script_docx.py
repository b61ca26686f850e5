"""A script as a Word document, with room for the three reviews."""

from __future__ import annotations

from docx import Document
from docx.document import Document as Pages

from assistant.explain_records import PRESENTER, Kept, Script, Stage
from assistant.export.phrases import marks, source
from assistant.export.script_markdown import heading
from assistant.export.word import clean, saved, set_label, set_properties, style
from assistant.signoff import STAGES, STATES

_ROUND: tuple[Stage, ...] = ("first", "second", "final")


def script_to_docx(script: Script, kept: Kept | None = None) -> bytes:
    """The script as the bytes of a .docx file, label, claims, sources and the sign-off table in it.

    `kept` None: it is not in the library, the table stays empty.
    """
    pages = Document()
    style(pages)
    pages.add_heading(clean(heading(script)), level=0)
    pages.add_paragraph(clean(script.label.visible), style="Intense Quote")
    pages.add_paragraph(
        clean(f"状态：{STATES[script.state]}。给{script.audience_name}，场合：{script.scene_name}。")
    )
    for line in script.lines:
        written = pages.add_paragraph(style="List Bullet" if script.form == "cards" else "Normal")
        if script.form == "dialogue" or line.speaker != PRESENTER:
            written.add_run(clean(f"{line.speaker}：")).bold = True
        written.add_run(clean(line.text))
        written.add_run(marks(line.claims)).font.superscript = True
    _claims(pages, script)
    _sign_off(pages, kept)
    set_properties(pages, heading(script), written=script.label.written)
    set_label(pages, script.label)
    return saved(pages)


def _claims(pages: Pages, script: Script) -> None:
    pages.add_heading("要点与出处", level=1)
    sources = {citation.number: citation for citation in script.citations}
    for claim in script.claims:
        pages.add_paragraph(clean(f"[{claim.number}] {claim.text}{'（必讲）' if claim.essential else ''}"))
        for number in claim.citations:
            pages.add_paragraph(clean(source(sources[number])), style="List Bullet")
    if script.cut:
        pages.add_heading("已删去（没有通过核对）", level=1)
        for cut in script.cut:
            pages.add_paragraph(clean(f"{cut.text}（{'；'.join(cut.reasons)}）"), style="List Bullet")


def _sign_off(pages: Pages, kept: Kept | None) -> None:
    pages.add_heading("审签", level=1)
    table = pages.add_table(rows=1, cols=4, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("环节", "姓名", "时间", "意见或改动"), strict=True):
        cell.text = text
    for row in sign_off_rows(kept):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)


def sign_off_rows(kept: Kept | None) -> list[tuple[str, str, str, str]]:
    """(stage, person, moment, note or change) of every step; empty rows for the three reviews where there is none."""
    if kept is None:
        return [(STAGES[stage], "", "", "") for stage in _ROUND]
    return [
        (
            STAGES[step.stage],
            step.by,
            f"{step.at:%Y-%m-%d %H:%M}",
            step.note if step.line is None else f"第 {step.line} 行：“{step.before}” → “{step.after}”",
        )
        for step in kept.steps
    ]
