"""Whether what an article says is of the year and period a question asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?![\d.])")
_RELATIVE_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}
_RELATIVE = re.compile("|".join(_RELATIVE_YEARS))
_PERIOD = re.compile(
    r"第?[一二三四1-4]季度|[上下]半年|前[一二三\d]+季度|(?<!\d)\d{1,2}月(?!\d)|前\d+个月"
    r"|[一二三四五六七八九十]{1,2}月(?![一二三四五六七八九十])|[春秋暑]季"
)
_NUMERALS = {"十二": "12", "十一": "11"} | {char: str(n) for n, char in enumerate("一二三四五六七八九十", 1)}
_NUMERAL = re.compile("|".join(_NUMERALS))
_ANOTHER = re.compile("上赛季|上届|上一届|卫冕|往届|历届|首届|上年同期|同期|前年")

_MAYBE, _FINER = 0.5, 0.7  # how far it tells: the asked year is beside another; a part of the asked year


@dataclass(frozen=True, slots=True)
class Times:
    """The years and the periods within a year that a text names."""

    years: frozenset[int]
    periods: frozenset[str]


def times_of(text: str) -> Times:
    """What the folded text names: years in four digits, quarters, half-years, months without a day."""
    return Times(frozenset(map(int, YEAR.findall(text))), _periods(text))


def elsewhen(
    asked: Times,
    sentence: str,
    place: tuple[int, int],
    *,
    clause: str,
    issued: date | None,
    before: int | None,
    dated: bool,
    counted: bool,
) -> float:
    """How far what stands at `place` (start, end) of a folded sentence is of another time than asked, 0..1.

    `clause`: what it stands in; `before`: the last year named before the sentence, or of the issue; `dated`:
    it is a date itself; `counted`: a figure, which a year gives no part of.
    """
    told = (
        _other_year(asked, _years(sentence, issued), place, before=before, dated=dated)
        if asked.years
        else 0.0
    )
    if not dated:
        here = _periods(clause)
        if asked.periods:
            near = here or _periods(sentence)
            if near and not near & asked.periods:
                told = max(told, 1.0 if here else _MAYBE)
        elif here and asked.years and counted:
            told = max(told, _FINER)
    if asked.years and _ANOTHER.search(clause):
        told = max(told, _FINER)
    return told


def _other_year(
    asked: Times,
    years: Sequence[tuple[int, int, int]],
    place: tuple[int, int],
    *,
    before: int | None,
    dated: bool,
) -> float:
    inside = [year for start, end, year in years if start < place[1] and end > place[0]]
    if dated and inside:
        nearest: int | None = inside[0]
    else:
        beside = [each for each in years if not dated or each[0] >= place[1] or each[1] <= place[0]]
        behind = [year for start, _, year in beside if start <= place[0]]
        ahead = [year for start, _, year in beside if start > place[0]]
        nearest = behind[-1] if behind else ahead[0] if ahead else None
    if nearest is None:
        return _MAYBE if before is not None and before not in asked.years else 0.0
    if nearest in asked.years:
        return 0.0
    return _MAYBE if any(year in asked.years for _, _, year in years) else 1.0


def _years(sentence: str, issued: date | None) -> list[tuple[int, int, int]]:
    """Start, end and year of each year named, in order; 去年 only where the issue is dated."""
    years = [(*match.span(), int(match[1])) for match in YEAR.finditer(sentence)]
    if issued is not None:
        years += [
            (*match.span(), issued.year + _RELATIVE_YEARS[match.group()])
            for match in _RELATIVE.finditer(sentence)
        ]
    return sorted(years)


def _periods(text: str) -> frozenset[str]:
    return frozenset(
        _NUMERAL.sub(lambda found: _NUMERALS[found[0]], match.group().removeprefix("第"))
        for match in _PERIOD.finditer(text)
    )
