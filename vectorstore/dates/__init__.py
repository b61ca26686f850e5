"""Chinese dates in newspaper text and in questions, as ranges of days relative to a reference date.

A date without a year is the recurrence nearest to the reference, the past before the future: newspapers tell
what has happened. Words of the future beside it (将于, 计划, 持续至) turn that round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vectorstore.dates import words as words
from vectorstore.dates.calendar import FIRST_YEAR, LAST_YEAR
from vectorstore.dates.patterns import ARTICLE, FOLD, FOLDABLE, NAME_DATE, QUESTION
from vectorstore.dates.points import number
from vectorstore.dates.scan import Mention, Scan, run_mentions

_CHINESE_NAME_DATE = re.compile(
    "[一二][〇零○九][〇零○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words that name days: `text` is the slice `start`..`end` of the text; days are inclusive."""

    start: int
    end: int
    text: str
    first: date
    last: date
    certain: bool  # explicit (昨日, 2023年10月, 上半年); False for a vague word (近日) or an open reading


def find_dates(text: str, reference: date | None) -> tuple[DateMention, ...]:
    """The dates in an article's text, in order, resolved against its issue date.

    Without a reference only dates that need none are returned. A reference outside 1901-2099, where the lunar
    tables are complete, counts as none. Never raises.
    """
    return _find(text, reference, ARTICLE)


def dates_in_question(question: str, today: date) -> tuple[DateMention, ...]:
    """The dates in a question, in order; certain ones may serve as a filter, the others as a preference.

    A day in a question may be that of the event and not of the issue: the caller decides. A date whose year
    had to be guessed and that lies ahead of `today` is never certain.
    """
    return _find(question, today, QUESTION)


def date_in_name(name: str) -> date | None:
    """The first valid date in a file name or path (2024-04-18, 20240418, 2024-04/18, 二〇二四年四月十八日).

    None where the name has none.
    """
    folded = _fold(name)
    for match in NAME_DATE.finditer(folded):
        year, *rest = (int(group) for group in match.groups() if group)
        try:
            return date(year, *rest)
        except ValueError:
            continue
    for match in _CHINESE_NAME_DATE.finditer(folded):
        year_words, _, day_words = match[0].partition("年")
        month_words, _, last = day_words.partition("月")
        try:
            return date(number(year_words), number(month_words), number(last))
        except ValueError:
            continue
    return None


def _fold(text: str) -> str:
    """Full-width digits and separators made half-width, one for one."""
    return text.translate(FOLD) if FOLDABLE.search(text) else text


def _find(text: str, reference: date | None, pattern: re.Pattern[str]) -> tuple[DateMention, ...]:
    if reference is not None and not FIRST_YEAR < reference.year < LAST_YEAR:
        reference = None
    scan = Scan(_fold(text), reference, pattern is QUESTION)
    found: list[DateMention] = []
    for match in pattern.finditer(scan.text):
        if match.lastgroup == "run" or (match.lastgroup == "asked" and not match[0].isdigit()):
            mentions = run_mentions(scan, match.start(), match.end())
        else:
            mentions = _words(scan, match)
        found.extend(
            DateMention(start, end, text[start:end], days.first, days.last, certain)
            for start, end, days, certain in mentions
        )
    return tuple(found)


def _words(scan: Scan, match: re.Match[str]) -> list[Mention]:
    """The mention of a family that is matched whole, if it can be resolved."""
    found = _resolve_words(scan, match.lastgroup or "", match[0])
    if found is None:
        return []
    days, certain = found
    if match.lastgroup == "iso":
        scan.note(days, match.end(), stated=True)
    return [(match.start(), match.end(), days, certain)]


def _resolve_words(scan: Scan, family: str, text: str) -> words.Found | None:
    if family == "lunar":
        return words.lunar(text, scan.reference, scan.year)
    absolute = {"iso": words.numeric, "asked": words.numeric, "decade": words.decade, "plan": words.plan}
    if family in absolute:
        return absolute[family](text)
    if scan.reference is None:
        return None
    if family == "span":
        return words.span(text, scan.reference, asked=scan.asked)
    resolvers = {"week": words.week_days, "today": words.near_day, "ago": words.ago}
    return resolvers.get(family, words.vague)(text, scan.reference)
