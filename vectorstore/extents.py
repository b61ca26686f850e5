"""What a library holds of what a filter admits: counted once for every state of the library."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date

from vectorstore.database import Database
from vectorstore.records import Filter

_SERVED = "served"  # entry of the manifest: how often articles began or ceased to be served


@dataclass(frozen=True, slots=True)
class Extent:
    """What a library holds."""

    articles: int
    first: date | None  # oldest issue date; None: no dated article
    last: date | None  # newest issue date; None: no dated article
    publications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Articles that no filter parts."""

    issued: str | None
    publication: str | None
    page: str | None
    kind: str
    articles: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """One state of the library."""

    served: str | None
    groups: tuple[_Group, ...]
    merged: tuple[_Group, ...]  # the groups of all pages and kinds in one, for filters that ask for neither
    extents: dict[Filter, Extent] = field(default_factory=dict)


class Extents:
    """Extents of a library, for any number of threads. Every method may raise LibraryError."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._counted: _Counted | None = None  # None: nothing counted yet

    def extent(self, admit: Filter) -> Extent:
        """Counts, first and last issue date and publications of what is served and admitted."""
        counted = self._current()
        found = counted.extents.get(admit)
        if found is None:
            fine = admit.page is not None or admit.kind is not None
            found = counted.extents[admit] = _sum(counted.groups if fine else counted.merged, admit)
        return found

    def _current(self) -> _Counted:
        counted = self._counted
        with self._db.read() as db:
            row = db.execute("SELECT value FROM manifest WHERE name = ?", (_SERVED,)).fetchone()
            served = row[0] if row else None
            if counted is None or counted.served != served:
                rows = db.execute(
                    "SELECT issued, publication, page, kind, count(*) FROM articles WHERE state = 'ready' "
                    "GROUP BY issued, publication, page, kind"  # answered by the index articles_extent alone
                )
                groups = tuple(_Group(*row) for row in rows)
                counted = self._counted = _Counted(served, groups, _merged(groups))
        return counted


def note_served(db: sqlite3.Connection) -> None:
    """Have every process count anew; belongs to each transaction that changes which articles are served."""
    db.execute(
        "INSERT INTO manifest VALUES (?, '1') ON CONFLICT (name) DO UPDATE SET value = value + 1", (_SERVED,)
    )


def _merged(groups: tuple[_Group, ...]) -> tuple[_Group, ...]:
    counts: dict[tuple[str | None, str | None], int] = {}
    for group in groups:
        key = (group.issued, group.publication)
        counts[key] = counts.get(key, 0) + group.articles
    return tuple(_Group(issued, name, None, "", count) for (issued, name), count in counts.items())


def _sum(groups: tuple[_Group, ...], admit: Filter) -> Extent:
    since = admit.since.isoformat() if admit.since else None
    until = admit.until.isoformat() if admit.until else None
    found = [
        group
        for group in groups
        if (since is None or (group.issued is not None and group.issued >= since))
        and (until is None or (group.issued is not None and group.issued <= until))
        and admit.publication in (None, group.publication)
        and admit.page in (None, group.page)
        and admit.kind in (None, group.kind)
    ]
    days = {group.issued for group in found if group.issued is not None}
    names = {group.publication for group in found if group.publication is not None}
    return Extent(
        sum(group.articles for group in found),
        date.fromisoformat(min(days)) if days else None,
        date.fromisoformat(max(days)) if days else None,
        tuple(sorted(names)),
    )
