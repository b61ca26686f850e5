"""Fixes that people made to articles, in SQL: which articles are the outcome of one, and of what. No text is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

from vectorstore.database import Database
from vectorstore.identity import squash
from vectorstore.library_schema import JOINED, from_row
from vectorstore.records import Article

FixKind = Literal["join", "split", "retitle"]
# `key` is that of an article which is the outcome of a fix, `was` the digest of one that it was made of.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS fixes (
  key TEXT NOT NULL, was TEXT NOT NULL, kind TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL,
  PRIMARY KEY (key, was)
) STRICT, WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix, as far as it is told of an article that is its outcome."""

    kind: FixKind
    at: datetime
    by: str  # who made it; empty: not known


class Fixes:
    """The fixes of a library. Every method may raise LibraryError."""

    def __init__(self, db: Database) -> None:
        """Have the table, which libraries got later on."""
        self._db = db
        db.ensure_tables(_SCHEMA, first_table="fixes")

    def note(self, keys: Sequence[str], of: Sequence[Article], fix: Fix) -> None:
        """Note that the articles under these keys are the outcome of a fix to the articles `of`."""
        stamp = fix.at.isoformat(timespec="seconds")
        with self._db.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO fixes VALUES (?, ?, ?, ?, ?)",
                [(key, content_digest(each), fix.kind, stamp, fix.by) for key in keys for each in of],
            )

    def redirect(self, old_ids: Sequence[str], new_id: str, *, at: datetime) -> None:
        """Have whoever asks for one of these articles find another instead."""
        with self._db.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?)",
                [(old_id, new_id, at.isoformat(timespec="seconds")) for old_id in old_ids],
            )

    def replaced(self) -> frozenset[str]:
        """Digests of all articles that were fixed, where an outcome of the fix is in the library."""
        sql = (
            "SELECT DISTINCT f.was FROM fixes f JOIN articles a ON a.key = f.key WHERE a.state <> 'deleting'"
        )
        with self._db.read() as db:
            return frozenset(row[0] for row in db.execute(sql))

    def of_issue(self, issued: date) -> tuple[Article, ...]:
        """Articles of that issue date that are the outcome of a fix."""
        sql = (
            f"SELECT {JOINED} FROM articles a WHERE a.state IN ('ready', 'pending') AND a.issued = ? "
            "AND a.key IN (SELECT key FROM fixes) ORDER BY a.rowid"
        )
        with self._db.read() as db:
            return tuple(from_row(row) for row in db.execute(sql, (issued.isoformat(),)).fetchall())

    def of_article(self, article_id: str) -> Fix | None:
        """The last fix that the article is the outcome of; None: it was never fixed."""
        sql = (
            "SELECT kind, made_at, made_by FROM fixes WHERE key = (SELECT key FROM articles WHERE id = ?) "
            "ORDER BY made_at DESC LIMIT 1"
        )
        with self._db.read() as db:
            row = db.execute(sql, (article_id,)).fetchone()
        return Fix(row[0], datetime.fromisoformat(row[1]), row[2]) if row else None


def content_digest(article: Article) -> str:
    """What tells an article as it was delivered, whatever its line breaks and punctuation."""
    parts = (str(article.issued), squash(article.headline or ""), squash(article.text))
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
