"""Near-duplicate articles: MinHash bands to find them, their texts to be sure. Pure; the module that imports rensa.

Bands: Broder 1997 (resemblance and containment), Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from rensa import RMinHash

from vectorstore.identity import squash
from vectorstore.records import Article

SHARED_BANDS = 2  # bands two articles must share before their texts are compared
_ROWS = 3
_BANDS = 48
_SEED = 20240418
_SHORTEST = 60  # characters; shorter texts are the same report only if they are equal
_JACCARD = 0.40
_CONTAINMENT = 0.60
_FIGURES = 0.65  # share of the shorter text's figures that the other has too
_SURE = 0.60  # Jaccard index from which beginnings may differ, and figures may be wanting
_VERY_SURE = 0.80  # Jaccard index from which nothing more is asked
_LEAD = 250  # characters in which a report has the figures that are its own, before any law it quotes
_LEAD_FIGURES = 0.55
_HEAD = 150  # characters of a beginning
_HEAD_SHARED = 0.30  # share of each beginning that the other text must hold
_INSISTED = 3  # times a text says what the other never does before they are of two things
_LENGTHS = 0.30  # a brief of less than this share of a story is a report of its own
_DAYS = 200  # between two printings of one report
_FIGURE = re.compile(r"\d+|[〇零一二三四五六七八九十百千万亿两]{2,}")
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share of their character 3-grams."""

    jaccard: float  # 0..1, of both
    containment: float  # 0..1, of the shorter


def shingles(text: str) -> frozenset[str]:
    """The character 3-grams of the text without white space and punctuation, width folded."""
    return _grams(_folded(text))


def bands(grams: AbstractSet[str]) -> tuple[int, ...]:
    """48 values below 2**48, one a band of three MinHashes; two sets with Jaccard index j share a band's value
    with probability j**3."""
    minhash = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    minhash.update(list(grams))
    rows = np.array(minhash.digest(), dtype=np.uint64).reshape(_BANDS, _ROWS)
    numbers = np.arange(1, _BANDS + 1, dtype=np.uint64) * _MIX[0]
    values = ((rows + np.uint64(1)) * _MIX).sum(axis=1, dtype=np.uint64) + numbers
    return tuple(((values ^ (values >> np.uint64(29))) * _MIX[1] >> np.uint64(16)).tolist())


def likeness(one: AbstractSet[str], other: AbstractSet[str]) -> Likeness:
    """What two sets of 3-grams share."""
    shared = len(one & other)
    return Likeness(shared / (len(one) + len(other) - shared), shared / min(len(one), len(other)))


def same_report(one: Article, other: Article) -> bool:
    """Whether one article is a reprint of the other: the same text, printed again, perhaps shortened or edited.

    Two reports written to one template (weather, closing prices) share their words but not their figures; a
    report that repeats an earlier one as background does not share its beginning.
    """
    if not _close(one, other) or figures_shared(one.text, other.text) < _FIGURES:
        return False
    text, other_text = _folded(one.text), _folded(other.text)
    grams, others = _grams(text), _grams(other_text)
    if grams == others:
        return True
    shorter, longer = sorted((len(grams), len(others)))
    found = likeness(grams, others)
    enough = found.jaccard >= _JACCARD or found.containment >= _CONTAINMENT
    if shorter < _SHORTEST or shorter < _LENGTHS * longer or not enough:
        return False
    return found.jaccard >= _VERY_SURE or _agree((text, grams), (other_text, others), found.jaccard)


def _agree(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]], jaccard: float) -> bool:
    """Whether two texts that share much are about one thing: beginnings, their figures, names insisted on."""
    (text, grams), (other_text, others) = one, other
    if jaccard < _SURE:
        heads = min(_head_shared(text, others), _head_shared(other_text, grams))
        if heads < _HEAD_SHARED or not (_FIGURE.search(text) and _FIGURE.search(other_text)):
            return False
    if figures_shared(text[:_LEAD], other_text[:_LEAD]) < _LEAD_FIGURES:
        return False
    return not (_insists(text, others) and _insists(other_text, grams))


def _folded(text: str) -> str:
    return squash(unicodedata.normalize("NFKC", text))


def _grams(folded: str) -> frozenset[str]:
    return frozenset(folded[i : i + 3] for i in range(max(len(folded) - 2, 1)))


def _head_shared(text: str, grams: AbstractSet[str]) -> float:
    """Share of the text's beginning that is among the other's 3-grams."""
    head = _grams(text[:_HEAD])
    return len(head & grams) / len(head)


def _insists(text: str, grams: AbstractSet[str]) -> bool:
    """Whether the text keeps saying what the other never says: the name of another person, in a notice that
    otherwise uses the same words."""
    counts = Counter(text[i : i + 3] for i in range(len(text) - 2))
    return any(count >= _INSISTED and gram not in grams for gram, count in counts.items())


def _close(one: Article, other: Article) -> bool:
    if one.issued is None or other.issued is None:
        return True
    return abs((one.issued - other.issued).days) <= _DAYS


def figures_shared(one: str, other: str) -> float:
    """Share of the figures of the text with fewer of them that stand in the other; 1.0 where it has none."""
    mine, others = Counter(_FIGURE.findall(one)), Counter(_FIGURE.findall(other))
    fewest = min(mine.total(), others.total())
    return (mine & others).total() / fewest if fewest else 1.0
