"""Runs to blocks: the text of one column without a break, and the lines of one headline together (pure)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.readers.glyphs import middle, union
from assistant.readers.records import Run
from assistant.records import Box

HEADLINE = 1.22  # times the body's size: kicker, headline and subtitle are larger than this
LOUD = 1.4  # times the body's size: what can be a headline by itself
LINE_GAP = 1.15  # ems between the lines of a block, at most
HEAD_GAP = 0.9
BRIDGE = 4.5  # ems: no wider hole in a line is closed, even where the lines around it run on
SAME_SIZE = 1.12


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together by their places: part of a column, or a headline with its kicker."""

    runs: tuple[Run, ...]  # in reading order
    box: Box
    head: bool  # set larger than the body's text
    vertical: bool = False


def blocks(runs: Sequence[Run], rules: Sequence[Box]) -> list[Block]:
    """Every run is in exactly one block."""
    if not runs:
        return []
    body = body_size(runs)
    level = [run for run in runs if not run.vertical]
    heads = [run for run in level if run.size >= HEADLINE * body]
    text = _bridged([run for run in level if run.size < HEADLINE * body])
    found = [_block(group, head=True) for group in _chains(heads, _heads_touch, rules)]
    found += [_block(group, head=False) for group in _columns(text, rules)]
    upright = [run for run in runs if run.vertical]
    for group in _grouped(upright, _beside):
        order = sorted(group, key=lambda run: -run.box.right)
        head = max(run.size for run in order) >= HEADLINE * body
        found.append(Block(tuple(order), union(run.box for run in order), head, vertical=True))
    return found


def body_size(runs: Iterable[Run]) -> float:
    """The size most characters are set in, in points, to a half."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[round(run.size * 2) / 2] += len(run.text)
    return max(sizes.items(), key=lambda item: item[1])[0] or 1.0


def overlap(box: Box, other: Box) -> float:
    """Width the two have in common, in points; negative: the gap between them."""
    return min(box.right, other.right) - max(box.left, other.left)


def rise(box: Box, other: Box) -> float:
    """Height the two have in common, in points; negative: the gap between them."""
    return min(box.bottom, other.bottom) - max(box.top, other.top)


def parted(above: Box, below: Box, rules: Iterable[Box]) -> bool:
    """Whether a horizontal rule stands between the two."""
    shared = Box(max(above.left, below.left), above.bottom, min(above.right, below.right), below.top)
    return any(
        rule.right - rule.left > rule.bottom - rule.top
        and shared.top - 2 <= middle(rule) <= shared.bottom + 2
        and overlap(rule, shared) > 0
        for rule in rules
    )


def _block(group: list[Run], *, head: bool) -> Block:
    order = sorted(group, key=lambda run: (run.box.top, run.box.left))
    return Block(tuple(order), union(run.box for run in order), head)


def _bridged(runs: list[Run]) -> list[Run]:
    """Runs of one line joined again where the lines above or below run on across the hole.

    A gutter is a hole in every line; two spaces before a signature are a hole in one.
    """
    index = _Index(runs)
    joined: dict[int, Run] = {}
    gone: set[int] = set()
    for at, run in sorted(enumerate(runs), key=lambda item: item[1].box.left):
        if at in gone:
            continue
        current = run
        while (other := _next_in_line(current, index, runs)) is not None and (
            _is_bridged(current.box.right, runs[other].box.left, current, index=index, runs=runs)
            or (_is_stray(runs[other], index, runs) and not _ends_column(current, index, runs))
        ):
            gone.add(other)
            right = runs[other]
            current = replace(
                current, text=f"{current.text}　{right.text}", box=union((current.box, right.box))
            )
        joined[at] = current
    return [joined[at] for at in range(len(runs)) if at in joined and at not in gone]


class _Index:
    """Runs by height on the page."""

    def __init__(self, runs: Sequence[Run], step: float = 20.0) -> None:
        self._step = step
        self._cells: dict[int, list[int]] = defaultdict(list)
        for at, run in enumerate(runs):
            self._cells[int(middle(run.box) // step)].append(at)

    def near(self, top: float, bottom: float) -> Iterable[int]:
        """Places of the runs whose middle is about there."""
        for cell in range(int(top // self._step), int(bottom // self._step) + 1):
            yield from self._cells.get(cell, ())


def _next_in_line(run: Run, index: _Index, runs: Sequence[Run]) -> int | None:
    level = middle(run.box)
    right = [
        at
        for at in index.near(level - run.size / 2, level + run.size / 2)
        if abs(middle(runs[at].box) - level) < 0.35 * run.size
        and -0.3 * run.size <= runs[at].box.left - run.box.right < BRIDGE * run.size
        and alike(run, runs[at])
    ]
    return min(right, key=lambda at: runs[at].box.left, default=None)


def _is_bridged(left: float, right: float, run: Run, *, index: _Index, runs: Sequence[Run]) -> bool:
    level, em = middle(run.box), run.size
    return any(
        0.5 * em < abs(middle(runs[at].box) - level) < 2.3 * em
        and runs[at].box.left < left - em / 2
        and runs[at].box.right > right + em / 2
        and overlap(run.box, runs[at].box) > 0.5 * (left - run.box.left)
        and alike(run, runs[at])
        for at in index.near(level - 2.3 * em, level + 2.3 * em)
    )


def _is_stray(run: Run, index: _Index, runs: Sequence[Run]) -> bool:
    """Whether a short run has no line above or beneath it, and so is no column: a credit, a date."""
    em = run.size
    return run.box.right - run.box.left < 8 * em and not any(
        overlap(run.box, runs[at].box) > 0 and abs(middle(runs[at].box) - middle(run.box)) > em / 2
        for at in index.near(run.box.top - LINE_GAP * em, run.box.bottom + LINE_GAP * em)
    )


def _ends_column(run: Run, index: _Index, runs: Sequence[Run]) -> bool:
    """Whether the line above or beneath ends where this one does: at the edge of their column."""
    reach = LINE_GAP * run.size
    return any(
        abs(runs[at].box.right - run.box.right) < run.size / 2
        and runs[at] is not run
        and alike(run, runs[at])
        for at in index.near(run.box.top - reach, run.box.bottom + reach)
        if abs(middle(runs[at].box) - middle(run.box)) > run.size / 2
    )


def alike(run: Run, other: Run) -> bool:
    """Whether two runs are set in about one size."""
    return max(run.size, other.size) <= SAME_SIZE * min(run.size, other.size)


def _columns(runs: list[Run], rules: Sequence[Box]) -> list[list[Run]]:
    """Lines under one another: linked where each is the only neighbour the other has on that side.

    A line across two columns has two neighbours beneath it and so starts no chain with either.
    """
    return _chains(runs, _lines_touch, rules, single=True)


def _chains(
    runs: list[Run],
    touch: Callable[[Run, Run], bool],
    rules: Sequence[Box],
    *,
    single: bool = False,
) -> list[list[Run]]:
    index = _Index(runs)
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for at, run in enumerate(runs):
        for other in index.near(run.box.top, run.box.bottom + 4 * run.size):
            if other != at and touch(run, runs[other]) and not parted(run.box, runs[other].box, rules):
                below[at].append(other)
                above[other].append(at)
    links = [
        (at, other)
        for at, others in below.items()
        for other in others
        if not single or (len(others) == 1 and len(above[other]) == 1)
    ]
    return _joined(runs, links)


def _lines_touch(above: Run, below: Run) -> bool:
    em = min(above.size, below.size)
    return (
        -0.3 * em <= below.box.top - above.box.bottom < LINE_GAP * em
        and (overlap(above.box, below.box) > 0.3 * em or _in_indent(above, below) or _in_indent(below, above))
        and alike(above, below)
    )


def _in_indent(first: Run, short: Run) -> bool:
    """Whether a paragraph's last line is so short that it fits the indent of the first line next to it."""
    em = first.size
    return first.box.left - 2.3 * em < short.box.left and short.box.right < first.box.left + 0.3 * em


def _heads_touch(above: Run, below: Run) -> bool:
    em = max(above.size, below.size)
    return -0.3 * em <= below.box.top - above.box.bottom < HEAD_GAP * em and overlap(above.box, below.box) > 0


def _beside(run: Run, other: Run) -> bool:
    em = max(run.size, other.size)
    return rise(run.box, other.box) > 0 and -0.3 * em <= -overlap(run.box, other.box) < HEAD_GAP * em


def _grouped(runs: list[Run], touch: Callable[[Run, Run], bool]) -> list[list[Run]]:
    links = [
        (at, to)
        for at, run in enumerate(runs)
        for to, other in enumerate(runs)
        if at < to and touch(run, other)
    ]
    return _joined(runs, links)


def _joined(runs: list[Run], links: Iterable[tuple[int, int]]) -> list[list[Run]]:
    """The groups that the links make of the runs (union-find)."""
    parent = list(range(len(runs)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, two in links:
        parent[root(one)] = root(two)
    groups: dict[int, list[Run]] = defaultdict(list)
    for at, run in enumerate(runs):
        groups[root(at)].append(run)
    return list(groups.values())
