"""What the first reports say in common tells of those behind them: relevance feedback without a reader. Pure.

The relevance model of Lavrenko and Croft (2001) at its simplest: words that most of the first reports hold, whatever
the question's own, are words of the matter. Reports on one matter, in other words than the question's, come together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from vectorstore.ranking import Rarity
from vectorstore.tokens import words

FIRST = 5  # reports taken for right: they keep their places
WEIGHT = 0.05  # of cosine, for a text that holds nothing of what the first have in common


def lacking(
    first: Sequence[str], others: Sequence[str], *, known: AbstractSet[str], rarity: Rarity
) -> list[float]:
    """How much less each other text holds of what most of the first say than the one of them that holds most, 0..1.

    All texts are folded. `known` are the question's own words: who holds them has been weighed before.
    """
    said = Counter(word for text in first for word in set(words(text)) if len(word) > 1 and word not in known)
    common = sorted(word for word, count in said.items() if 2 * count > len(first))
    if len(first) < FIRST or not common:
        return [0.0] * len(others)
    weights = [said[word] * rare for word, rare in zip(common, rarity(common), strict=True)]
    held = [
        sum(weight for word, weight in zip(common, weights, strict=True) if word in text) for text in others
    ]
    most, whole = max(held, default=0.0), sum(weights)
    return [(most - each) / whole if whole else 0.0 for each in held]
