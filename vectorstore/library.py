"""The SQLite library: the one source of truth for articles, passages and what the indexes were built with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from vectorstore.database import Database
from vectorstore.errors import LibraryError
from vectorstore.extents import Extent, Extents, note_served
from vectorstore.fixes import Fixes
from vectorstore.issues import Issues
from vectorstore.library_schema import (
    ARTICLE,
    COLUMNS,
    DAYS,
    EXTENT_INDEX,
    JOINED,
    SCHEMA,
    VERSION,
    from_row,
    passage_from_row,
    put_passages,
    to_row,
)
from vectorstore.records import Article, Filter, Passage
from vectorstore.relations import Relations, forget, forget_all, relate
from vectorstore.trash import Trash

State = Literal["pending", "ready", "deleting"]
_ALL = Filter()
_PLACES = ", ".join("?" * len(COLUMNS))


@dataclass(frozen=True, slots=True)
class Known:
    """An article the library has under a key."""

    id: str
    state: State
    revision: int


class Library:
    """Articles and passages in one SQLite file. Every method may raise LibraryError."""

    def __init__(self, path: Path) -> None:
        """Open or create the library at `path`."""
        self._db = Database(path, SCHEMA, first_table="manifest")
        self.relations = Relations(self._db)
        self.issues = Issues(self._db)
        self._extents = Extents(self._db)
        if self.manifest("schema") != VERSION:
            raise LibraryError(
                f"文库 {path} 是另一版本的程序建立的，表的结构不同：请移走数据目录，再用 assistant ingest 重新导入。"
            )
        self._db.ensure_index(*EXTENT_INDEX)
        self.fixes = Fixes(self._db)
        self.trash = Trash(self._db)

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    # -- writing -----------------------------------------------------------------------------------------

    def add(self, rows: Iterable[tuple[str, Article, Sequence[Passage]]], *, now: datetime) -> frozenset[str]:
        """Store (key, article, passages) as pending, all or none. Returns ids of those that are reprints."""
        joined: set[str] = set()
        stamp = now.isoformat(timespec="seconds")
        with self._db.write() as db:
            for key, article, passages in rows:
                db.execute(
                    f"INSERT OR REPLACE INTO articles (key, state, added_at, {ARTICLE}) "
                    f"VALUES (?, 'pending', ?, {_PLACES})",
                    (key, stamp, *to_row(article)),
                )
                put_passages(db, passages)
                if relate(db, article):
                    joined.add(article.id)
            note_served(db)
        return frozenset(joined)

    def mark_ready(self, ids: Sequence[str], *, now: datetime) -> None:
        """Serve these articles; earlier versions under the same key become `deleting` in the same
        transaction, so that a reader sees one or the other and never both."""
        stamp = now.isoformat(timespec="seconds")
        with self._db.write() as db:
            for article_id in ids:
                db.execute("UPDATE articles SET state = 'ready' WHERE id = ?", (article_id,))
                db.execute("DELETE FROM revisions WHERE old_id = ?", (article_id,))  # it is the newest again
                replaced = db.execute(
                    "UPDATE articles SET state = 'deleting' WHERE id <> ?1 AND state = 'ready' AND key = "
                    "(SELECT key FROM articles WHERE id = ?1) RETURNING id",
                    (article_id,),
                ).fetchall()
                db.executemany(
                    "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?)",
                    [(old_id, article_id, stamp) for (old_id,) in replaced],
                )
            note_served(db)

    def mark_deleting(self, ids: Sequence[str]) -> None:
        """Stop serving these articles."""
        with self._db.write() as db:
            db.executemany("UPDATE articles SET state = 'deleting' WHERE id = ?", [(i,) for i in ids])
            note_served(db)

    def mark_all_pending(self) -> None:
        """Have every served article indexed, and related to the others, anew."""
        with self._db.write() as db:
            forget_all(db)
            db.execute("UPDATE articles SET state = 'pending' WHERE state = 'ready'")
            note_served(db)

    def replace_passages(self, rows: Iterable[tuple[Article, Sequence[Passage]]]) -> None:
        """Give these articles other passages, all or none, and find anew what they are related to."""
        with self._db.write() as db:
            for article, passages in rows:
                db.execute("DELETE FROM passages WHERE article_id = ?", (article.id,))
                put_passages(db, passages)
                relate(db, article)

    def purge(self, ids: Sequence[str]) -> None:
        """Remove these articles and overwrite their text on disk."""
        articles = self.unserved(ids)
        with self._db.write() as db:
            for article in articles:
                forget(db, article)
            db.executemany("DELETE FROM articles WHERE id = ?", [(i,) for i in ids])
        self.checkpoint()

    def checkpoint(self) -> None:
        """Overwrite on disk what was removed."""
        self._db.checkpoint()

    def set_manifest(self, name: str, value: str) -> None:
        """Remember what an index was built with."""
        with self._db.write() as db:
            db.execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", (name, value))

    # -- reading -----------------------------------------------------------------------------------------

    def manifest(self, name: str) -> str | None:
        """The stored value; None where it was never set."""
        with self._db.read() as db:
            row = db.execute("SELECT value FROM manifest WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        """For each key the library has: the newest article under it, served or about to be."""
        found: dict[str, Known] = {}
        sql = (
            "SELECT key, id, state, revision FROM articles WHERE state <> 'deleting' AND key IN ({}) "
            "ORDER BY revision"
        )
        for key, article_id, state, revision in self._db.select_in(sql, keys):
            found[key] = Known(article_id, "ready" if state == "ready" else "pending", int(revision))
        return found

    def in_state(self, state: State) -> tuple[str, ...]:
        """Ids of the articles in this state, in the order they came."""
        with self._db.read() as db:
            rows = db.execute("SELECT id FROM articles WHERE state = ? ORDER BY rowid", (state,)).fetchall()
        return tuple(row[0] for row in rows)

    def find(self, name: str) -> Article | None:
        """The served article with this id or caller's id, following revisions; None: there is none."""
        sql = (
            f"SELECT {ARTICLE} FROM articles WHERE state = 'ready' AND (id = ?1 OR external_id = ?1) LIMIT 1"
        )
        with self._db.read() as db:
            row = db.execute(sql, (name,)).fetchone()
            newer = db.execute("SELECT new_id FROM revisions WHERE old_id = ?", (name,)).fetchone()
        if row is None and newer is not None and newer[0] != name:
            return self.find(newer[0])
        return from_row(row) if row else None

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, Article]]:
        """Passages of served articles by passage id, each with its article."""
        sql = (
            f"SELECT p.id, p.first, p.last, {DAYS}, {JOINED} FROM passages p JOIN articles a ON a.id = p.article_id "
            "WHERE +a.state = 'ready' AND p.id IN ({})"  # +: the index over states would find all there are
        )
        found: dict[str, tuple[Passage, Article]] = {}
        for passage_id, first, last, days, *row in self._db.select_in(sql, ids):
            found[passage_id] = passage_from_row((passage_id, int(first), int(last), days), from_row(row))
        return found

    def passages_of(self, article_ids: Sequence[str]) -> Iterator[tuple[Passage, Article]]:
        """Every passage of these articles, whatever their state, in order."""
        sql = (
            f"SELECT p.id, p.first, p.last, {DAYS}, {JOINED} FROM passages p JOIN articles a ON a.id = p.article_id "
            "WHERE p.article_id IN ({}) ORDER BY a.rowid, p.first"
        )
        for passage_id, first, last, days, *row in self._db.select_in(sql, article_ids):
            yield passage_from_row((passage_id, int(first), int(last), days), from_row(row))

    def keys(self, ids: Sequence[str]) -> dict[str, str]:
        """The key of each of these articles that the library has, served or about to be."""
        sql = "SELECT id, key FROM articles WHERE state <> 'deleting' AND id IN ({})"
        return {row[0]: row[1] for row in self._db.select_in(sql, ids)}

    def reprints_of(self, ids: Sequence[str], admit: Filter = _ALL) -> dict[str, tuple[Article, ...]]:
        """The admitted reprints of each of these articles, earliest first; others are left out."""
        return self.relations.reprints_of(ids, admit)

    def corrections_of(self, ids: Sequence[str], admit: Filter = _ALL) -> dict[str, tuple[Article, ...]]:
        """The admitted corrections of each of these articles, newest first; others are left out."""
        return self.relations.corrections_of(ids, admit)

    def unserved(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Articles by id, whatever their state."""
        rows = self._db.select_in(f"SELECT {ARTICLE} FROM articles WHERE id IN ({{}}) ORDER BY rowid", ids)
        return tuple(from_row(row) for row in rows)

    def articles(self, *, after: int = 0, limit: int = 500) -> tuple[tuple[int, Article], ...]:
        """Served articles in the order they came, each with its row number, from behind row `after`."""
        sql = f"SELECT rowid, {ARTICLE} FROM articles WHERE state = 'ready' AND rowid > ? ORDER BY rowid LIMIT ?"
        with self._db.read() as db:
            rows = db.execute(sql, (after, limit)).fetchall()
        return tuple((row[0], from_row(row[1:])) for row in rows)

    def listing(self, *, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Served articles, newest issue first, then in the order they came."""
        sql = f"SELECT {ARTICLE} FROM articles WHERE state = 'ready' ORDER BY issued DESC NULLS LAST, rowid LIMIT ? OFFSET ?"
        with self._db.read() as db:
            rows = db.execute(sql, (limit, offset)).fetchall()
        return tuple(from_row(row) for row in rows)

    def passage_ids(self) -> frozenset[str]:
        """Ids of all passages of served articles."""
        sql = "SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.state = 'ready'"
        with self._db.read() as db:
            return frozenset(row[0] for row in db.execute(sql))

    def passage_count(self) -> int:
        """How many passages served articles have."""
        sql = (
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id WHERE +a.state = 'ready'"
        )
        with self._db.read() as db:
            return int(db.execute(sql).fetchone()[0])

    def extent(self, admit: Filter = _ALL) -> Extent:
        """Count, first and last issue date and publications of what is served and admitted."""
        return self._extents.extent(admit)
