"""Articles thrown away, in SQL: kept aside with their text until they are restored or their time is up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vectorstore.database import Database
from vectorstore.extents import note_served
from vectorstore.library_schema import ARTICLE, from_row
from vectorstore.records import Article

KEPT = timedelta(days=30)  # after that the next writer removes them for good
_SCHEMA = """
CREATE TABLE IF NOT EXISTS trash (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  discarded_at TEXT NOT NULL,
  discarded_by TEXT NOT NULL,
  key TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  headline TEXT, kicker TEXT, byline TEXT, publication TEXT, issued TEXT, page TEXT,
  kind TEXT NOT NULL, text TEXT NOT NULL, origin TEXT NOT NULL, external_id TEXT,
  revision INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Discarded:
    """An article in the trash."""

    article: Article
    key: str  # under which the library had it
    at: datetime
    by: str  # who threw it away; empty: not known

    @property
    def until(self) -> datetime:
        """When it goes for good."""
        return self.at + KEPT


class Trash:
    """The trash of a library. Every method may raise LibraryError."""

    def __init__(self, db: Database) -> None:
        """Have the table, which libraries got later on."""
        self._db = db
        db.ensure_tables(_SCHEMA, first_table="trash")

    def put(self, ids: Sequence[str], *, at: datetime, by: str) -> None:
        """Stop serving these articles and keep them here, in one transaction; those not served are left alone."""
        with self._db.write() as db:
            for article_id in ids:
                db.execute(
                    f"INSERT OR REPLACE INTO trash (discarded_at, discarded_by, key, {ARTICLE}) "
                    f"SELECT ?, ?, key, {ARTICLE} FROM articles WHERE id = ? AND state = 'ready'",
                    (at.isoformat(timespec="seconds"), by, article_id),
                )
                db.execute("UPDATE articles SET state = 'deleting' WHERE id = ?", (article_id,))
            note_served(db)

    def listing(self, ids: Sequence[str] | None = None) -> tuple[Discarded, ...]:
        """What is in the trash, by ids or callers' ids, thrown away last first; None: all of it."""
        sql = f"SELECT discarded_at, discarded_by, key, {ARTICLE} FROM trash ORDER BY number DESC"
        with self._db.read() as db:
            rows = db.execute(sql).fetchall()
        found = (Discarded(from_row(row[3:]), row[2], datetime.fromisoformat(row[0]), row[1]) for row in rows)
        return tuple(
            each for each in found if ids is None or {each.article.id, each.article.external_id} & set(ids)
        )

    def remove(self, ids: Sequence[str]) -> None:
        """Forget these; their text is overwritten on the disk."""
        with self._db.write() as db:
            db.executemany("DELETE FROM trash WHERE id = ?", [(article_id,) for article_id in ids])
        self._db.checkpoint()

    def expire(self, now: datetime) -> int:
        """Remove for good what has been here longer than KEPT. Returns how many articles that were."""
        before = (now - KEPT).isoformat(timespec="seconds")
        with self._db.read() as db:
            rows = db.execute("SELECT id FROM trash WHERE discarded_at < ?", (before,)).fetchall()
        if rows:
            self.remove([row[0] for row in rows])
        return len(rows)
