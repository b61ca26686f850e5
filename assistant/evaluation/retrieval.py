"""Where the right articles and passages stand among the hits, and what that is worth. Pure.

Hit rate, recall, reciprocal rank and nDCG as in Manning, Raghavan, Schütze, Introduction to Information
Retrieval, ch. 8, with binary relevance; gain 1, discount log2(1 + rank) (Järvelin and Kekäläinen 2002).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from assistant.evaluation.found_facts import squash
from assistant.evaluation.records import Gold
from vectorstore.records import Hit

Ranks = Sequence[int | None]  # of each relevant item, 1-based; None: not among the hits
_HELD = 0.5  # share of a quote's letters that a passage must hold


def hit_at(ranks: Ranks, k: int) -> float:
    """1.0 where any relevant item is among the first k, else 0.0."""
    return float(any(rank is not None and rank <= k for rank in ranks))


def recall_at(ranks: Ranks, k: int) -> float:
    """The share of relevant items that are among the first k."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Ranks, k: int) -> float:
    """One over the rank of the first relevant item among the first k; 0.0: none is."""
    found = [rank for rank in ranks if rank is not None and rank <= k]
    return 1 / min(found) if found else 0.0


def ndcg_at(ranks: Ranks, k: int) -> float:
    """Normalised discounted cumulative gain of the first k."""
    gain = sum(1 / log2(1 + rank) for rank in ranks if rank is not None and rank <= k)
    return gain / sum(1 / log2(1 + rank) for rank in range(1, min(len(ranks), k) + 1))


@dataclass(frozen=True, slots=True)
class ArticleRanks:
    """Where each article that answers stands: among the hits, and among what either leg proposed."""

    fused: tuple[int | None, ...]  # None: not among the hits
    dense: tuple[int | None, ...]  # None: not proposed by the dense leg, or not among the hits
    lexical: tuple[int | None, ...]


def article_ranks(gold: Sequence[Gold], hits: Sequence[Hit]) -> ArticleRanks:
    """The ranks of each article that answers; a reprint stands for its article. Golds of one article are one."""
    names = [each.headline or " ".join(each.articles) or each.quote for each in gold]
    own = [
        [each for each, name in zip(gold, names, strict=True) if name == wanted]
        for wanted in dict.fromkeys(names)
    ]
    ranks = _distinct(
        next((rank for rank, hit in enumerate(hits, 1) if any(holds(each, hit) for each in golds)), None)
        for golds in own
    )
    found = [hits[rank - 1] if rank else None for rank in ranks]
    return ArticleRanks(
        ranks,
        tuple(hit.dense_rank if hit else None for hit in found),
        tuple(hit.lexical_rank if hit else None for hit in found),
    )


def passage_ranks(gold: Sequence[Gold], hits: Sequence[Hit]) -> tuple[int | None, ...]:
    """The rank of each passage that holds a gold quote; golds without a quote are left out."""
    return _distinct(
        next((rank for rank, hit in enumerate(hits, 1) if _quoted(each.quote, hit)), None)
        for each in gold
        if each.quote
    )


def holds(gold: Gold, hit: Hit) -> bool:
    """Whether the hit's article, or a reprint of it, is the one that answers."""
    articles = (hit.article, *hit.others)
    if gold.articles:
        return any(article.external_id in gold.articles for article in articles)
    if gold.quote:
        return any(squash(gold.quote) in squash(article.text) for article in articles)
    return any(squash(article.headline or "") == squash(gold.headline) for article in articles)


def _quoted(quote: str, hit: Hit) -> bool:
    """Whether at least half of the quote stands in the passage: a cut between passages may run through it."""
    wanted, text = squash(quote), squash(hit.article.text)
    if (at := text.find(wanted)) < 0:
        return wanted in squash(hit.passage.text)
    start = len(squash(hit.article.text[: hit.passage.start]))
    end = start + len(squash(hit.passage.text))
    return min(at + len(wanted), end) - max(at, start) >= _HELD * len(wanted)


def _distinct(ranks: Iterable[int | None]) -> tuple[int | None, ...]:
    """Items that were found in the same hit are one item."""
    known: list[int | None] = []
    for rank in ranks:
        if rank is None or rank not in known:
            known.append(rank)
    return tuple(known)
