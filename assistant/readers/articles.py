"""Blocks to articles: which headline each piece of text stands under (pure).

A horizontal headline owns the free width of its row, up to whatever stands left and right of it; text
belongs to the nearest headline above it, or goes on from the text above it. A vertical headline owns the
columns that start level with it on one side; each such row of columns has one headline to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.readers.blocks import LOUD, Block, overlap, parted, rise
from assistant.readers.glyphs import union
from assistant.readers.units import Ground, Unit, width
from assistant.readers.upright import beside_vertical
from assistant.records import Box

DIRECT = 2.5  # ems of the body from a headline to text right beneath it, at most


def articles(blocks: Sequence[Block], ground: Ground) -> list[Unit]:
    """Every block is in exactly one unit; the units are in no particular order."""
    blocks = [_settled(block, blocks, ground) for block in blocks]
    units = _merged([Unit(block) for block in blocks if block.head], ground)
    texts = sorted((block for block in blocks if not block.head), key=lambda block: block.box.top)
    level = {id(unit): _territory(unit.box, blocks, ground) for unit in units if not unit.vertical}
    direct = _direct(texts, units, level, ground=ground)
    owners = beside_vertical(texts, units, direct, ground=ground)
    alone: list[Unit] = []
    for text in texts:
        unit = (
            owners.get(id(text))
            or direct.get(id(text))
            or _above(text, texts, owners, units=units, level=level, ground=ground)
        )
        if unit is None:
            alone.append(unit := Unit(None))
        unit.texts.append(text)
        owners[id(text)] = unit
    return units + alone


def _settled(block: Block, blocks: Sequence[Block], ground: Ground) -> Block:
    """A subhead is text: set a little larger than the body, alone in its column, with text right above it."""
    if not block.head or block.vertical or max(run.size for run in block.runs) >= LOUD * ground.em:
        return block
    above = any(
        not other.head
        and -0.5 * ground.em < block.box.top - other.box.bottom < DIRECT * ground.em
        and overlap(block.box, other.box) > 0.9 * (block.box.right - block.box.left)
        and not parted(other.box, block.box, ground.rules)
        for other in blocks
    )
    return replace(block, head=False) if above else block


def _merged(units: list[Unit], ground: Ground) -> list[Unit]:
    """A kicker that stands a little off belongs to the headline beneath it."""
    units.sort(key=lambda unit: unit.box.top)
    kept: list[Unit] = []
    for unit in units:
        head = unit.head
        near = [
            other
            for other in kept
            if head is not None
            and other.head is not None
            and not head.vertical
            and not other.head.vertical
            and 0 <= head.box.top - other.head.box.bottom < 2 * ground.em
            and overlap(head.box, other.head.box) > 0.6 * min(width(head.box), width(other.head.box))
            and not parted(other.head.box, head.box, ground.rules)
        ]
        if head is None or len(near) != 1 or near[0].head is None:
            kept.append(unit)
            continue
        first = near[0].head
        near[0].head = Block(first.runs + head.runs, union((first.box, head.box)), head=True)
    return kept


def _territory(box: Box, blocks: Sequence[Block], ground: Ground) -> Box:
    """The headline's row, widened to the next thing on either side of it."""
    tall = [rule for rule in ground.rules if rule.bottom - rule.top > width(rule)]
    left, right = float("-inf"), float("inf")
    for other in [block.box for block in blocks] + list(ground.obstacles) + tall:
        if rise(box, other) < 0.3 * min(ground.em, other.bottom - other.top):
            continue
        if other.right <= box.left + 1:
            left = max(left, other.right)
        elif other.left >= box.right - 1:
            right = min(right, other.left)
    return Box(left, box.top, right, box.bottom)


def _direct(
    texts: Sequence[Block], units: Sequence[Unit], level: dict[int, Box], *, ground: Ground
) -> dict[int, Unit]:
    """Owners of the columns right beneath a headline.

    Where the free width of two headlines of a row overlaps, the columns there are split between them so that
    both stand in the middle, or at the left edge, of what is theirs.
    """
    below: dict[int, list[Block]] = {}
    for text in texts:
        found = [
            unit
            for unit in units
            if id(unit) in level
            and text.box.top - unit.box.bottom < DIRECT * ground.em
            and _under(text.box, unit.box, level[id(unit)], ground=ground)
        ]
        for unit in found:
            if all(rise(unit.box, other.box) > 0 or unit.box.top >= other.box.top for other in found):
                below.setdefault(id(unit), []).append(text)
    row = sorted((unit for unit in units if id(unit) in below), key=lambda unit: unit.box.left)
    for at, right in enumerate(row):
        for left in row[:at]:
            _split(left, right, below, ground.em)
    return {id(text): unit for unit in row for text in below[id(unit)]}


def _split(left: Unit, right: Unit, below: dict[int, list[Block]], em: float) -> None:
    """Leave each column that both headlines stand above to one of them."""
    mine, others = below[id(left)], below[id(right)]
    shared = sorted((text for text in mine if text in others), key=lambda text: text.box.left)
    if not shared:
        return
    only = [text for text in mine if text not in shared]
    rest = [text for text in others if text not in shared]
    cut = min(
        range(len(shared) + 1),
        key=lambda cut: _askew(left, only + shared[:cut], em) + _askew(right, shared[cut:] + rest, em),
    )
    below[id(left)], below[id(right)] = only + shared[:cut], shared[cut:] + rest


def _askew(unit: Unit, texts: Sequence[Block], em: float) -> float:
    """How far, in points, the headline is from both the middle and the left edge of its columns' width."""
    if not texts:
        return 1000.0
    head, body = unit.box, union(text.box for text in texts)
    off = min(abs(head.left + head.right - body.left - body.right) / 2, abs(head.left - body.left))
    uneven = max(text.box.top for text in texts) - min(text.box.top for text in texts)
    return off + max(0.0, head.right - body.right) + 2 * min(uneven, em)


def _under(text: Box, head: Box, territory: Box, *, ground: Ground) -> bool:
    centre = (text.left + text.right) / 2
    column = Box(text.left, head.top, text.right, head.bottom)
    return (
        text.top > head.bottom - ground.em / 2
        and territory.left < centre < territory.right
        and not parted(column, text, ground.rules)
    )


def _above(
    text: Block,
    texts: Sequence[Block],
    owners: dict[int, Unit],
    *,
    units: Sequence[Unit],
    level: dict[int, Box],
    ground: Ground,
) -> Unit | None:
    """The unit of the nearest headline or text above, whichever is lower on the page."""
    box = text.box
    found = [
        (unit.box.bottom if unit.head is None else unit.head.box.bottom, unit)
        for unit in units
        if id(unit) in level
        and unit.head is not None
        and _under(box, unit.head.box, level[id(unit)], ground=ground)
    ]
    found += [
        (other.box.bottom, owners[id(other)])
        for other in texts
        if id(other) in owners
        and other.box.bottom < box.top + ground.em / 2
        and overlap(other.box, box) > 0.5 * min(width(box), width(other.box))
        and not parted(other.box, box, ground.rules)
    ]
    return max(found, key=lambda pair: pair[0], default=(0.0, None))[1]
