"""How articles of the library are related, in SQL: reprints of one report, corrections of another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from vectorstore import reprints
from vectorstore.corrections import corrects, read_notice
from vectorstore.database import Database
from vectorstore.identity import squash
from vectorstore.library_schema import JOINED, condition, from_row
from vectorstore.records import Article, Filter

# A + before a condition keeps SQLite from the index over states, which would find all articles there are.
_COMPARED = 20  # articles whose texts are compared with a new one's, those with most bands in common first


class Relations:
    """What is known of the articles' relations. Every method may raise LibraryError."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def alike(self, text: str) -> tuple[Article, ...]:
        """Articles, served or about to be, that may share most of the text, likeliest first."""
        with self._db.read() as db:
            return _alike(db, reprints.bands(reprints.shingles(text)), key="")

    def of_issue(self, issued: date) -> tuple[Article, ...]:
        """Articles of that issue date without an id of the caller's, served or about to be, in the order they came."""
        sql = (
            f"SELECT {JOINED} FROM articles a WHERE a.state IN ('ready', 'pending') AND a.issued = ? "
            "AND a.external_id IS NULL ORDER BY a.rowid"
        )
        with self._db.read() as db:
            return tuple(from_row(row) for row in db.execute(sql, (issued.isoformat(),)).fetchall())

    def clusters(self, ids: Sequence[str]) -> dict[str, int]:
        """The number of each article's cluster: reprints of one report share it."""
        sql = "SELECT article_id, cluster FROM reprints WHERE article_id IN ({})"
        return {row[0]: int(row[1]) for row in self._db.select_in(sql, ids)}

    def reprints_of(self, ids: Sequence[str], admit: Filter) -> dict[str, tuple[Article, ...]]:
        """The other served and admitted articles of each article's cluster, its representative first: the
        earliest issued, of those the longest. Articles that have none are left out."""
        where, values = condition(admit)
        sql = (
            f"SELECT m.article_id, {JOINED} FROM reprints m JOIN reprints r USING (cluster) "
            f"JOIN articles a ON a.id = r.article_id WHERE +a.state = 'ready' AND a.id <> m.article_id{where} "
            f"AND m.article_id IN ({', '.join('?' * len(ids))}) "
            "ORDER BY a.issued IS NULL, a.issued, length(a.text) DESC, a.id"
        )
        with self._db.read() as db:
            return _grouped(db.execute(sql, (*values, *ids)))

    def corrections_of(self, ids: Sequence[str], admit: Filter) -> dict[str, tuple[Article, ...]]:
        """The served and admitted corrections of each article or of its reprints, newest first; articles
        without one are left out."""
        where, values = condition(admit)
        sql = (
            f"SELECT DISTINCT m.article_id, {JOINED} FROM reprints m JOIN reprints r USING (cluster) "
            "JOIN corrections c ON c.corrected = r.article_id JOIN articles a ON a.id = c.correcting "
            f"WHERE +a.state = 'ready'{where} AND m.article_id IN ({', '.join('?' * len(ids))}) "
            "ORDER BY a.issued DESC, a.id"
        )
        with self._db.read() as db:
            return _grouped(db.execute(sql, (*values, *ids)))


def relate(db: sqlite3.Connection, article: Article) -> bool:
    """Put a stored article into its cluster and link it with what it corrects or is corrected by.

    Returns whether it is a reprint of an article that was there before. Other versions under its key count
    for nothing. Doing it twice changes nothing.
    """
    forget(db, article)
    (key,) = db.execute("SELECT key FROM articles WHERE id = ?", (article.id,)).fetchone()
    values = reprints.bands(reprints.shingles(article.text))
    found = [each for each in _alike(db, values, key=key) if reprints.same_report(article, each)]
    (number,) = db.execute(
        "INSERT INTO reprints (article_id, cluster) VALUES (?, 0) RETURNING number", (article.id,)
    ).fetchone()
    db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(value, number) for value in values])
    clusters = _joined(db, [each.id for each in found])
    cluster = clusters[0] if clusters else number
    db.execute("UPDATE reprints SET cluster = ? WHERE number = ?", (cluster, number))
    for joined in clusters[1:]:
        db.execute("UPDATE reprints SET cluster = ? WHERE cluster = ?", (cluster, joined))
    _link(db, article)
    return bool(clusters)


def _joined(db: sqlite3.Connection, found: Sequence[str]) -> list[int]:
    """Clusters of which these articles are at least half: likeness does not pass on from one to the next."""
    ids = ", ".join("?" * len(found))
    sql = (
        f"SELECT cluster FROM reprints WHERE cluster IN (SELECT cluster FROM reprints WHERE article_id IN ({ids})) "
        f"GROUP BY cluster HAVING 2 * sum(article_id IN ({ids})) >= min(count(*), ?) ORDER BY cluster"
    )
    return [row[0] for row in db.execute(sql, (*found, *found, _COMPARED))] if found else []


def forget(db: sqlite3.Connection, article: Article) -> None:
    """Remove what `relate` noted of the article."""
    row = db.execute("SELECT number FROM reprints WHERE article_id = ?", (article.id,)).fetchone()
    if row is not None:
        values = reprints.bands(reprints.shingles(article.text))
        db.executemany("DELETE FROM bands WHERE value = ? AND number = ?", [(v, row[0]) for v in values])
        db.execute("DELETE FROM reprints WHERE number = ?", row)
    db.execute("DELETE FROM notices WHERE article_id = ?", (article.id,))
    db.execute("DELETE FROM corrections WHERE correcting = ?1 OR corrected = ?1", (article.id,))


def forget_all(db: sqlite3.Connection) -> None:
    """Remove everything that `relate` noted."""
    for table in ("bands", "reprints", "notices", "corrections"):
        db.execute(f"DELETE FROM {table}")


def _grouped(rows: Iterable[Sequence[str]]) -> dict[str, tuple[Article, ...]]:
    """(id, article row) as articles by id, in order."""
    found: dict[str, tuple[Article, ...]] = {}
    for name, *row in rows:
        found[name] = (*found.get(name, ()), from_row(row))
    return found


def _alike(db: sqlite3.Connection, values: tuple[int, ...], *, key: str) -> tuple[Article, ...]:
    rows = db.execute(
        f"SELECT {JOINED} FROM (SELECT number, count(*) AS shared FROM bands "
        f"WHERE value IN ({', '.join(map(str, values))}) GROUP BY number HAVING shared >= ? "
        "ORDER BY shared DESC, number LIMIT ?) JOIN reprints r USING (number) "
        "JOIN articles a ON a.id = r.article_id WHERE a.state <> 'deleting' AND a.key <> ? "
        "ORDER BY shared DESC, number",
        (reprints.SHARED_BANDS, _COMPARED, key),
    ).fetchall()
    return tuple(from_row(row) for row in rows)


def _link(db: sqlite3.Connection, article: Article) -> None:
    """Note the article's corrections, or the articles it corrects."""
    notice = read_notice(article)
    pairs: list[tuple[str, str]] = []
    if notice is not None:
        db.execute("INSERT INTO notices VALUES (?, ?, ?)", (article.id, _iso(notice.issued), notice.headline))
        about = db.execute(
            f"SELECT {JOINED} FROM articles a WHERE a.state IN ('ready', 'pending') "
            "AND (a.issued = ?1 OR (a.headline IS NOT NULL AND (?1 IS NULL OR a.issued IS NULL)))",
            (_iso(notice.issued),),
        )
        pairs = [(article.id, each.id) for each in map(from_row, about) if corrects(notice, article, each)]
    else:
        by = db.execute(
            f"SELECT {JOINED} FROM notices n JOIN articles a ON a.id = n.article_id "
            "WHERE a.state <> 'deleting' AND (n.issued = ? OR n.headline = ?)",
            (_iso(article.issued), squash(article.headline or "")),
        )
        for each in map(from_row, by):
            said = read_notice(each)
            if said is not None and corrects(said, each, article):
                pairs.append((each.id, article.id))
    db.executemany("INSERT OR IGNORE INTO corrections VALUES (?, ?)", pairs)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
