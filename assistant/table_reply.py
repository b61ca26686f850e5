"""A chat model's table read: rows of the things compared, cells with the numbers of the sources they cite. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.citations import Marked, parse_reply, says_nothing_found
from assistant.sides import key_of

_MOST_COLUMNS = 5
_RULE = re.compile(r"[\s|:：\-—–=+]*")
_SOURCES = re.compile(r"(?:信息|引用)?(?:来源|出处|引用|编号)(?:编号)?")
_NOTHING = re.compile(
    r"(?:[-—–/\\.…·*\s]*|无|暂无|不详|未知|n/?a|none|null|未?(?:提及|提到|说明|涉及|报道)|没有(?:说明|提到|提及|写|报道)?)[。.]?",
    re.IGNORECASE,
)

Row = Sequence[Marked | None]  # None: the cell says nothing


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """What a reply says of the things compared."""

    columns: tuple[str, ...]
    rows: Mapping[str, Row]  # by the thing compared; a cell for each column


def read_table(
    reply: str, *, sides: Sequence[str], columns: Sequence[str], sources: int
) -> WrittenTable | None:
    """The table that the reply holds; None: it holds none that can be read.

    `columns`: those asked for; () where the model was free. Rows may stand in any order, things and aspects may have
    changed places, cells be missing or too many, marks stand in a column of their own; rows of other things are
    left out, and of two rows of one thing the first cell that says something counts.
    """
    lines = [
        _cells(line) for line in unicodedata.normalize("NFKC", reply).splitlines() if line.count("|") > 0
    ]
    lines = [cells for cells in lines if cells and not all(_RULE.fullmatch(cell) for cell in cells)]
    if not lines:
        return None
    if sum(_side(cell, sides) is not None for cell in lines[0][1:]) > 1:
        lines = _turned(lines)
    named = _side(lines[0][0], sides) is not None and len(lines[0]) > 1 and _side(lines[0][1], sides) is None
    head = ["", *columns] if named else lines.pop(0)
    kept = [n for n, label in enumerate(head) if n and label and not _SOURCES.fullmatch(label)][
        :_MOST_COLUMNS
    ]
    if not kept or (columns and len(kept) < len(columns)):
        return None
    labels = columns[: len(kept)] if columns else [_plain(head[n]) for n in kept]
    rows: dict[str, list[Marked | None]] = {}
    for cells in lines:
        side = _side(cells[0], sides) if cells else None
        if side is not None:
            said = [_said(cells, n, head, sources) for n in kept[: len(labels)]]
            before = rows.get(side, [None] * len(labels))
            rows[side] = [old or new for old, new in zip(before, said, strict=True)]
    if not any(cell for row in rows.values() for cell in row):
        return None
    return WrittenTable(tuple(labels), rows)


def _cells(line: str) -> list[str]:
    bare = line.strip().strip("`")
    return [cell.strip() for cell in bare.removeprefix("|").removesuffix("|").split("|")]


def _turned(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    width = len(lines[0])
    padded = [[*cells, *[""] * width][:width] for cells in lines]
    return [list(column) for column in zip(*padded, strict=True)]


def _plain(text: str) -> str:
    return re.sub(r"[*#`_]|\[\d+\]", "", text).strip()


def _side(cell: str, sides: Sequence[str]) -> str | None:
    """The thing a cell names; None: none, or several."""
    name = _plain(cell).strip('“”"')
    exact = [side for side in sides if name == side]
    held = [side for side in sides if key_of(side) in name or (len(name) > 1 and name in side)]
    found = exact or held
    return found[0] if len(found) == 1 and len(name) <= len(found[0]) + 8 else None


def _said(cells: Sequence[str], n: int, head: Sequence[str], sources: int) -> Marked | None:
    """The cell with its marks, and those that stand in a column of their own behind it."""
    if n >= len(cells) or _NOTHING.fullmatch(_plain(cells[n])):
        return None
    behind = cells[n + 1] if n + 1 < len(cells) else ""
    apart = n + 1 >= len(head) or _SOURCES.fullmatch(head[n + 1]) is not None
    marked = parse_reply(f"{cells[n]}{behind if apart else ''}", sources=sources)
    text = "".join(each.text for each in marked)
    if not text or says_nothing_found(text):
        return None
    return Marked(text, tuple(dict.fromkeys(number for each in marked for number in each.numbers)))
