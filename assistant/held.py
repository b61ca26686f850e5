"""Articles that people have put right are not undone by reading their file again: what they were made of is held back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from assistant.jumps import page_number, parts
from vectorstore.fixes import content_digest
from vectorstore.library import Library
from vectorstore.records import Article
from vectorstore.reprints import likeness, shingles

_CONTAINMENT = 0.85  # of the shorter's 3-grams: the same words, cut in another way or read a second time
_LEAST = 12  # 3-grams below which chance plays a part


@dataclass(slots=True)
class Held:
    """Which arriving articles are to be held back. Every method may raise LibraryError."""

    library: Library
    _replaced: frozenset[str] | None = None  # None: not looked up yet
    _fixed: dict[date, tuple[Article, ...]] = field(default_factory=dict)  # parts of fixed articles, by issue

    def as_delivered(self, article: Article) -> bool:
        """Whether exactly this was fixed, and the outcome is in the library."""
        if self._replaced is None:
            self._replaced = self.library.fixes.replaced()
        return bool(self._replaced) and content_digest(article) in self._replaced

    def on_page(self, article: Article) -> bool:
        """Whether an article found on a page was fixed, or most of it stands in one that is the outcome of a fix to
        the same page, or the other way round."""
        if self.as_delivered(article):
            return True
        if not self._replaced or article.issued is None:
            return False
        grams = shingles(article.text)
        for part in self._parts(article.issued):
            if _differ(article.publication, part.publication) or _differ(_page(article), _page(part)):
                continue
            others = shingles(part.text)
            if min(len(grams), len(others)) >= _LEAST and likeness(grams, others).containment >= _CONTAINMENT:
                return True
        return False

    def _parts(self, issued: date) -> tuple[Article, ...]:
        if issued not in self._fixed:
            fixed = self.library.fixes.of_issue(issued)
            self._fixed[issued] = tuple(part for article in fixed for part in parts(article))
        return self._fixed[issued]


def _page(article: Article) -> str | None:
    return page_number(article.page) if article.page else None


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other
