"""The lines of an article's columns to paragraphs, those of its headline block to one line a headline (pure).

A paragraph begins at an indent, or after a line that ends short. It goes on where a column ends. Its first
line keeps two ideographic spaces for the indent, as Chinese print does; the headline proper is marked as
Markdown does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.readers.blocks import Block
from assistant.readers.glyphs import union
from assistant.readers.records import Run
from assistant.records import Box, Line

INDENT = "　　"
MARK = "## "
INDENT_EMS = (1.3, 2.8)  # from the column's left edge; further in, a line is centred or set right
SHORT_EMS = 1.3  # from the column's right edge
SAME_SIZE = 0.04
ONE_HEADLINE = 0.09  # sizes that differ by less are of one headline: OCR does not measure better
_CLOSED = re.compile(r"[。！？!?…；;：:][”’」』）)]*$|[）)]$")


def headline(head: Block, around: Box) -> list[Line]:
    """Kicker, headline and subtitle, a line each; `around` is what the article fills."""
    largest = max(run.size for run in head.runs)
    groups: list[list[Run]] = []
    for run in head.runs:
        if groups and abs(run.size - groups[-1][0].size) < ONE_HEADLINE * run.size:
            groups[-1].append(run)
        else:
            groups.append([run])
    lines = []
    for runs in groups:
        text = runs[0].text
        for before, run in pairwise(runs):
            text += (" " if _broken_by_hand(before, around) else "") + run.text
        mark = MARK if runs[0].size > largest * (1 - ONE_HEADLINE) else ""
        lines.append(_line(mark + text, runs))
    return lines


def _broken_by_hand(run: Run, around: Box) -> bool:
    """Whether the next line's first character would have fitted on this one."""
    return run.vertical or run.box.right - run.box.left + 1.1 * run.size < around.right - around.left


def paragraphs(columns: Sequence[Sequence[Run]]) -> list[Line]:
    """The paragraphs of columns that are read one after the other."""
    groups: list[list[Run]] = []
    indents: list[bool] = []
    for run, begins, indented in _begun(columns):
        if begins or not groups:
            groups.append([])
            indents.append(indented)
        groups[-1].append(run)
    return [
        _line((INDENT if indented else "") + _joined(group), group)
        for group, indented in zip(groups, indents, strict=True)
    ]


def _begun(columns: Sequence[Sequence[Run]]) -> Iterator[tuple[Run, bool, bool]]:
    """Every run with whether a paragraph begins there, and whether that is indented."""
    body = median(run.size for column in columns for run in column) if columns else 0.0
    edges = [
        (min(run.box.left for run in column), max(run.box.right for run in column)) for column in columns
    ]
    offsets = [
        [(run.box.left - left) / run.size for run in column]
        for column, (left, _) in zip(columns, edges, strict=True)
    ]
    low, high = INDENT_EMS
    styled = any(low < offset < high for column in offsets for offset in column)
    ended = True
    for column, (_, right), shifts in zip(columns, edges, offsets, strict=True):
        for run, offset in zip(column, shifts, strict=True):
            apart = offset >= high or abs(run.size - body) > SAME_SIZE * body
            indented = low < offset < high and not run.vertical
            yield run, ended or apart or indented, indented
            short = right - run.box.right > SHORT_EMS * run.size
            ended = apart or (short and (not styled or _CLOSED.search(run.text) is not None))


def _joined(runs: Sequence[Run]) -> str:
    text = runs[0].text
    for run in runs[1:]:
        words = (
            text[-1:].isascii() and text[-1:].isalpha() and run.text[:1].isascii() and run.text[:1].isalpha()
        )
        text += (" " if words else "") + run.text
    return text


def _line(text: str, runs: Sequence[Run]) -> Line:
    size = median(run.size for run in runs)
    return Line(0, text, union(run.box for run in runs), size, all(run.vertical for run in runs))
