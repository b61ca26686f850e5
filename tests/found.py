"""What `find` makes of a question, where the search has given texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.find import Found, find
from assistant.searching import Searching
from tests.store_home import make_article
from vectorstore.records import Hit, Passage


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    """All words equally rare."""
    return (0.5,) * len(texts)


def hit_of(text: str, headline: str, *, rank: int = 1, similarity: float | None = None) -> Hit:
    """An article of one passage; its headline is its id."""
    article = replace(make_article(text, headline=headline, issued=date(2024, 4, 18)), id=headline)
    passage = Passage(headline, article.id, 0, len(text), text)
    return Hit(passage, article, 1 - (rank - 1) / 10, similarity, rank, rank)


def found_in(texts: Sequence[str], question: str, *, similarity: float) -> Found:
    """Each text an article of its own, the first the best hit."""
    hits = tuple(
        hit_of(text, f"第{rank}条", rank=rank, similarity=similarity) for rank, text in enumerate(texts, 1)
    )
    searching = Searching(search=lambda _text: hits, rarity=rarity, corrections=lambda _ids: {})
    return find(question, question, searching, fitted=True)
