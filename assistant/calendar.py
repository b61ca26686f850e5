"""Which issues the library holds and which seem to be missing, day by day. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from vectorstore.issues import Issue

Held = Literal["held", "missing", "none"]  # `none`: the paper does not seem to appear on that day of the week
_ENOUGH = 4  # issues from which on the days of the week on which a paper appears can be told
_REGULAR = 0.5  # of the weeks: a day of the week on which it appears more rarely is none of its days


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a newspaper."""

    day: date
    held: Held
    articles: int
    pages: tuple[str, ...]  # names of the pages there are articles of


def publications(issues: Sequence[Issue]) -> tuple[str | None, ...]:
    """The newspapers, that with the most issues first; None: issues whose newspaper is not known."""
    counts = Counter(issue.publication for issue in issues)
    return tuple(sorted(counts, key=lambda name: (-counts[name], name or "")))


def months(issues: Sequence[Issue], publication: str | None) -> tuple[tuple[date, tuple[Day, ...]], ...]:
    """(first of the month, its days from the first issue to the last), newest month first; months without an issue or
    a missing one are left out.

    Missing is a day without an issue between the first and the last one, on a day of the week on which the paper
    appears in at least half of the weeks.
    """
    held = {issue.day: issue for issue in issues if issue.publication == publication}
    if not held:
        return ()
    first, last = min(held), max(held)
    regular = _regular(sorted(held), first, last)
    found: defaultdict[date, list[Day]] = defaultdict(list)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        issue = held.get(day)
        if issue is not None:
            entry = Day(day, "held", issue.articles, issue.pages)
        else:
            entry = Day(day, "missing" if day.weekday() in regular else "none", 0, ())
        found[day.replace(day=1)].append(entry)
    told = (month for month, days in found.items() if any(day.held != "none" for day in days))
    return tuple((month, tuple(found[month])) for month in sorted(told, reverse=True))


def _regular(days: Sequence[date], first: date, last: date) -> frozenset[int]:
    if len(days) < _ENOUGH:
        return frozenset()
    counts = Counter(day.weekday() for day in days)
    span = (last - first).days + 1
    could = Counter((first + timedelta(days=offset)).weekday() for offset in range(span))
    return frozenset(weekday for weekday, count in counts.items() if count >= _REGULAR * could[weekday])
