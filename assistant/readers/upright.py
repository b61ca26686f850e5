"""Vertical headlines and the columns beside them (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.readers.blocks import Block, overlap, rise
from assistant.readers.units import Ground, Unit
from assistant.records import Box

LEVEL = 3.0  # ems that the column next to a vertical headline starts above or below it, at most
EVEN = 0.8  # ems that columns of one row start above or below each other, at most
NEIGHBOUR = 4.5  # ems between columns of one row, at most
ASIDE = 24.0  # ems between a vertical headline and its first column, at most
_OPENING = re.compile(r"\s*[（(]?(?:本报|本刊|新华社|中新社)[^。]{0,12}(?:讯|电|记者|消息)")


def beside_vertical(
    texts: Sequence[Block], units: Sequence[Unit], direct: dict[int, Unit], *, ground: Ground
) -> dict[int, Unit]:
    """Owners of the columns that start level with a vertical headline and have none above them.

    Headlines with columns on one side only choose first, then whichever stands closest; columns that are
    left over between two headlines already served go to the nearer.
    """
    free = [text for text in texts if id(text) not in direct]
    claims: list[tuple[Unit, float, tuple[Block, ...]]] = []
    for unit in (unit for unit in units if unit.vertical):
        walls = [other.box for other in units if other is not unit] + list(ground.obstacles)
        for side in (-1, 1):
            beside = _row(unit.box, free, walls, side=side, em=ground.em)
            if beside:
                claims.append((unit, -overlap(unit.box, beside[0].box), tuple(beside)))
    owners: dict[int, Unit] = {}
    served: set[int] = set()
    while claims:
        options = {id(claim[0]): sum(other[0] is claim[0] for other in claims) for claim in claims}
        first = min(claims, key=lambda claim: (id(claim[0]) in served, options[id(claim[0])], claim[1]))
        unit, _, row = first
        rivals = [
            claim
            for claim in claims
            if claim[0] is not unit
            and id(claim[0]) not in served
            and options[id(claim[0])] == 1
            and {id(text) for text in claim[2]} == {id(text) for text in row}
        ]
        for text in row[: _cut(row, ground.em)] if rivals else row:
            owners[id(text)] = unit
        served.add(id(unit))
        claims = [
            (claimant, gap, left)
            for claimant, gap, claimed in claims
            if claimant is not unit and (left := tuple(text for text in claimed if id(text) not in owners))
        ]
    return owners


def _cut(row: Sequence[Block], em: float) -> int:
    """Where a row of columns between two headlines is parted: at the opening words of a report, and so that
    the columns on either side end about level, as an article's do."""
    if len(row) < 2:
        return 1

    def cost(at: int) -> float:
        ends = [[text.box.bottom for text in side] for side in (row[:at], row[at:])]
        uneven = sum(max(side) - min(side) for side in ends)
        opens = any(_OPENING.match(row[place].runs[0].text) for place in (at - 1, at))
        return uneven - (10 * em if opens else 0)

    return min(range(1, len(row)), key=cost)


def _row(start: Box, texts: Sequence[Block], walls: Sequence[Box], *, side: int, em: float) -> list[Block]:
    """Columns next to one another from `start` to one side, tops level with it, up to the next wall."""
    row: list[Block] = []
    here = start
    while True:
        near = [
            text
            for text in texts
            if text not in row
            and abs(text.box.top - here.top) < (EVEN if row else LEVEL) * em
            and rise(text.box, start) > em
            and -em / 2 <= -overlap(here, text.box) < (NEIGHBOUR if row else ASIDE) * em
            and (text.box.left - here.left) * side > 0
        ]
        if not near:
            return row
        text = min(near, key=lambda text: -overlap(here, text.box))
        gap = Box(
            min(here.right, text.box.right), text.box.top, max(here.left, text.box.left), text.box.bottom
        )
        if any(overlap(wall, gap) > 0 and rise(wall, gap) > em for wall in walls):
            return row
        row.append(text)
        here = text.box
