"""Reports to events: reprints once, reports of one matter together, each with what was told of it before. Pure.

Average-link agglomeration over the cosine of tf-idf vectors of words (Yang, Pierce and Carbonell 1998, on event
detection in news), so that likeness does not pass on from one report to the next.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.portions import Portion
from vectorstore.records import Article
from vectorstore.tokens import words

_BEGINNING = 400  # characters of a report that are compared
_TITLED = 2  # times a word of the headline counts
_TOGETHER = 0.22  # mean cosine from which two groups are of one event
_BEFORE = 0.18  # cosine from which an earlier report is of the event
_COMMON = 0.3  # share of all reports from which a word tells nothing
_FEW = 12  # reports; of fewer no word is too common

Clusters = Mapping[str, int]  # number of the reprint cluster, by article id
_Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Event:
    """Reports of one matter, earliest first."""

    told: tuple[Portion, ...]  # each report once
    reprints: tuple[Article, ...]  # further printings of the same reports
    before: tuple[Portion, ...]  # reports of the time before, latest first; (): it is new

    @property
    def lead(self) -> Portion:
        """The report that stands for the event: the longest of the newest day."""
        newest = max(
            (portion.article.issued for portion in self.told if portion.article.issued), default=None
        )
        return max(
            (portion for portion in self.told if portion.article.issued == newest),
            key=lambda portion: portion.end - portion.start,
        )


def group_events(
    told: Sequence[Portion], *, before: Sequence[Portion], clusters: Clusters
) -> tuple[Event, ...]:
    """The events of the reports, in the order of their first ones."""
    single, reprints = _without_reprints(told, clusters)
    earlier, _ = _without_reprints(before, clusters)
    vectors = _vectors([*single, *earlier])
    mine, theirs = vectors[: len(single)], vectors[len(single) :]
    events = []
    for group in _agglomerated(mine):
        members = tuple(single[i] for i in group)
        again = tuple(
            article
            for portion in members
            for article in reprints.get(portion.article.id, ())
            if _whole(portion)
        )
        known = {clusters.get(portion.article.id) for portion in members} - {None}
        found = [
            (other.article.issued, at, other)
            for at, (other, vector) in enumerate(zip(earlier, theirs, strict=True))
            if clusters.get(other.article.id) in known
            or max(_cosine(mine[i], vector) for i in group) >= _BEFORE
        ]
        found.sort(key=lambda each: (str(each[0] or ""), -each[1]), reverse=True)
        events.append(Event(members, again, tuple(other for *_, other in found)))
    return tuple(events)


def _without_reprints(
    told: Sequence[Portion], clusters: Clusters
) -> tuple[list[Portion], dict[str, list[Article]]]:
    """The reports, of reprints the earliest only, and the other printings by its id."""
    first: dict[int, str] = {}
    kept: list[Portion] = []
    others: dict[str, list[Article]] = defaultdict(list)
    for portion in told:
        cluster = clusters.get(portion.article.id)
        if cluster is None or not _whole(portion):
            kept.append(portion)
            continue
        earliest = first.setdefault(cluster, portion.article.id)
        if earliest == portion.article.id:
            kept.append(portion)
        else:
            others[earliest].append(portion.article)
    return kept, others


def _whole(portion: Portion) -> bool:
    return portion.start == 0 and portion.end == len(portion.article.text)


def _vectors(told: Sequence[Portion]) -> list[_Vector]:
    """Words of headline and beginning by tf-idf, of length 1; what too many reports have is left out."""
    counts = []
    for portion in told:
        count = Counter(word for word in words(portion.text[:_BEGINNING]) if len(word) > 1)
        for word in words(portion.headline or ""):
            if len(word) > 1:
                count[word] += _TITLED
        counts.append(count)
    total = len(told)
    frequency = Counter(word for count in counts for word in count)
    most = total if total < _FEW else _COMMON * total
    vectors: list[_Vector] = []
    for count in counts:
        weights = {
            word: (1 + math.log(n)) * math.log(1 + total / frequency[word])
            for word, n in count.items()
            if frequency[word] <= most
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _cosine(one: _Vector, other: _Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


def _agglomerated(vectors: Sequence[_Vector]) -> list[list[int]]:
    """Groups of indexes, merged as long as two are alike on average, likeliest first."""
    likeness = _likeness(vectors)
    group_of = list(range(len(vectors)))
    groups = {i: [i] for i in group_of}
    for (i, j), value in sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0])):
        one, other = group_of[i], group_of[j]
        if value < _TOGETHER or one == other:
            continue
        pairs = [(min(a, b), max(a, b)) for a in groups[one] for b in groups[other]]
        if sum(likeness.get(pair, 0.0) for pair in pairs) < _TOGETHER * len(pairs):
            continue
        for member in groups[other]:
            group_of[member] = one
        groups[one] += groups.pop(other)
    return sorted(sorted(group) for group in groups.values())


def _likeness(vectors: Sequence[_Vector]) -> dict[tuple[int, int], float]:
    """The cosine of every pair that shares a word, by way of an inverted index."""
    holders: dict[str, list[int]] = defaultdict(list)
    likeness: dict[tuple[int, int], float] = defaultdict(float)
    for i, vector in enumerate(vectors):
        for word, weight in vector.items():
            for j in holders[word]:
                likeness[j, i] += weight * vectors[j][word]
            holders[word].append(i)
    return likeness
