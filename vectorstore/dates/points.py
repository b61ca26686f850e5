"""Reads a calendar expression into points and resolves them to days.

A point is what one date says: year, part of the year or festival, month, part of the month, day, any of them
missing. What is missing comes from the other end of a range, from the sentence, or from the reference date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vectorstore.dates.calendar import (
    FESTIVAL_NAMES,
    Days,
    day,
    festival_days,
    months,
    nearest,
    shifted_month,
)
from vectorstore.dates.patterns import ATOM

_RANK = {"year": 1, "part": 2, "festival": 2, "month": 2, "mpart": 3, "day": 3}
_YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "后": 2}
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8), "寒": (1, 2)}
_MONTH_PARTS = {
    "上旬": (1, 10),
    "初": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
    "上中旬": (1, 20),
    "中下旬": (11, 31),
}
_ALIASES = {
    "五一": "劳动节",
    "十一": "国庆",
    "六一": "儿童节",
    "七一": "建党节",
    "八一": "建军节",
    "五四": "青年节",
    "三八": "妇女节",
}
_FESTIVAL = re.compile("|".join((*(name.removesuffix("节") for name in FESTIVAL_NAMES), *_ALIASES)))
_FULL_NAMES = {name.removesuffix("节"): name for name in FESTIVAL_NAMES} | _ALIASES
_FESTIVAL_WORD = re.compile("前夕|前后|当[天日]|假|黄金周|期间|放假|档")
_DIGITS = re.compile("[0-9]+")
_CHINESE = re.compile("[〇零○一二两三四五六七八九十廿]+")
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


@dataclass(slots=True)
class Point:
    """The words of one date as they stand in the text; None: the date does not say."""

    start: int
    end: int
    year: str | None = None
    part: str | None = None
    festival: str | None = None
    month: str | None = None
    mpart: str | None = None
    day: str | None = None
    joined: bool = False  # the far end of a range that the point before opens


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a date is resolved against."""

    reference: date | None  # None: only what the text itself states can be resolved
    ahead: float  # how many days of the past one day of the future counts, where the year is not stated
    year: int | None = None  # the last year stated before; None: none
    month: int | None = None  # the last month stated before in the same sentence; None: none
    inherits: bool = False  # the sentence has stated year and month, so a bare month or day belongs to them


def number(text: str) -> int:
    """The value of the first number in the text: digits, 二〇二四, 十八, 廿三; 0 where there is none."""
    digits = _DIGITS.search(text)
    if digits:
        return int(digits[0])
    chinese = _CHINESE.search(text)
    if not chinese:
        return 0
    numeral = chinese[0].replace("廿", "二十")
    if "十" not in numeral:
        return int("".join(str(_VALUES[c]) for c in numeral))
    tens, _, ones = numeral.partition("十")
    # A second 十 (十十) is no number of the calendar; its first ten is read.
    return (_VALUES[tens[-1]] if tens else 1) * 10 + (_VALUES.get(ones[:1], 0) if ones else 0)


def points(text: str, start: int, end: int) -> tuple[Point, ...]:
    """The points of the calendar expression `text[start:end]`, in order."""
    found: list[Point] = []
    rank, linked, position = 9, False, start
    while position < end and (atom := ATOM.match(text, position)):
        position = atom.end()
        kind = atom.lastgroup or ""
        if kind == "to":
            linked = bool(found)
        if kind not in _RANK:
            continue
        if not found or linked or _RANK[kind] <= rank:
            found.append(Point(atom.start(), position, joined=linked))
        rank, linked = _RANK[kind], False
        setattr(found[-1], kind, atom[0])
        found[-1].end = position
    return tuple(found)


def resolve(point: Point, anchor: Anchor) -> Days | None:
    """The days of one point, or None where they cannot be told (no reference, no such day)."""
    year, month = stated_year(point, anchor), None
    by = _month_shift(point.month) if point.month else None
    if by is not None:
        if anchor.reference is None:
            return None
        year, month = shifted_month(anchor.reference, by)
    elif year is None and anchor.inherits and (point.month or point.day):
        year, month = anchor.year, None if point.month else anchor.month
    if year is not None:
        return _build(point, year, month)
    if anchor.reference is None:
        return None
    return _nearest(point, anchor.reference, anchor.ahead)


def stated_year(point: Point, anchor: Anchor) -> int | None:
    """The year that the point names, or None: it names none, or one relative to something unknown."""
    if not point.year or point.year.startswith("年"):
        return None
    word = point.year
    if word[0] in "同当次翌":
        return None if anchor.year is None else anchor.year + (word[0] in "次翌")
    if word[0] in _YEARS:
        return None if anchor.reference is None else anchor.reference.year + _YEARS[word[0]]
    value = number(word)
    return value + 2000 if value < 100 else value


def relative_unknown(point: Point, anchor: Anchor) -> bool:
    """Whether the point names a year that an earlier date or the reference should tell, and neither does."""
    return bool(point.year and not point.year.startswith("年")) and stated_year(point, anchor) is None


def resolve_pair(first: Point, last: Point, anchor: Anchor) -> Days | None:
    """From one point's first day to the other's last, each completed by the other; None as in `resolve`."""
    opening = resolve(first, anchor)
    from_opening = Anchor(anchor.reference, anchor.ahead, year=opening.first.year if opening else anchor.year)
    closing_year = stated_year(last, from_opening)
    if closing_year and stated_year(first, anchor) is None:
        # 12月28日至2024年1月3日: the near end takes the far end's year, or the year before it.
        years = (closing_year - ("次" in str(last.year) or "翌" in str(last.year)), closing_year - 1)
        opening = next(
            (days for year in years if (days := _ordered(first, last, (year, closing_year)))), opening
        )
        return _ordered(first, last, (opening.first.year, closing_year)) if opening else None
    if opening is None:
        return None
    closing = _closing(last, anchor, opening, closing_year or opening.first.year)
    return Days(opening.first, closing.last) if closing and opening.first <= closing.last else None


def _ordered(first: Point, last: Point, years: tuple[int, int]) -> Days | None:
    """The range between two points with their own months in those years; None where it runs backwards."""
    opening, closing = _build(first, years[0], None), _build(last, years[1], None)
    return (
        Days(opening.first, closing.last) if opening and closing and opening.first <= closing.last else None
    )


def _closing(last: Point, anchor: Anchor, opening: Days, year: int) -> Days | None:
    """The far end of a range that opens on `opening`, in the year given or, if that runs backwards, later."""
    if last.month and _month_shift(last.month) is not None:
        return resolve(last, anchor)
    month = opening.first.month if last.day else None
    closing = _build(last, year, month)
    if closing and closing.last < opening.first and not last.year:
        if last.day and not last.month:
            return _build(last, *shifted_month(opening.first, 1))
        return _build(last, year + 1, month)
    return closing


def _month_shift(word: str) -> int | None:
    """How many months from the reference's: 本月 0, 上月 -1, 下个月 1, 月(底) 0; None: the month is named."""
    if word[0] in "本这月":
        return 0
    if word[0] in "上下":
        return 1 if word[0] == "下" else -word.count("上")
    return None


def _nearest(point: Point, reference: date, ahead: float) -> Days | None:
    """The point without a year: the one of its recurrences that is nearest to the reference."""
    if point.day and not point.month:
        near = (shifted_month(reference, by) for by in (-1, 0, 1))
        return nearest((_build(point, year, month) for year, month in near), reference, ahead)
    years = range(reference.year - 1, reference.year + 2)
    return nearest((_build(point, year, None) for year in years), reference, ahead)


def _build(point: Point, year: int, month: int | None) -> Days | None:
    """The days of a point in that year; `month` stands in where the point names none."""
    if point.festival:
        return _festival(point.festival, year)
    if point.part:
        return months(year, *_part_months(point.part))
    if point.month and _month_shift(point.month) is None:
        month = number(point.month)
    if point.day:
        return day(year, month, number(point.day)) if month else None
    if month is None:
        return months(year, 1, 12)
    whole = months(year, month, month)
    if point.mpart:
        first, last = _MONTH_PARTS[point.mpart]
        return Days(date(year, month, first), date(year, month, min(last, whole.last.day)))
    return whole


def _festival(words: str, year: int) -> Days | None:
    name = _FESTIVAL.search(words)
    if not name:
        return None
    word = _FESTIVAL_WORD.search(words, name.end())
    return festival_days(_FULL_NAMES[name[0]], year, word[0] if word else "")


def _part_months(word: str) -> tuple[int, int]:
    """First and last month of a part of the year: 上半年, 第三季度, 前三季度, 年底, 年初, 春季."""
    if "半" in word:
        return (1, 6) if "上" in word else (7, 12)
    if "个月" in word:
        return 1, number(word)
    if "季度" in word:
        count = number(word) or 1  # 首季度
        return (1 if "前" in word else count * 3 - 2), count * 3
    for season, span in _SEASONS.items():
        if season in word:
            return span
    if "中" in word:
        return 6, 7
    return (1, 1) if "初" in word else (12, 12)
