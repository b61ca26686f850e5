"""Questions to begin with, made from what the newest issue says and put to the library first."""

from __future__ import annotations

from itertools import islice

from assistant.evidence import Rarity, remembered, weigh
from assistant.suggest import suggest
from vectorstore.records import Filter
from vectorstore.store import VectorStore

_ARTICLES = 8  # of the newest issue, looked at in turn
_HITS = 3
_DEPTH = 10  # hits a question is weighed by


def first_questions(store: VectorStore, *, most: int = 4) -> tuple[str, ...]:
    """At most so many questions that the library answers, one an article. Raises StoreError."""
    newest = store.extent().last
    articles = store.library.issues.articles(Filter(since=newest, until=newest))
    rarity = remembered(store.rarity)
    chosen: list[str] = []
    for article in articles[:_ARTICLES]:
        if not article.headline or article.kind == "photo":
            continue
        hits = store.search(article.headline, admit=Filter(), limit=_HITS)
        own = [hit for hit in hits if hit.article.id == article.id]
        made = suggest(article.headline, chosen, own, rarity=rarity)
        chosen += islice((each for each in made if _answered(each, store, rarity)), 1)
        if len(chosen) >= most:
            break
    return tuple(chosen)


def _answered(question: str, store: VectorStore, rarity: Rarity) -> bool:
    """Whether the library answers it, searched as a whole."""
    return weigh(question, store.search(question, admit=Filter(), limit=_DEPTH), rarity=rarity).enough
