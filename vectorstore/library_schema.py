"""The library's tables, and how an article becomes a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from vectorstore.records import Article, ArticleKind

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
CREATE TABLE IF NOT EXISTS revisions (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
"""

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
