"""What was printed when, in SQL: the articles of a period in the order of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vectorstore.database import Database
from vectorstore.library_schema import JOINED, condition, from_row
from vectorstore.records import Article, Filter

_IN_ORDER = "ORDER BY a.issued, a.publication, a.rowid"


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a newspaper, as far as the library has it."""

    publication: str | None  # None: not known
    day: date
    pages: tuple[str, ...]  # names of the pages it has articles of; () where none is known
    articles: int


class Issues:
    """The library by issue. Every method may raise LibraryError."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def articles(self, admit: Filter) -> tuple[Article, ...]:
        """The served articles that are admitted, by day and publication, then in the order they came in."""
        where, values = condition(admit)
        sql = f"SELECT {JOINED} FROM articles a WHERE a.state = 'ready'{where} {_IN_ORDER}"
        with self._db.read() as db:
            return tuple(from_row(row) for row in db.execute(sql, values))

    def ids(self, admit: Filter) -> tuple[str, ...]:
        """The ids of `articles`, in the same order."""
        where, values = condition(admit)
        sql = f"SELECT a.id FROM articles a WHERE a.state = 'ready'{where} {_IN_ORDER}"
        with self._db.read() as db:
            return tuple(name for (name,) in db.execute(sql, values))

    def issues(self, admit: Filter) -> tuple[Issue, ...]:
        """The issues that served and admitted articles stand in, oldest first."""
        where, values = condition(admit)
        sql = (
            "SELECT a.publication, a.issued, group_concat(DISTINCT a.page), count(*) FROM articles a "
            f"WHERE a.state = 'ready' AND a.issued IS NOT NULL{where} GROUP BY a.publication, a.issued "
            "ORDER BY a.issued, a.publication"
        )
        with self._db.read() as db:
            return tuple(
                Issue(
                    name, date.fromisoformat(day), tuple(sorted((pages or "").split(",")) if pages else ()), n
                )
                for name, day, pages, n in db.execute(sql, values)
            )

    def matching(self, words: Sequence[str], admit: Filter, *, limit: int) -> tuple[Article, ...]:
        """The served and admitted articles in whose headline, kicker or text all the words stand as they are written,
        newest first, at most so many."""
        where, values = condition(admit)
        likes = [f"%{word.replace('^', '^^').replace('%', '^%').replace('_', '^_')}%" for word in words]
        said = "coalesce(a.kicker, '') || ' ' || coalesce(a.headline, '') || ' ' || a.text"
        has = "".join(f" AND {said} LIKE ? ESCAPE '^'" for _ in likes)
        sql = (
            f"SELECT {JOINED} FROM articles a WHERE a.state = 'ready'{where}{has} "
            "ORDER BY a.issued DESC NULLS LAST, a.rowid LIMIT ?"
        )
        with self._db.read() as db:
            return tuple(from_row(row) for row in db.execute(sql, (*values, *likes, limit)))

    def origins(self) -> frozenset[tuple[str, date | None]]:
        """The files, with the issues, that articles came from, those in the trash included."""
        sql = "SELECT origin, issued FROM articles UNION SELECT origin, issued FROM trash"
        with self._db.read() as db:
            return frozenset(
                (name, date.fromisoformat(day) if day else None) for name, day in db.execute(sql)
            )

    def undated(self) -> int:
        """How many served articles no period holds, for their day is not known."""
        with self._db.read() as db:
            (count,) = db.execute(
                "SELECT count(*) FROM articles WHERE state = 'ready' AND issued IS NULL"
            ).fetchone()
        return int(count)
