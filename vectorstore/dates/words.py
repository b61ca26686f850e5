"""Resolves the words that are matched whole: weeks, days, spans, vague words, lunar dates, decades, plans."""

from __future__ import annotations

import re
from datetime import date, timedelta

from vectorstore.dates.calendar import (
    FIRST_YEAR,
    Days,
    back,
    day,
    latest,
    lunar_day,
    lunar_month,
    months,
    nearest,
    sexagenary_year,
    week,
)
from vectorstore.dates.points import number

Found = tuple[Days, bool]  # the days and whether they are certain

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = re.compile(f"([{_STEMS}])([{_BRANCHES}]).?年")
_LUNAR = re.compile("(闰?)([正冬腊一二三四五六七八九十]{1,2})月(?:初?([一二三四五六七八九十廿]{1,3}))?")
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_YEAR_WORDS = {"今": 0, "去": -1, "明": 1, "前": -2}
_OFFSETS = {"大前": -3, "大后": 3, "今": 0, "昨": -1, "前": -2, "明": 1, "后": 2}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_UNITS = {"天": "天", "日": "天", "周": "周", "星": "周", "月": "月", "季": "季", "年": "年"}
_UNIT = re.compile("天|日|周|星|月|季|年")
# How far back a vague word reaches, in days; the longest-known kind of word first.
_VAGUE = (
    (re.compile("几个月"), 180),
    (re.compile("年"), 3 * 365),
    (re.compile("近日|日前|连日|[前这近]几[天日]|[前这]两[天日]|[几数][天日]前|前些|新近"), 15),
)
_VAGUE_DAYS = 30  # 近期, 近来, 最近, 前不久, 前段时间, and in questions 目前, 现在


def week_days(words: str, reference: date) -> Found:
    """上周 本周 下周, with or without a weekday."""
    by = {"上": -1, "下": 1}.get(words[0], 0) * (2 if words.startswith("上上") else 1)
    days = week(reference, by)
    if words.endswith("末"):
        return Days(days.last - timedelta(days=1), days.last), True
    weekday = _WEEKDAYS.get(words[-1])
    if weekday is None:
        return days, True
    only = days.first + timedelta(days=weekday)
    return Days(only, only), True


def near_day(words: str, reference: date) -> Found:
    """今天 昨日 前天 明晚 and the like."""
    by = next(offset for word, offset in _OFFSETS.items() if words.startswith(word))
    only = reference + timedelta(days=by)
    return Days(only, only), True


def span(words: str, reference: date, *, asked: bool) -> Found | None:
    """近三年来, 最近一周, 3年多来: up to the reference.

    Certain unless it says 多 or 余, counts ten years or more, or has a bare 近 (nearly?) in an article.
    """
    unit, count = _unit(words), number(words)
    loose = "多" in words or "余" in words
    if "半" in words:
        days = Days(reference - timedelta(days={"年": 182, "月": 15, "天": 1}.get(unit, 4)), reference)
        return days, not loose
    if not count:
        return None
    days = latest(reference, count + loose, unit)
    plain = words.startswith("近") and not words.endswith(("来", "里", "间", "内"))
    loose = loose or (unit == "年" and count >= 10)  # 近三十年 rounds
    return days, not loose and (asked or not plain)


def ago(words: str, reference: date) -> Found | None:
    """3天前, 两周前, 三个月前, 五年前: the day, week, month or year. Only days are certain."""
    unit, count = _unit(words), number(words)
    if not count:
        return (Days(back(reference, 6, "月"), reference), False) if "半" in words else None
    then = back(reference, count, unit)
    if unit == "天":
        return Days(then, then), "多" not in words and "余" not in words
    if unit == "周":
        return week(reference, -count), False
    if unit == "月":
        return months(then.year, then.month, then.month), False
    return months(then.year, 1, 12), False


def vague(words: str, reference: date) -> Found:
    """近日, 日前, 前不久, 近期, 近年来: the weeks (or years) up to the reference, never certain."""
    reach = next((days for pattern, days in _VAGUE if pattern.search(words)), _VAGUE_DAYS)
    return Days(reference - timedelta(days=reach), reference), False


def decade(words: str) -> Found:
    """上世纪90年代, 1980年代初: ten years, or the first or last three of them. Needs no reference."""
    value = number(words.partition("世纪")[2] or words)
    first = value if value > 100 else 1900 + value
    if words.endswith("初"):
        return Days(date(first, 1, 1), date(first + 2, 12, 31)), True
    start = first + 7 if words.endswith("末") else first
    return Days(date(start, 1, 1), date(first + 9, 12, 31)), True


def plan(words: str) -> Found:
    """“十四五”(期间): the years of a five-year plan; the eleventh was 2006 to 2010. Needs no reference."""
    first = 2006 + 5 * (number(words.strip("“”")[1]) - 1)
    return Days(date(first, 1, 1), date(first + 4, 12, 31)), True


def numeric(words: str) -> Found | None:
    """2024-04-18, 2024/4/18, 20240418; None where the calendar has no such day. Needs no reference."""
    digits = re.findall("[0-9]+", words)
    year, month, last = digits if len(digits) == 3 else (words[:4], words[4:6], words[6:])
    days = day(int(year), int(month), int(last))
    return (days, True) if days else None


def lunar(words: str, reference: date | None, anchor_year: int | None) -> Found | None:
    """甲辰年三月初十, 农历八月十五, 正月初一: the solar day or month.

    The year is the one stated, else the one that recurs nearest to the reference; a place in the cycle of
    sixty is read near the reference or, without one, near `anchor_year`. None where neither helps.
    """
    found = _LUNAR.search(words, _cycle_end(words))
    if not found:
        return None
    month = _LUNAR_MONTHS.get(found[2]) or number(found[2])
    number_of_day, leap = number(found[3] or ""), bool(found[1])

    def build(year: int) -> Days | None:
        if not number_of_day:
            return lunar_month(year, month, leap=leap)
        solar = lunar_day(year, month, number_of_day, leap=leap)
        return Days(solar, solar) if solar else None

    year = _lunar_year(words, reference, anchor_year)
    if year is not None:
        days = build(year)
        return (days, True) if days else None
    if reference is None:
        return None
    near = nearest((build(reference.year + by) for by in (-2, -1, 0, 1)), reference, 3)
    return (near, True) if near else None


def _cycle_end(words: str) -> int:
    """Where the year of the words ends, so that its numerals are not read as a month."""
    return words.rfind("年") + 1


def _lunar_year(words: str, reference: date | None, anchor_year: int | None) -> int | None:
    cycle = _CYCLE.search(words)
    near = reference.year if reference else anchor_year
    if cycle:
        stem, branch = _STEMS.index(cycle[1]), _BRANCHES.index(cycle[2])
        if near is None or (stem - branch) % 2:
            return None
        return sexagenary_year((6 * stem - 5 * branch) % 60, near)
    if words[:1] in _YEAR_WORDS and words[1:2] == "年":
        return reference.year + _YEAR_WORDS[words[0]] if reference else None
    stated = number(words[:4]) if words[:4].isdigit() else 0
    return stated if stated >= FIRST_YEAR else None


def _unit(words: str) -> str:
    """The unit of a count as `back` takes it; the last one named, as in 三个月前."""
    found = _UNIT.findall(words)
    return _UNITS[found[-1]] if found else "天"
