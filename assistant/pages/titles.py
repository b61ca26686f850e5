"""Title lines: which are headlines and which subheads, and the part each line of a group plays (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import mul

from assistant.pages.clean import clean_title
from assistant.pages.lines import Row
from assistant.pages.weights import SUBHEAD_WEIGHTS
from assistant.pages.words import cuts_word

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、](?!\d)|之[一二三四五])"
)
_DASHED = re.compile(r"[—―\-–]{1,2}")
_BRACKETS = (("“", "”"), ("《", "》"), ("(", ")"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class TitleGroup:
    """Consecutive title lines. Where it stands: before body block `before_body` and after `after_body` (-1: none)."""

    blocks: tuple[int, ...]
    rows: tuple[Row, ...]
    after_body: int
    before_body: int


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a title group. None: the group has none."""

    headline: str
    kicker: str | None
    subtitle: str | None
    label: str | None  # 栏题


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands about a title group, for telling headlines from subheads."""

    next_begins: bool  # an opening formula or a byline follows
    begins_later: (
        bool  # one stands further on in the body up to the next group, and the body before has its own
    )
    prev_final: bool  # what stands before is complete (credit, jump)
    prev_open: bool  # what stands before breaks off
    parted: bool  # a rule, link or advertisement stands before
    photo: bool  # the body up to the next group ends with a credit
    cohesion: float  # log-odds that the bodies on either side are of one article
    coverage: float  # how much more of the title's words one side has than the other, 0..1
    begun_share: float  # share of the page's groups that an opening formula follows
    length: float  # of the body up to the next group, characters


_WEIGHTS = tuple(SUBHEAD_WEIGHTS.values())


def subhead_features(group: TitleGroup, around: Surroundings) -> tuple[float, ...]:
    """The values `SUBHEAD_WEIGHTS` weighs."""
    longest = max(len(row.key) for row in group.rows)
    return (
        1.0,
        around.begins_later,
        around.prev_final,
        around.prev_open,
        around.parted,
        around.photo,
        len(group.rows) > 1,
        longest <= 8,
        longest <= 12,
        longest <= 16,
        around.cohesion,
        around.coverage,
        around.begun_share,
        any(_NUMBERED.match(row.key) for row in group.rows),
        around.length < 120 and not around.photo,
        around.length > 500,
        any(row.level > 0 for row in group.rows),
        around.photo and around.length < 320,
    )


def is_subhead(group: TitleGroup, around: Surroundings) -> bool:
    """Whether the lines divide one article rather than head another."""
    if around.next_begins or group.before_body < 0 or group.after_body < 0:
        return False
    features = subhead_features(group, around)
    score: float = sum(map(mul, _WEIGHTS, features))
    return score > 0


def read_title(rows: Sequence[Row]) -> Title:
    """The parts the lines of a title group play: kicker above headline, subtitle beneath, a column label anywhere."""
    lines = _rejoin(rows)
    label = None
    if len(lines) > 1:
        short = [line for line in lines if _is_label(line, lines)]
        if short:
            label = short[0]
            lines = [line for line in lines if line is not label]
    head = max(range(len(lines)), key=lambda index: _headline_score(lines, index))
    above = [line.text for line in lines[:head]]
    below = [line.text for line in lines[head + 1 :]]
    return Title(
        headline=clean_title(lines[head].text),
        kicker=clean_title(" ".join(above)) or None,
        subtitle=clean_title(" ".join(below)) or None,
        label=clean_title(label.text) if label else None,
    )


def _is_label(line: Row, lines: Sequence[Row]) -> bool:
    if len(line.key) > 8 or line.key[-1] in "?!":
        return False
    return sum(1 for other in lines if len(other.key) >= 9) >= 1 and (len(lines) > 2 or line.kind == "label")


def _headline_score(lines: Sequence[Row], index: int) -> float:
    """How much a line of a group is its headline."""
    line = lines[index]
    length = len(line.key)
    score = 0.6 * index
    score += 1.5 if line.level else 0.0
    sizes = [other.size for other in lines if other.size]
    if line.size and sizes and line.size >= 1.15 * (sum(sizes) / len(sizes)):
        score += 4.0
    levels = [other.level for other in lines if other.level]
    if line.level and len(set(levels)) > 1 and line.level == min(levels):
        score += 0.5
    elif line.level and len(set(levels)) > 1 and length <= 7:
        score -= 1.5
    score += 0.5 if 6 <= length <= 22 else 0.0
    score -= 1.5 if length > 26 else 0.0
    if line.key.endswith(("——", "--", "―")):
        score -= 3.0
    if index and _DASHED.match(line.key):
        score -= 4.0
    return score


def _rejoin(rows: Sequence[Row]) -> list[Row]:
    """The rows, those made one that a line break cut: a bracket closes on the next line, or a word of one size."""
    lines = list(rows[:1])
    for row in rows[1:]:
        before = lines[-1]
        bracket = any(
            before.key.count(opening) > before.key.count(closing)
            and row.key.count(closing) > row.key.count(opening)
            for opening, closing in _BRACKETS
        )
        one_size = before.size is not None and row.size is not None and abs(before.size - row.size) < 0.5
        if bracket or (one_size and cuts_word(before.key, row.key)):
            lines[-1] = replace(before, text=before.text + row.text, key=before.key + row.key)
        else:
            lines.append(row)
    return lines
