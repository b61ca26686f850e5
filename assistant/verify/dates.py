"""Dates in a sentence, and whether a claimed date is the one a source means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.verify.quantities import numeral

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:\d{4}|[一二][〇零一二三四五六七八九]{3})"
_REL_YEARS = {"今年": 0, "本年": 0, "去年": -1, "明年": 1, "前年": -2, "后年": 2}
_REL_MONTHS = {"本月": 0, "这个月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
_REL_DAYS = {"今": 0, "昨": -1, "明": 1}
_REL_WORDS = {"前天": -2, "前日": -2, "后天": 2, "后日": 2}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}

DATE = (
    rf"(?<!\d)(?P<iy>\d{{4}})(?P<isep>[-/.])(?P<im>\d{{1,2}})(?P=isep)(?P<id>\d{{1,2}})(?!\d)"
    rf"|(?:(?P<y>{_YEAR})年|(?P<ry>{'|'.join(_REL_YEARS)})(?:的)?)?"
    rf"(?P<m>{_N})月(?:份|(?P<d>{_N})(?:[日号](?!楼)|(?=[至到、~-]{_N}[日号])))?"
    rf"|(?P<yy>{_YEAR})(?:年(?!代)|(?=(?:年?[至到~-]){_YEAR}年))度?"
    rf"|(?P<ryy>{'|'.join(_REL_YEARS)})"
    rf"|(?P<rm>{'|'.join(sorted(_REL_MONTHS, key=len, reverse=True))})(?:(?P<rmd>{_N})[日号])?"
    rf"|(?<![\d.第A-Za-z])(?P<dd>\d{{1,2}})(?:[日号](?![楼线院店馆台令文])|(?=[至到、~-]{{1,2}}\d{{1,2}}[日号]))"
    rf"|(?<![\d.第])(?P<mm>\d{{1,2}})(?=[至到、~-]{{1,2}}\d{{1,2}}月)"
    r"|(?P<rd>[今昨]|(?<![光文])明)(?:天|日|(?=[晚早晨]))|(?P<rw>前天|前日|后天|后日)"
    r"|(?P<wr>[上下本])?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?!年)"
    r"|(?<![\d.])(?P<h>\d{1,2})(?:(?::(?P<min>\d{2})|[时点](?P<min2>\d{1,2})分|[时点]整?(?![间候代评赞到球差名项条建多])(?P<half>半)?)(?::\d{2})?)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is written; each None was not written.

    `years_off`, `months_off`, `days_off` are the distance of 去年, 上月, 昨日 from the day of issue.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    years_off: int | None = None
    months_off: int | None = None
    days_off: int | None = None
    clock: str | None = None  # "9:30", or "W2" for 周三
    near_month: int | None = None  # the last month named before it in the same text

    @property
    def key(self) -> str:
        """Equal for dates worth comparing part by part."""
        if self.clock:
            return "T" + self.clock
        if self.days_off is not None:
            return f"R{self.days_off}"
        if self.day:
            return f"D{self.day}"
        if self.month:
            return f"M{self.month}"
        if self.months_off is not None:
            return f"N{self.months_off}"
        return f"Y{self.year}" if self.year else f"Z{self.years_off}"


def read_date(match: re.Match[str], near_month: int | None) -> Day | None:
    """The date a `DATE` match stands for; None where it can be none (month 13)."""
    g = match.groupdict()
    if g["h"]:
        minute = g["min"] or g["min2"] or ("30" if g["half"] else "0")
        return Day(clock=f"{int(g['h'])}:{int(minute)}")
    if g["w"]:
        return Day(clock=f"W{g['wr'] or ''}{_WEEKDAYS[g['w']]}")
    if g["rd"] or g["rw"]:
        return Day(days_off=_REL_DAYS[g["rd"]] if g["rd"] else _REL_WORDS[g["rw"]])
    relative = g["ry"] or g["ryy"]
    months_off = _REL_MONTHS[g["rm"]] if g["rm"] else None
    year = _int(g["iy"] or g["y"] or g["yy"])
    month = _int(g["im"] or g["m"] or g["mm"])
    day = _int(g["id"] or g["d"] or g["dd"] or g["rmd"])
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    return Day(
        year=year,
        month=month,
        day=day,
        years_off=_REL_YEARS[relative] if relative else None,
        months_off=months_off,
        near_month=near_month,
    )


def _int(text: str | None) -> int | None:
    if not text:
        return None
    value = int(text) if text.isdigit() else numeral(text)
    return None if value is None else int(value)


def same_date(claim: Day, found: Day, issued: date | None) -> bool:
    """Whether `found`, in a source issued on `issued`, is (or lies within) the claimed date."""
    if claim.clock or found.clock:
        return claim.clock == found.clock
    if _written(claim) == _written(found):
        return True
    if not _offsets_agree(claim, found, issued):
        return False
    years, months, days = _possible(found, issued)
    claimed_years, claimed_months, claimed_days = _possible(claim, issued)
    if claimed_days and not days:
        return False
    if claimed_months and not months and not claim.day:
        return False
    return (
        _overlap(claimed_days, days)
        and _overlap(claimed_months, months)
        and _overlap(claimed_years, years, open_ended=found.year is None and found.years_off is None)
    )


def _offsets_agree(claim: Day, found: Day, issued: date | None) -> bool:
    """昨日 is not 明日; without a day of issue 去年 is only 去年."""
    pairs = (
        (claim.years_off, found.years_off),
        (claim.months_off, found.months_off),
        (claim.days_off, found.days_off),
    )
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return False
    return issued is not None or all(one is None or other is not None for one, other in pairs)


def _written(day: Day) -> tuple[int | None, ...]:
    return (day.year, day.month, day.day, day.years_off, day.months_off, day.days_off)


def _overlap(claimed: frozenset[int], found: frozenset[int], *, open_ended: bool = True) -> bool:
    """No claim, or nothing known to the contrary where that is allowed, or a common value."""
    return not claimed or bool(claimed & found) or (open_ended and not found)


def _possible(day: Day, issued: date | None) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """The years, months and days it may mean; an empty set says nothing is known."""
    if day.days_off is not None:
        if issued is None:
            return frozenset(), frozenset(), frozenset()
        at = issued + timedelta(days=day.days_off)
        return frozenset({at.year}), frozenset({at.month}), frozenset({at.day})
    days = frozenset({day.day}) if day.day else frozenset[int]()
    return _years(day, issued), _months(day, issued), days


def _months(day: Day, issued: date | None) -> frozenset[int]:
    if day.month:
        return frozenset({day.month})
    if day.months_off is not None:
        return frozenset({(issued.month - 1 + day.months_off) % 12 + 1}) if issued else frozenset()
    if not day.day:
        return frozenset()
    months = {day.near_month} if day.near_month else set()
    if issued:
        months.add(issued.month if day.day <= issued.day else (issued.month - 2) % 12 + 1)
        months.add(issued.month)
    return frozenset(months)


def _years(day: Day, issued: date | None) -> frozenset[int]:
    if day.year:
        return frozenset({day.year})
    if issued is None:
        return frozenset()
    if day.years_off is not None:
        return frozenset({issued.year + day.years_off})
    if day.month and day.month > issued.month:
        return frozenset({issued.year, issued.year - 1})
    return frozenset({issued.year})
