"""How much of the news each sentence of some reports tells: place, centrality, figures, names, headline. Pure.

Concepts are pairs of neighbouring characters (Gillick and Favre 2009 take word bigrams); centrality is LexRank's
(Erkan and Radev 2004), a random walk over sentences that share words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.portions import Portion, spans_of
from vectorstore.tokens import tagged

# Tried on the even half of news-summaries.dev, by hand; the other half gives the same order.
_DECAY = 0.7  # of a sentence's place, from one to the next
_FLOOR = 0.3  # weight of a concept of the last sentence, of one in the first
_HEADLINE = 2.0  # added to a concept that the headline has
_FIGURE = 1.3  # factor of a concept with a digit
_NAME = 1.15  # factor of a concept within a name
_ONCE = 0.5  # factor of a concept that one sentence has
_PLACE, _CENTRAL = 0.5, 0.25  # share of its concepts' weight that a sentence gets again for these
_HANGING = 0.8  # factor of a sentence that leans on the one before it
_SCENIC = 0.5  # factor of a sentence that sets a scene, as features begin
_DAMPING, _STEPS = 0.85, 20
_MOST = 80  # sentences considered; of more the first of each report

_LEANS = re.compile(
    r"^(?:[“\"]|他们?|她们?|它们?|其中|其|这|那|此|该|对此|同时|此外|另外|但|而|因此|所以|然而|不过|并且|于是|随后|接着|为此|据悉)"
)
_SCENE = re.compile(
    r"^(?:\d{1,2}月\d{1,2}日)?[，,]?(?:凌晨|清晨|天还没亮|天刚亮|傍晚|深夜|夜里|入夜|(?:早上|上午|中午|下午|晚上)\d|走进|推开|来到|一走进|临近)"
)
_NAMES = ("nr", "ns", "nt", "nz")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence: `portion.article.text[start:end]`."""

    portion: Portion
    start: int
    end: int
    concepts: frozenset[str]
    own: float  # what it is worth whatever else is said
    central: float  # 0..1, LexRank's, the most central at 1


@dataclass(frozen=True, slots=True)
class Salience:
    """The sentences of some reports, in reading order, and what saying each concept is worth."""

    sentences: tuple[Weighed, ...]
    weights: Mapping[str, float]


def weigh_sentences(told: Sequence[Portion]) -> Salience:
    """What is worth saying of these reports, and where it is said."""
    placed = sorted(
        (
            (at, nth, portion, span)
            for nth, portion in enumerate(told)
            for at, span in enumerate(spans_of(portion))
        ),
        key=lambda each: each[:2],
    )[:_MOST]
    placed.sort(key=lambda each: (each[1], each[0]))
    texts = [portion.article.text[slice(*span)] for _, _, portion, span in placed]
    grams = [_pairs(text) for text in texts]
    weights = _weights([at for at, *_ in placed], texts, grams, headlines=[p.headline or "" for p in told])
    central = _centrality(grams)
    sentences = tuple(
        Weighed(
            portion=portion,
            start=span[0],
            end=span[1],
            concepts=frozenset(pairs),
            own=sum(weights[pair] for pair in pairs)
            * (_PLACE * _DECAY**at + _CENTRAL * rank)
            * (_HANGING if _LEANS.match(text) else 1.0)
            * (_SCENIC if sets_scene(text) else 1.0),
            central=rank,
        )
        for (at, _, portion, span), text, pairs, rank in zip(placed, texts, grams, central, strict=True)
    )
    return Salience(sentences, weights)


def sets_scene(sentence: str) -> bool:
    """Whether it begins as features do, with a time of day or a step through a door, before any news is told."""
    return _SCENE.match(sentence) is not None


def concepts_of(text: str) -> frozenset[str]:
    """The concepts the text says: pairs of neighbouring characters."""
    return frozenset(_pairs(text))


def _pairs(text: str) -> Counter[str]:
    folded = re.sub(r"[\W_]+", " ", text)
    return Counter(folded[i : i + 2] for i in range(len(folded) - 1) if " " not in folded[i : i + 2])


def _weights(
    places: Sequence[int],
    texts: Sequence[str],
    grams: Sequence[Mapping[str, int]],
    *,
    headlines: Sequence[str],
) -> dict[str, float]:
    """The worth of each concept: how often and how early it is said, and what it is part of."""
    weights: dict[str, float] = {}
    said: Counter[str] = Counter()
    for at, pairs in zip(places, grams, strict=True):
        for pair in pairs:
            weights[pair] = weights.get(pair, 0.0) + _FLOOR + (1 - _FLOOR) * _DECAY**at
            said[pair] += 1
    names = {
        pair
        for word, tag in tagged("\n".join(texts))
        if tag in _NAMES and len(word) > 1
        for pair in _pairs(word)
    }
    titled = {pair for headline in headlines for pair in _pairs(headline)}
    for pair in weights:
        weights[pair] *= _ONCE if said[pair] == 1 else 1.0
        weights[pair] += _HEADLINE if pair in titled else 0.0
        weights[pair] *= _FIGURE if any(char.isdigit() for char in pair) else 1.0
        weights[pair] *= _NAME if pair in names else 1.0
    return weights


def _centrality(grams: Sequence[Mapping[str, int]]) -> list[float]:
    """The stationary distribution of the walk, the most central sentence at 1."""
    count = len(grams)
    frequency = Counter(pair for pairs in grams for pair in pairs)
    vectors = [
        {pair: n * math.log(1 + count / frequency[pair]) for pair, n in pairs.items()} for pairs in grams
    ]
    norms = [math.sqrt(sum(value * value for value in vector.values())) or 1.0 for vector in vectors]
    alike = [[0.0] * count for _ in range(count)]
    for i in range(count):
        for j in range(i, count):
            shared = sum(value * vectors[j].get(pair, 0.0) for pair, value in vectors[i].items())
            alike[i][j] = alike[j][i] = shared / norms[i] / norms[j]
    totals = [sum(row) or 1.0 for row in alike]
    rank = [1.0 / count] * count if count else []
    for _ in range(_STEPS):
        rank = [
            (1 - _DAMPING) / count + _DAMPING * sum(alike[j][i] / totals[j] * rank[j] for j in range(count))
            for i in range(count)
        ]
    top = max(rank, default=1.0)
    return [value / top for value in rank]
