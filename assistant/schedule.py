"""Digests that fall due: which periods of a schedule are over, and making a digest of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.batch_digest import Each, Part, parts_of
from assistant.digest import Digesting, digest
from assistant.kept_digests import KeptDigests, Schedule

EACH_WORDS: dict[Each, str] = {"day": "每天", "week": "每周", "month": "每月"}
_MOST = 31  # periods of one schedule made in one run: a machine that was off for a year catches up in steps
_LONGEST = timedelta(days=62)  # holds the whole of any period that begins in it

Progress = Callable[[int, int, str], None]  # digests done, digests in all, what is being made


@dataclass(frozen=True, slots=True)
class Made:
    """A digest that was due and is made."""

    id: int  # of the kept digest
    title: str


def first_day(day: date, each: Each) -> date:
    """The first day of the period that `day` lies in: the day, the Monday of its week, the first of its month."""
    if each == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if each == "month" else day


def next_part(schedule: Schedule) -> Part:
    """The next period that a schedule has no digest of."""
    request = replace(schedule.request, since=schedule.next, until=schedule.next + _LONGEST)
    return parts_of(request, schedule.each)[0]


def next_run(schedule: Schedule) -> date:
    """The day from which on the next digest can be made: the one after its period's last."""
    return _following(next_part(schedule))


def due(schedule: Schedule, today: date) -> tuple[Part, ...]:
    """The periods that are over and have no digest, oldest first."""
    parts: list[Part] = []
    part = next_part(schedule)
    while _following(part) <= today and len(parts) < _MOST:
        parts.append(part)
        part = next_part(replace(schedule, next=_following(part)))
    return tuple(parts)


def run_due(
    kept: KeptDigests,
    *,
    using: Digesting,
    now: datetime,
    watched: Sequence[str] = (),
    report: Progress = lambda _done, _total, _title: None,
) -> Iterator[Made]:
    """Make and keep every digest that is due, oldest periods first; each counts as soon as it is kept.

    `watched`: the topics to be told of in any case. Raises LibraryError, ChatError: what was made stays, and the next run goes on with the rest.
    """
    todo = [(schedule, part) for schedule in kept.schedules() for part in due(schedule, now.date())]
    todo.sort(key=lambda each: each[1].request.until)
    for done, (schedule, part) in enumerate(todo):
        report(done, len(todo), part.name)
        made = digest(replace(part.request, watched=tuple(watched)), using=using, now=now)
        number = kept.add(made)
        kept.advance(schedule.id, _following(part))
        yield Made(number, made.title)
    report(len(todo), len(todo), "")


def _following(part: Part) -> date:
    return part.request.until + timedelta(days=1)
