"""A question to hits: filters, both legs, fusion, one hit a report with its reprints beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vectorstore.legs import Candidate, Leg, Probe
from vectorstore.library import Library
from vectorstore.records import Filter, Hit

DEPTH = 100  # candidates taken from each leg
DENSE_WEIGHT = 0.7


def search(
    probe: Probe, *, library: Library, dense: Leg, lexical: Leg, admit: Filter, limit: int
) -> tuple[Hit, ...]:
    """The best `limit` reports for the probe, best first, each by its best passage, its reprints beneath.

    Raises IndexFailure, LibraryError.
    """
    by_dense = dense.search(probe, admit=admit, limit=DEPTH)
    by_lexical = lexical.search(probe, admit=admit, limit=DEPTH)
    scores = fuse(by_dense, by_lexical)
    similarity = {candidate.passage_id: candidate.score for candidate in by_dense}
    dense_rank = _ranks(by_dense)
    lexical_rank = _ranks(by_lexical)
    found = library.passages(tuple(scores))
    clusters = library.relations.clusters([article.id for _, article in found.values()])
    hits: dict[int | str, Hit] = {}
    for passage_id in sorted(scores, key=lambda name: (-scores[name], name)):
        if passage_id not in found:
            continue  # an index may know what the library has stopped serving
        passage, article = found[passage_id]
        report = clusters.get(article.id, article.id)
        if report in hits:
            continue
        hits[report] = Hit(
            passage=passage,
            article=article,
            score=scores[passage_id],
            similarity=similarity.get(passage_id),
            dense_rank=dense_rank.get(passage_id),
            lexical_rank=lexical_rank.get(passage_id),
        )
        if len(hits) == limit:
            break
    others = library.reprints_of([hit.article.id for hit in hits.values()], admit)
    return tuple(replace(hit, others=others.get(hit.article.id, ())) for hit in hits.values())


def fuse(dense: Sequence[Candidate], lexical: Sequence[Candidate]) -> dict[str, float]:
    """A score in 0..1 for every passage either leg proposed: a weighted sum of min-max scaled scores.

    A passage that a leg did not propose counts as 0 there (Bruch, Gai and Ingber 2023, convex combination).
    """
    scaled_dense, scaled_lexical = _minmax(dense), _minmax(lexical)
    return {
        name: DENSE_WEIGHT * scaled_dense.get(name, 0.0) + (1 - DENSE_WEIGHT) * scaled_lexical.get(name, 0.0)
        for name in scaled_dense | scaled_lexical
    }


def _minmax(candidates: Sequence[Candidate]) -> dict[str, float]:
    if not candidates:
        return {}
    low = min(candidate.score for candidate in candidates)
    high = max(candidate.score for candidate in candidates)
    width = high - low
    return {
        candidate.passage_id: (candidate.score - low) / width if width > 0 else 1.0
        for candidate in candidates
    }


def _ranks(candidates: Sequence[Candidate]) -> dict[str, int]:
    return {candidate.passage_id: rank for rank, candidate in enumerate(candidates, 1)}
