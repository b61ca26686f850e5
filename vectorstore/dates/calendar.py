"""Calendar arithmetic behind `dates`: months, weeks, spans back in time, the lunar calendar, festivals.

Lunar dates and solar terms come from `borax` (MIT, tables for 1900-2100); no other module imports it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from borax.calendars.lunardate import LunarDate, TermUtils  # type: ignore[import-untyped]

FIRST_YEAR, LAST_YEAR = 1900, 2100  # what the lunar tables cover
_QINGMING = 6  # index among the 24 solar terms, counted from 小寒
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """An inclusive range of days."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Festival:
    month: int
    day: int
    lunar: bool = False
    bare: tuple[int, int] = (0, 0)  # days added at each end when only its name is given
    holiday: tuple[int, int] = (0, 0)  # the same, for its days off (假期, 期间)


# The days off move from year to year: the days named here are those off in most years since 2020.
_FESTIVALS = {
    "元旦": _Festival(1, 1, holiday=(0, 2)),
    "妇女节": _Festival(3, 8),
    "植树节": _Festival(3, 12),
    "劳动节": _Festival(5, 1, bare=(0, 4), holiday=(0, 4)),
    "青年节": _Festival(5, 4),
    "护士节": _Festival(5, 12),
    "儿童节": _Festival(6, 1),
    "建党节": _Festival(7, 1),
    "建军节": _Festival(8, 1),
    "教师节": _Festival(9, 10),
    "国庆": _Festival(10, 1, bare=(0, 6), holiday=(0, 6)),
    "记者节": _Festival(11, 8),
    "圣诞节": _Festival(12, 25),
    "春节": _Festival(1, 1, lunar=True, bare=(-1, 6), holiday=(-1, 6)),
    "元宵": _Festival(1, 15, lunar=True),
    "端午": _Festival(5, 5, lunar=True, holiday=(-2, 2)),
    "七夕": _Festival(7, 7, lunar=True),
    "中秋": _Festival(8, 15, lunar=True, holiday=(-2, 2)),
    "重阳": _Festival(9, 9, lunar=True),
    "清明": _Festival(4, 0, holiday=(-2, 2)),  # day 0: a solar term
    "除夕": _Festival(1, 0, lunar=True),  # day 0: the day before the year's first
    "腊八": _Festival(12, 8, lunar=True),
}
FESTIVAL_NAMES = tuple(_FESTIVALS)
_EVE, _AROUND = timedelta(days=7), timedelta(days=7)


def day(year: int, month: int, number: int) -> Days | None:
    """One day, or None where the calendar has no such day."""
    try:
        only = date(year, month, number)
    except ValueError:
        return None
    return Days(only, only)


def months(year: int, first: int, last: int) -> Days:
    """Whole months of one year; `last` may be 13 to 24 for months of the year after."""
    end_year, end_month = divmod(year * 12 + last, 12)
    return Days(date(year, first, 1), date(end_year, end_month + 1, 1) - _DAY)


def shifted_month(reference: date, by: int) -> tuple[int, int]:
    """(year, month) that lies `by` months from the reference's."""
    year, month = divmod(reference.year * 12 + reference.month - 1 + by, 12)
    return year, month + 1


def week(reference: date, by: int) -> Days:
    """Monday to Sunday of the week `by` weeks from the reference's (ISO 8601 weeks)."""
    monday = reference - timedelta(days=reference.weekday()) + timedelta(weeks=by)
    return Days(monday, monday + timedelta(days=6))


def back(reference: date, count: int, unit: str) -> date:
    """The day `count` units (天 周 季 月 年) before the reference; a 31st becomes a month's last day."""
    if unit == "天":
        return reference - timedelta(days=count)
    if unit == "周":
        return reference - timedelta(weeks=count)
    year, month = shifted_month(reference, -count * {"月": 1, "季": 3, "年": 12}[unit])
    return date(year, month, min(reference.day, months(year, month, month).last.day))


def latest(reference: date, count: int, unit: str) -> Days:
    """The last `count` units up to and with the reference day: 近三天 is that day and the two before it."""
    return Days(back(reference, count, unit) + _DAY, reference)


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, number: int, *, leap: bool = False) -> date | None:
    """The solar date of a day of a lunar year, or None where that year has no such day."""
    try:
        solar: date = LunarDate(year, month, number, int(leap)).to_solar_date()
    except ValueError:
        return None
    return solar


def lunar_month(year: int, month: int, *, leap: bool = False) -> Days | None:
    """First to last day of a lunar month, or None where that year has no such month."""
    first = lunar_day(year, month, 1, leap=leap)
    last = lunar_day(year, month, 30, leap=leap) or lunar_day(year, month, 29, leap=leap)
    return Days(first, last) if first and last else None


def sexagenary_year(index: int, near: int) -> int:
    """The lunar year with that place (0 = 甲子) in the cycle of sixty that is nearest to the year `near`."""
    return near + (index - (near - 4) + 30) % 60 - 30


@lru_cache(maxsize=1024)
def festival_date(name: str, year: int) -> date | None:
    """The day of a festival of `FESTIVAL_NAMES` in a solar year, or None outside the tables."""
    if not FIRST_YEAR < year < LAST_YEAR:
        return None
    festival = _FESTIVALS[name]
    if name == "清明":
        term: date = TermUtils.nth_term_day(year, _QINGMING)
        return term
    if name == "除夕":
        new_year = lunar_day(year, 1, 1)
        return new_year - _DAY if new_year else None
    if festival.lunar:
        # The twelfth month of a lunar year falls into January of the solar year after.
        return lunar_day(year - (festival.month == 12), festival.month, festival.day)
    return date(year, festival.month, festival.day)


def festival_days(name: str, year: int, word: str) -> Days | None:
    """The days meant by a festival's name and the word behind it (前夕, 前后, 当天, 假期, 期间 or none)."""
    on = festival_date(name, year)
    if on is None:
        return None
    if word == "前夕":
        return Days(on - _EVE, on - _DAY)
    if word == "前后":
        return Days(on - _AROUND, on + _AROUND)
    if word in ("当天", "当日"):
        return Days(on, on)
    festival = _FESTIVALS[name]
    before, after = festival.holiday if word else festival.bare
    return Days(on + timedelta(days=before), on + timedelta(days=after))


def nearest(candidates: Iterable[Days | None], reference: date, ahead: float) -> Days | None:
    """The candidate nearest to the reference; a day in the future counts as `ahead` days of the past."""

    def cost(days: Days) -> float:
        if days.first > reference:
            return (days.first - reference).days * ahead
        return max((reference - days.last).days, 0)

    return min((days for days in candidates if days is not None), key=cost, default=None)
