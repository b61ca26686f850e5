"""What stands on a page, in any order, to paragraphs in reading order, article by article (pure).

Frames are read by themselves; then every article comes as its headline block and the paragraphs of its
columns from left to right, with a blank line after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.readers.articles import articles
from assistant.readers.blocks import Block, blocks, body_size, overlap
from assistant.readers.glyphs import middle, union
from assistant.readers.paragraphs import headline, paragraphs
from assistant.readers.records import Run, Sheet
from assistant.readers.units import Ground, Unit
from assistant.records import Box, Line

MOST_RUNS = (
    8000  # on a page; a broadsheet has some 1,500. What has more is no newspaper page, and only sorted
)
MOST_RULES = 400
WHOLE = 0.8  # a frame around more of the text than this frames the page
TOLERANCE = 3.0  # points by which the corners of a frame miss each other, at most


def arrange(sheet: Sheet) -> tuple[Line, ...]:
    """The page's lines in reading order, numbered from 1, every run in exactly one of them.

    A line is a whole paragraph or headline; its box goes around all of it, in whichever columns that stands.
    """
    if len(sheet.runs) > MOST_RUNS:
        order = sorted(sheet.runs, key=lambda run: _place(run.box))
        return tuple(Line(at, run.text, run.box, run.size, run.vertical) for at, run in enumerate(order, 1))
    sheet = replace(sheet, frames=sheet.frames + tuple(_ruled_frames(sheet.rules[:MOST_RULES])))
    lines: list[Line] = []
    for group in _area(list(sheet.runs), sheet):
        if lines:
            lines.append(Line(len(lines) + 1, ""))
        lines += [replace(line, number=len(lines) + at) for at, line in enumerate(group, 1)]
    return tuple(lines)


Group = list[Line]  # an article, its lines not yet numbered


def _area(runs: list[Run], sheet: Sheet) -> list[Group]:
    """The articles of an area that may hold frames, in reading order."""
    inside: dict[Box, list[Run]] = {}
    outside: list[Run] = []
    frames = sorted(
        {frame for frame in sheet.frames if _is_frame(frame, runs)}, key=lambda box: -_area_of(box)
    )
    for run in runs:
        home = next((frame for frame in frames if _holds(frame, run.box)), None)
        (outside if home is None else inside.setdefault(home, [])).append(run)
    placed = [(_place(unit.box), _group(unit)) for unit in _units(outside, sheet, tuple(inside))]
    for frame, held in inside.items():
        inner = replace(sheet, frames=tuple(other for other in sheet.frames if other != frame))
        placed += [(_place(frame), group) for group in _framed(held, inner)]
    return [group for _, group in sorted(placed, key=lambda pair: pair[0])]


def _place(box: Box) -> tuple[float, float]:
    """Where a reader comes to it: rows from the top, each from the left."""
    return (box.top // 30, box.left)


def _is_frame(frame: Box, runs: Sequence[Run]) -> bool:
    held = sum(len(run.text) for run in runs if _holds(frame, run.box))
    return 0 < held < WHOLE * sum(len(run.text) for run in runs)


def _framed(runs: list[Run], sheet: Sheet) -> list[Group]:
    """A frame with one headline is one article, wherever in it the headline stands."""
    ems = body_size(runs)
    found = _units(runs, sheet, ())
    heads = [unit.head for unit in found if unit.head is not None]
    if len(heads) != 1 or any(_holds(frame, run.box) for frame in sheet.frames for run in runs if ems):
        return _area(runs, sheet)
    whole = Unit(heads[0], [text for unit in found for text in unit.texts])
    return [_group(whole)]


def _units(runs: list[Run], sheet: Sheet, frames: tuple[Box, ...]) -> list[Unit]:
    if not runs:
        return []
    ground = Ground(sheet.rules, frames + sheet.pictures, body_size(runs))
    return articles(blocks(runs, sheet.rules), ground)


def _group(unit: Unit) -> Group:
    """The unit's lines in reading order."""
    columns = [[run for block in column for run in block.runs] for column in _columns(unit.texts)]
    head = headline(unit.head, unit.box) if unit.head else []
    return head + paragraphs(columns)


def _columns(texts: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks under one another, the columns from left to right; a block across columns parts the page."""
    wide = min((text for text in texts if _spans(text, texts)), key=lambda text: text.box.top, default=None)
    if wide is not None:
        level = middle(wide.box)
        yield from _columns([text for text in texts if text is not wide and middle(text.box) <= level])
        yield [wide]
        yield from _columns([text for text in texts if text is not wide and middle(text.box) > level])
        return
    columns: list[list[Block]] = []
    for text in sorted(texts, key=lambda text: text.box.top):
        home = next((column for column in columns if _same_column(column, text)), None)
        if home is None:
            columns.append(home := [])
        home.append(text)
    yield from sorted(columns, key=lambda column: min(text.box.left for text in column))


def _same_column(column: Sequence[Block], text: Block) -> bool:
    box = union(block.box for block in column)
    width = min(box.right - box.left, text.box.right - text.box.left)
    return overlap(box, text.box) > 0.5 * width


def _spans(text: Block, texts: Sequence[Block]) -> bool:
    """Whether the block stands across two that stand side by side."""
    under = [
        other
        for other in texts
        if other is not text and overlap(text.box, other.box) > 0.5 * (other.box.right - other.box.left)
    ]
    return any(overlap(one.box, two.box) <= 0 for at, one in enumerate(under) for two in under[:at])


def _holds(frame: Box, box: Box) -> bool:
    centre = (box.left + box.right) / 2
    return frame.left <= centre <= frame.right and frame.top <= middle(box) <= frame.bottom


def _area_of(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _ruled_frames(rules: Sequence[Box]) -> Iterator[Box]:
    """Frames drawn as four rules."""
    tall = [rule for rule in rules if rule.bottom - rule.top > rule.right - rule.left]
    flat = [rule for rule in rules if rule.bottom - rule.top <= rule.right - rule.left]
    for at, left in enumerate(tall):
        for other in tall[:at]:
            if abs(left.top - other.top) > TOLERANCE or abs(left.bottom - other.bottom) > TOLERANCE:
                continue
            frame = union((left, other))
            sides = [rule for rule in flat if _closes(rule, frame)]
            if any(abs(middle(rule) - frame.top) < TOLERANCE for rule in sides) and any(
                abs(middle(rule) - frame.bottom) < TOLERANCE for rule in sides
            ):
                yield frame


def _closes(rule: Box, frame: Box) -> bool:
    return abs(rule.left - frame.left) < TOLERANCE and abs(rule.right - frame.right) < TOLERANCE
