"""Characters with boxes to runs: horizontal lines up to a gutter, and vertical ones for stacked characters.

Bottom-up nearest-neighbour grouping after O'Gorman, "The document spectrum for page layout analysis"
(IEEE PAMI 15(11), 1993): a line goes the way its characters stand closest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.readers.records import Glyph, Run
from assistant.records import Box

# In ems. A gutter between columns is seldom under one em, a justified line's gaps seldom over half.
WIDEST_GAP = 0.8
DEEPEST_OVERLAP = 0.75  # punctuation marks next to each other share a square
SAME_LINE = 0.35
STACK_GAP = 0.7
WIDER_GAP = 0.35
STACK_SHIFT = 0.3
SPACE = 0.4  # more than the line's usual gap by this much is a space
SAME_SIZE = 1.2
SHORTEST_STACK = 3
WIDEST_STACK = 4  # characters side by side: lines of a vertical headline, or a number set across


def runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """The lines the characters form, in no particular order. Each glyph is in exactly one run."""
    rows = _rows(glyphs)
    short = [row for row in rows if len(row) <= WIDEST_STACK]
    found = [_run(row) for row in rows if len(row) > WIDEST_STACK]
    for stack in _stacks(short):
        cells = [glyph for row in stack for glyph in row]
        if _is_vertical(stack):
            found.extend(_run(line, vertical=True) for line in _vertical_lines(cells))
        else:
            found.extend(_run(row) for row in stack)
    return found


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters side by side, left to right; the grid of open rows is looked up by height on the page."""
    rows: list[list[Glyph]] = []
    grid: dict[int, list[list[Glyph]]] = defaultdict(list)
    for glyph in sorted(glyphs, key=lambda item: item.box.left):
        level = middle(glyph.box)
        cell = int(level // 4)
        near = (row for at in (cell - 1, cell, cell + 1) for row in grid[at] if _follows(row[-1], glyph))
        home = max(near, key=lambda row: row[-1].box.right, default=None)
        if home is None:
            rows.append(home := [])
            grid[cell].append(home)
        home.append(glyph)
    return rows


def _follows(left: Glyph, right: Glyph) -> bool:
    em = min(left.size, right.size)
    gap = right.box.left - left.box.right
    return (
        -DEEPEST_OVERLAP * em < gap < WIDEST_GAP * em
        and abs(middle(left.box) - middle(right.box)) < SAME_LINE * em
        and similar(left.size, right.size)
    )


def similar(size: float, other: float) -> bool:
    """Whether two characters can be of one line by their sizes."""
    return max(size, other) <= SAME_SIZE * min(size, other)


def middle(box: Box) -> float:
    """Height of the box's centre."""
    return (box.top + box.bottom) / 2


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around them all; there is at least one."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def _stacks(rows: Sequence[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Short rows under one another, top to bottom; a row that stands alone is a stack of one."""
    stacks: list[list[list[Glyph]]] = []
    grid: dict[int, list[list[list[Glyph]]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row[0].box.top):
        cells = {int(_centre(glyph.box) // 8) + step for glyph in row for step in (-1, 0, 1)}
        near = (stack for cell in cells for stack in grid[cell] if _under(stack[-1], row))
        home = max(near, key=lambda stack: stack[-1][0].box.bottom, default=None)
        if home is None:
            stacks.append(home := [])
        home.append(row)
        for cell in cells:
            grid[cell] = [stack for stack in grid[cell] if stack is not home] + [home]
    return stacks


def _under(above: list[Glyph], below: list[Glyph]) -> bool:
    em = above[0].size
    gap = below[0].box.top - above[0].box.bottom
    return (
        similar(em, below[0].size)
        and -SAME_LINE * em < gap < STACK_GAP * em
        and any(abs(_centre(one.box) - _centre(two.box)) < STACK_SHIFT * em for one in above for two in below)
    )


def _centre(box: Box) -> float:
    return (box.left + box.right) / 2


def _is_vertical(stack: list[list[Glyph]]) -> bool:
    if len(stack) < SHORTEST_STACK:
        return False
    down = [max(0.0, below[0].box.top - above[0].box.bottom) for above, below in pairwise(stack)]
    across = [
        max(0.0, two.box.left - one.box.right)
        for row in stack
        for one, two in pairwise(row)
        if not (one.text.isascii() and two.text.isascii())  # a number set across within a vertical line
    ]
    return not across or median(down) < median(across)


def _vertical_lines(cells: list[Glyph]) -> list[list[Glyph]]:
    """The lines of a vertical headline, right to left, each top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(cells, key=lambda item: -_centre(item.box)):
        home = next(
            (line for line in lines if abs(_centre(line[0].box) - _centre(glyph.box)) < 0.6 * glyph.size),
            None,
        )
        if home is None:
            lines.append(home := [])
        home.append(glyph)
    upright = [sorted(line, key=lambda item: (round(item.box.top), item.box.left)) for line in lines]
    return [part for line in upright for part in _parts(line)]


def _parts(line: list[Glyph]) -> Iterator[list[Glyph]]:
    """A vertical line parted where a gap is wider than its others: another headline begins beneath."""
    gaps = [below.box.top - above.box.bottom for above, below in pairwise(line)]
    usual = median(gaps) if gaps else 0.0
    part: list[Glyph] = []
    for at, glyph in enumerate(line):
        if at and gaps[at - 1] - usual > WIDER_GAP * glyph.size:
            yield part
            part = []
        part.append(glyph)
    yield part


def _run(glyphs: list[Glyph], *, vertical: bool = False) -> Run:
    size = median(glyph.size for glyph in glyphs)
    text = "".join(glyph.text for glyph in glyphs) if vertical else _spaced(glyphs, size)
    return Run(text, union(glyph.box for glyph in glyphs), size, vertical)


def _spaced(glyphs: list[Glyph], size: float) -> str:
    """The text, with a space where the gap is wider than the line's usual one."""
    gaps = [right.box.left - left.box.right for left, right in pairwise(glyphs)]
    if not gaps:
        return glyphs[0].text
    usual = max(0.0, median(gaps))
    parts = [glyphs[0].text]
    for gap, (left, right) in zip(gaps, pairwise(glyphs), strict=True):
        latin = left.text.isascii() and right.text.isascii()
        parts.append(" " if gap - usual > (SPACE / 2 if latin else SPACE) * size else "")
        parts.append(right.text)
    return "".join(parts)
