"""The reports that a query is about, for a summary of them."""

from __future__ import annotations

from assistant.evidence import weigh
from assistant.portions import Portion, whole
from vectorstore.records import Filter
from vectorstore.store import VectorStore

_HITS = 5  # articles looked at
_NEAR = 0.75  # share of the best article's score from which another is taken too


def reports_on(query: str, *, store: VectorStore, admit: Filter) -> tuple[Portion, ...]:
    """The reports found for the query, best first; () where what is found has not the evidence for an answer.

    Raises StoreError.
    """
    hits = store.search(query, admit=admit, limit=_HITS)
    if not weigh(query, hits, rarity=store.rarity).enough:
        return ()
    best = hits[0].score
    return tuple(whole(hit.article) for hit in hits if hit.score >= _NEAR * best)
