"""The library's tables, and how an article becomes a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import cast

from vectorstore.records import Article, ArticleKind, Filter, Passage

# An article is `pending` until both indexes hold it, `ready` while it is served, `deleting` until both
# indexes have forgotten it. Only `ready` articles are ever shown.
SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'ready', 'deleting')),
  headline TEXT, kicker TEXT, byline TEXT, publication TEXT, issued TEXT, page TEXT,
  kind TEXT NOT NULL, text TEXT NOT NULL, origin TEXT NOT NULL, external_id TEXT,
  revision INTEGER NOT NULL,
  added_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS articles_key ON articles (key);
CREATE INDEX IF NOT EXISTS articles_state ON articles (state, issued);
CREATE INDEX IF NOT EXISTS articles_external ON articles (external_id) WHERE external_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS passages (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS passages_article ON passages (article_id, first);
CREATE TABLE IF NOT EXISTS passage_days (
  passage_id TEXT NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
  first TEXT NOT NULL,
  last TEXT NOT NULL,
  PRIMARY KEY (passage_id, first, last)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reprints (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
  cluster INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS reprints_cluster ON reprints (cluster);
CREATE TABLE IF NOT EXISTS bands (
  value INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (value, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notices (
  article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  issued TEXT, headline TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS corrections (
  correcting TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  corrected TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  PRIMARY KEY (correcting, corrected)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS corrections_corrected ON corrections (corrected);
CREATE TABLE IF NOT EXISTS revisions (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT OR IGNORE INTO manifest VALUES ('schema', '2');
INSERT OR IGNORE INTO manifest VALUES ('id', lower(hex(randomblob(8))))
"""
# Name and columns of an index that libraries got later on: all that extents are counted by.
EXTENT_INDEX = ("articles_extent", "articles (state, issued, publication, page, kind)")
VERSION = "2"  # raised with every change of the tables; the manifest's entry `schema`

COLUMNS = (
    "id",
    "headline",
    "kicker",
    "byline",
    "publication",
    "issued",
    "page",
    "kind",
    "text",
    "origin",
    "external_id",
    "revision",
)
ARTICLE = ", ".join(COLUMNS)  # what a query selects that reads articles
JOINED = ", ".join(f"a.{name}" for name in COLUMNS)  # the same where they are `a` beside other tables
# A passage's days in one value: first and last day run together, spans parted by spaces
DAYS = "(SELECT group_concat(d.first || d.last, ' ') FROM passage_days d WHERE d.passage_id = p.id)"


def to_row(article: Article) -> tuple[str | int | None, ...]:
    """The article's values in the order of COLUMNS."""
    values = [getattr(article, name) for name in COLUMNS]
    values[COLUMNS.index("issued")] = article.issued.isoformat() if article.issued else None
    return tuple(values)


def from_row(row: Sequence[str | int | None]) -> Article:
    """The article a row of COLUMNS stands for."""
    # The table's types (STRICT) and checks are what makes these casts true.
    text = cast("Sequence[str]", row)
    return Article(
        id=text[0],
        headline=text[1],
        kicker=text[2],
        byline=text[3],
        publication=text[4],
        issued=date.fromisoformat(text[5]) if text[5] else None,
        page=text[6],
        kind=cast("ArticleKind", text[7]),
        text=text[8],
        origin=text[9],
        external_id=text[10],
        revision=cast("int", row[11]),
    )


def put_passages(db: sqlite3.Connection, passages: Sequence[Passage]) -> None:
    """Store passages and the days they name."""
    db.executemany(
        "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?)",
        [(p.id, p.article_id, p.start, p.end) for p in passages],
    )
    db.executemany(
        "INSERT OR IGNORE INTO passage_days VALUES (?, ?, ?)",
        [(p.id, first.isoformat(), last.isoformat()) for p in passages for first, last in p.days],
    )


def passage_from_row(row: tuple[str, int, int, str | None], article: Article) -> tuple[Passage, Article]:
    """A passage from its id, first, last and days (as DAYS gives them), with its article."""
    passage_id, first, last, named = row
    pairs = [(span[:10], span[10:]) for span in sorted(named.split())] if named else []
    days = tuple((date.fromisoformat(since), date.fromisoformat(until)) for since, until in pairs)
    return Passage(passage_id, article.id, first, last, article.text[first:last], days), article


def condition(admit: Filter) -> tuple[str, tuple[str, ...]]:
    """The filter as SQL to append to a condition on `articles a`, and its values."""
    terms = (
        ("a.issued >= ?", admit.since.isoformat() if admit.since else None),
        ("a.issued <= ?", admit.until.isoformat() if admit.until else None),
        ("a.publication = ?", admit.publication),
        ("a.page = ?", admit.page),
        ("a.kind = ?", admit.kind),
    )
    used = [(sql, value) for sql, value in terms if value is not None]
    return "".join(f" AND {sql}" for sql, _ in used), tuple(value for _, value in used)
