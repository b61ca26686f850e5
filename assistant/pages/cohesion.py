"""Do two passages speak of the same? Shared character pairs (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log

_BLOCK = 110.0  # character pairs of a common paragraph
ODDS_AT_MOST = 3.0


class Cohesion:
    """How much two passages of a page speak of the same: cosine over the character pairs they share.

    A pair weighs its inverse document frequency (Spärck Jones 1972) among the page's blocks, squared.
    """

    def __init__(self, blocks: Sequence[frozenset[str]]) -> None:
        spread = Counter(chain.from_iterable(blocks))
        total = len(blocks) + 1.0
        by_count = [0.0, *(log(total / count) ** 2 for count in range(1, len(blocks) + 1))]
        self._weights = {pair: by_count[count] for pair, count in spread.items()}
        self._norms: dict[frozenset[str], float] = {}

    def log_odds(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Log-odds that the passages, each made of the page's blocks, belong to one article: from -2 to 3."""
        if not left or not right:
            return 0.0
        norm = (self._norm(left) * self._norm(right)) ** 0.5
        shared = sum(map(self._weights.__getitem__, left & right))
        blocks = min(len(left), len(right)) / _BLOCK
        expected = 0.008 + 0.005 * min(blocks, 4.0)  # grows with the passages
        odds = max(-2.0, min(ODDS_AT_MOST, 1.5 * log((shared / norm + 0.004) / (expected + 0.004))))
        return odds * min(1.0, 0.3 + blocks)  # a few words share nothing, whatever they belong to

    def _norm(self, pairs: frozenset[str]) -> float:
        norm = self._norms.get(pairs)
        if norm is None:
            self._norms[pairs] = norm = max(sum(map(self._weights.__getitem__, pairs)), 1.0)
        return norm


def coverage(title: frozenset[str], text: frozenset[str]) -> float:
    """Share of a title's character pairs that the text has."""
    return len(title & text) / len(title) if title else 0.0


def union_of(pairs: Sequence[frozenset[str]], indexes: Iterable[int]) -> frozenset[str]:
    """The character pairs of all the passages at `indexes`."""
    return frozenset().union(*[pairs[index] for index in indexes])
