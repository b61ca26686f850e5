"""Calendar expressions in the order of a text: what one date states helps to resolve the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vectorstore.dates.calendar import Days
from vectorstore.dates.patterns import FUTURE_AFTER, FUTURE_BEFORE, OPEN_END, SENTENCE_END
from vectorstore.dates.points import (
    Anchor,
    Point,
    number,
    points,
    relative_unknown,
    resolve,
    resolve_pair,
    stated_year,
)

Mention = tuple[int, int, Days, bool]  # start, end, days, certain

# How many days of the past one day ahead counts as, where the year is not stated.
_AHEAD = 5.0  # in an article up to some 60 days ahead may be meant: 5月1日 in an April issue
_AHEAD_ASKED = 50.0  # a question is about what was printed
_AHEAD_FESTIVAL = 3.0  # a festival is written about before it comes
_AHEAD_FUTURE = 0.3  # beside a word of the future
_REACH = 200  # characters over which a date tells of the next: its year inherited, or another year doubtful
_CUE = 8  # characters before a date in which a word of the future may stand


@dataclass(slots=True)
class Scan:
    """One text being searched, and what its dates so far say of those to come."""

    text: str  # digits folded to half width, offsets unchanged
    reference: date | None  # None: only dates that need none are resolved
    asked: bool  # the text is a question
    year: int | None = None  # of the last date; None: none yet
    last: date | None = None  # the last date's last day, if it had a month; None: it had none
    end: int = 0  # where the last date ended
    stated: bool = False  # the last date stated its year itself
    told_end: int = -_REACH - 1  # where the last date ended that stated year and month of another year

    def note(self, days: Days, end: int, *, stated: bool, dated: bool = True) -> None:
        """Keep a date just read: `stated` with its year, `dated` with its month."""
        self.year, self.end, self.stated = days.last.year, end, stated
        self.last = days.last if dated else None
        if stated and dated and self.reference and days.last.year != self.reference.year:
            self.told_end = end


def run_mentions(scan: Scan, start: int, end: int) -> list[Mention]:
    """The mentions of the calendar expression `scan.text[start:end]` that can be resolved."""
    found: list[Mention] = []
    parts = list(points(scan.text, start, end))
    while parts:
        first = parts.pop(0)
        last = parts.pop(0) if parts and parts[0].joined else None
        mention = _mention(scan, first, last)
        if mention:
            found.append(mention)
    return found


def _mention(scan: Scan, first: Point, last: Point | None) -> Mention | None:
    end = (last or first).end
    anchor = _anchor(scan, first, end)
    if relative_unknown(first, anchor):
        return None
    days = resolve_pair(first, last, anchor) if last else resolve(first, anchor)
    if days is None:
        return None
    opened = OPEN_END.match(scan.text, end)
    if opened and scan.reference and days.first <= scan.reference:
        days = Days(days.first, scan.reference)
    stated = stated_year(first, anchor) is not None
    compared = scan.text.startswith("同期", end)
    certain = not compared and (stated or anchor.inherits or not _doubtful(scan, first, days))
    dated = bool(first.month or first.day) and not opened and not compared
    scan.note(days, end, stated=stated or (anchor.inherits and scan.stated), dated=dated)
    return first.start, opened.end() if opened else end, days, certain


def _anchor(scan: Scan, point: Point, end: int) -> Anchor:
    """What the point is resolved against; words of the future matter only where it has no year."""
    if point.year and not point.year.startswith("年"):
        return Anchor(scan.reference, _AHEAD, year=scan.year)
    ahead = _AHEAD_ASKED if scan.asked else _AHEAD
    if point.festival:
        ahead = _AHEAD_FESTIVAL
    before = scan.text[max(0, point.start - _CUE) : point.start]
    if FUTURE_BEFORE.search(before) or FUTURE_AFTER.match(scan.text, end):
        ahead = _AHEAD_FUTURE
    month = scan.last.month if scan.last else None
    return Anchor(scan.reference, ahead, year=scan.year, month=month, inherits=_inherits(scan, point))


def _inherits(scan: Scan, point: Point) -> bool:
    """Whether a bare month or day belongs to the date before it: same sentence, and not running backwards."""
    if scan.last is None or point.part or point.start - scan.end > _REACH:
        return False
    if SENTENCE_END.search(scan.text, scan.end, point.start):
        return False
    if point.month:
        return scan.stated
    return bool(point.day) and number(point.day or "") >= scan.last.day


def _doubtful(scan: Scan, point: Point, days: Days) -> bool:
    """Whether the year that was guessed may be another one."""
    if scan.asked and scan.reference and days.first > scan.reference:
        return True
    return bool(point.month or point.day) and point.start - scan.told_end <= _REACH
