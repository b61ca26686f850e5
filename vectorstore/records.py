"""Frozen records that pass between modules. Data only, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ArticleKind = Literal["article", "photo"]


@dataclass(frozen=True, slots=True)
class Article:
    """One newspaper article as the library holds it."""

    id: str  # first 16 hex digits of a SHA-256 over the content
    headline: str | None  # None: the page lost it
    kicker: str | None  # 引题; None: the article has none
    byline: str | None  # None: not signed
    publication: str | None  # None: neither the masthead nor the record names it
    issued: date | None  # None: no issue date on the masthead, in the file name or the record
    page: str | None  # page number or name in the issue; None: not known
    kind: ArticleKind
    text: str  # body, paragraphs joined by "\n"
    origin: str  # the file (or "-" for standard input) it came from
    external_id: str | None = None  # the caller's own id; None: the input had none
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences: `article.text[start:end] == text` always holds."""

    id: str
    article_id: str
    start: int
    end: int
    text: str
    days: tuple[tuple[date, date], ...] = ()  # (first, last), both included: days its words name for certain


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a search may return. An empty filter admits all."""

    since: date | None = None  # first issue date admitted; None: open
    until: date | None = None  # last issue date admitted; None: open
    publication: str | None = None  # None: any
    page: str | None = None  # None: any
    kind: ArticleKind | None = None  # None: any


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with the article it belongs to."""

    passage: Passage
    article: Article
    score: float  # 0..1, higher is better; comparable within one search only
    similarity: float | None  # cosine to the question, -1..1; None: the dense leg did not return it
    dense_rank: int | None  # 1-based; None: not among the dense leg's candidates
    lexical_rank: int | None  # 1-based; None: not among the lexical leg's candidates
    others: tuple[Article, ...] = ()  # the article's reprints, earliest first; not hits of their own
