"""Whether the hits found can answer a question: decided by evidence, not by a model. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.question import Term, fold, parts
from vectorstore.records import Hit

Rarity = Callable[[Sequence[str]], tuple[float, ...]]
_DEPTH = 3  # hits looked at
_ENOUGH = 0.55


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the best hits cover what a question asks."""

    score: float  # 0..1
    enough: bool
    missing: tuple[str, ...]  # words of the question that the hits do not hold


def weigh(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> Evidence:
    """The evidence of `hits`, best first, for the question; no hits are no evidence."""
    terms = tuple(dict.fromkeys(term for part in parts(question) for term in part.terms))
    if not hits:
        return Evidence(0.0, False, tuple(term.text for term in terms))
    if not terms:
        return Evidence(1.0, True, ())
    weights = [_weight(term, rare) for term, rare in zip(terms, rarity([t.text for t in terms]), strict=True)]
    texts = [
        fold(f"{hit.article.headline or ''} {hit.article.kicker or ''} {hit.passage.text}") for hit in hits
    ]
    best = max(
        sum(weight * presence(term.text, text) for term, weight in zip(terms, weights, strict=True))
        for text in texts[:_DEPTH]
    )
    missing = tuple(term.text for term in terms if not any(presence(term.text, text) == 1 for text in texts))
    score = best / sum(weights)
    return Evidence(score, score >= _ENOUGH, missing)


def presence(term: str, text: str) -> float:
    """Share of the term's character bigrams that the text holds; 1 where it holds the term itself."""
    if term in text:
        return 1.0
    bigrams = [term[i : i + 2] for i in range(len(term) - 1)]
    return 0.5 * sum(bigram in text for bigram in bigrams) / len(bigrams) if bigrams else 0.0


def _weight(term: Term, rare: float) -> float:
    return (2.0 if term.kind != "word" else 1.0) * (0.2 + rare)
