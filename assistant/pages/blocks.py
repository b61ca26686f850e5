"""Rows glued into blocks: paragraphs (or what a column left of them), title lines, labels (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.pages.headings import column_widths, is_full, title_rows
from assistant.pages.lines import Row
from assistant.pages.wording import opens_caption, opens_sentence

BlockKind = Literal["body", "title", "label", "aside", "break"]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together whatever becomes of the rest of the page. Indexes point into the rows."""

    kind: BlockKind
    rows: tuple[int, ...]
    first: Row
    last: Row
    caption: bool = False  # of a photograph

    @property
    def begins(self) -> bool:
        """Whether the block opens an article, or a photograph's caption, by its wording."""
        if self.first.kind == "byline":
            return not self.first.photo
        return self.first.kind == "lead" or self.caption


def glue(rows: Sequence[Row], skip: frozenset[int]) -> tuple[Block, ...]:
    """Blocks of the rows in page order; rows in `skip` belong to none and are as if they were not there."""
    kept = [index for index in range(len(rows)) if index not in skip]
    shown = [rows[index] for index in kept]
    columns = column_widths(shown)
    titles = title_rows(shown, columns)
    blocks: list[Block] = []
    start = 0
    while start < len(shown):
        row, end = shown[start], start
        kind = _block_kind(row, title=titles[start])
        if kind == "body" and row.kind in ("text", "lead", "label"):
            while end + 1 < len(shown) and _same_paragraph(shown, columns, titles, end):
                end += 1
        credit = shown[end].photo or (end + 1 < len(shown) and _is_credit(shown[end + 1]))
        caption = kind == "body" and credit and opens_caption(row.key)
        blocks.append(Block(kind, tuple(kept[start : end + 1]), row, shown[end], caption))
        start = end + 1
    return tuple(blocks)


def _is_credit(row: Row) -> bool:
    return row.photo and row.kind == "byline"


def _block_kind(row: Row, *, title: bool) -> BlockKind:
    if row.kind in ("markup", "contact", "imprint"):
        return "break"
    if row.kind == "fragment":
        return "aside"
    if row.kind == "label" and len(row.key) <= 12:
        return "label"
    return "title" if title else "body"


def _same_paragraph(
    rows: Sequence[Row], columns: Sequence[float], titles: Sequence[bool], index: int
) -> bool:
    """Whether the row after `index` carries on its paragraph, line after line in one column."""
    row, after = rows[index], rows[index + 1]
    column, column_after = columns[index], columns[index + 1] or columns[index]
    if not column or after.kind != "text" or after.level or after.indented or row.ending == "final":
        return False
    if (
        not is_full(row, column)
        or titles[index + 1]
        or after.width > column + 1.6
        or abs(column_after - column) > 2.5
    ):
        return False
    if row.ending == "open":
        return True
    if row.ending == "unsure" and not opens_sentence(after.key):
        return True
    first_line = column_after - 2.6 <= after.width <= column_after - 1.4
    return row.width >= column - 1.2 and not first_line and not opens_sentence(after.key)


def joined_text(rows: Sequence[Row]) -> str:
    """The paragraph the physical lines make, their words untouched."""
    parts: list[str] = []
    for row in rows:
        if (
            parts
            and parts[-1][-1].isascii()
            and parts[-1][-1].isalnum()
            and row.text[0].isascii()
            and row.text[0].isalpha()
        ):
            parts.append(" ")
        parts.append(row.text)
    return "".join(parts)
