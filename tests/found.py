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


def found_in(texts: Sequence[str], question: str, *, similarity: float) -> Found:
    """Each text an article of its own, the first the best hit."""
    hits = []
    for n, text in enumerate(texts):
        article = replace(make_article(text, headline=f"第{n}条", issued=date(2024, 4, 18)), id=f"a{n}")
        passage = Passage(f"p{n}", article.id, 0, len(text), text)
        hits.append(Hit(passage, article, 1 - n / 10, similarity, n + 1, n + 1))
    searching = Searching(search=lambda _text: tuple(hits), rarity=rarity, corrections=lambda _ids: {})
    return find(question, question, searching, fitted=True)
