"""The answer without any chat model: the sentences that answer, picked and cited. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Rarity, presence
from assistant.question import Part, answers, fold, parts
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

NAME = "摘句（未配置大模型）"
_DEPTH = 5  # hits whose sentences are considered
_PER_PART = 2
_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that answers: `hit.article.text[start:end] == text`."""

    text: str
    hit: Hit
    start: int
    end: int
    score: float


def extract(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Picked, ...]:
    """At most six sentences of the hits that answer the parts of the question, in reading order:
    best hit first, then as the article has them."""
    chosen: dict[tuple[str, int], Picked] = {}
    candidates = [(hit, start, end) for hit in hits[:_DEPTH] for start, end in _sentences(hit)]
    for part in parts(question):
        weights = rarity([term.text for term in part.terms])
        scored = sorted(
            (_pick(part, weights, candidate) for candidate in candidates), key=lambda pick: -pick.score
        )
        for pick in scored[:_PER_PART]:
            chosen.setdefault((pick.hit.article.id, pick.start), pick)
    kept = sorted(chosen.values(), key=lambda pick: -pick.score)[:_LIMIT]
    order = {hit.article.id: rank for rank, hit in enumerate(hits)}
    return tuple(sorted(kept, key=lambda pick: (order[pick.hit.article.id], pick.start)))


def _sentences(hit: Hit) -> list[tuple[int, int]]:
    offset = hit.passage.start
    return [(offset + start, offset + end) for start, end in sentence_spans(hit.passage.text)]


def _pick(part: Part, weights: Sequence[float], candidate: tuple[Hit, int, int]) -> Picked:
    hit, start, end = candidate
    text = hit.article.text[start:end]
    folded = fold(text)
    around = fold(f"{hit.article.headline or ''} {hit.passage.text}")
    total = sum(weights) or 1.0
    covered = sum(
        weight * (presence(term.text, folded) + 0.3 * presence(term.text, around))
        for term, weight in zip(part.terms, weights, strict=True)
    )
    typed = any(answers(kind, folded) for kind in part.asks) if part.asks else True
    score = covered / total + (0.4 if typed else 0.0) + 0.4 * hit.score
    return Picked(text, hit, start, end, score)
