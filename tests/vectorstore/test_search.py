"""Fusion of the two legs, and one hit an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.store_home import NOON, make_article
from vectorstore.chunking import chunk
from vectorstore.identity import identified
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.library import Library
from vectorstore.records import Filter, Passage
from vectorstore.search import fuse, search

PROBE = Probe("什么", np.zeros(1, dtype=np.float32))


class Ranked:
    """A leg that proposes what it was told."""

    def __init__(self, *candidates: tuple[str, float]) -> None:
        self._candidates = tuple(Candidate(*each) for each in candidates)
        self.asked: list[Filter] = []

    def search(self, _probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        self.asked.append(admit)
        return self._candidates[:limit]

    def add(self, entries: Sequence[Entry]) -> None: ...
    def delete(self, passage_ids: Sequence[str]) -> None: ...
    def clear(self) -> None: ...
    def refresh(self) -> None: ...
    def ids(self) -> frozenset[str]:
        return frozenset(each.passage_id for each in self._candidates)

    def damaged(self) -> bool:
        return False


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite")) as opened:
        yield opened


def put(library: Library, *texts: str) -> list[tuple[Passage, ...]]:
    """Passages of the articles with these texts."""
    rows = [
        (key, article, chunk(article)) for key, article in (identified(make_article(text)) for text in texts)
    ]
    library.add(rows, now=NOON)
    library.mark_ready([article.id for _, article, _ in rows], now=NOON)
    return [passages for _, _, passages in rows]


def test_fused_scores_lie_between_nought_and_one() -> None:
    dense = [Candidate("a", 0.9), Candidate("b", 0.8), Candidate("c", 0.7)]
    lexical = [Candidate("c", 31.0), Candidate("a", 30.0), Candidate("d", 1.0)]
    scores = fuse(dense, lexical)
    assert set(scores) == {"a", "b", "c", "d"}
    assert all(0.0 <= score <= 1.0 for score in scores.values())
    assert max(scores, key=lambda name: scores[name]) == "a"
    assert scores["d"] == 0.0


@pytest.mark.parametrize("lone", [[Candidate("a", 0.4)], [Candidate("a", 0.4), Candidate("b", 0.4)]])
def test_the_best_of_both_legs_has_a_score_of_one_also_where_all_are_equal(lone: list[Candidate]) -> None:
    assert fuse(lone, lone)["a"] == pytest.approx(1.0)


def test_a_leg_without_candidates_leaves_the_others_order() -> None:
    candidates = [Candidate("a", 3.0), Candidate("b", 2.0), Candidate("c", 1.0)]
    for scores in (fuse(candidates, []), fuse([], candidates)):
        assert sorted(scores, key=lambda name: -scores[name]) == ["a", "b", "c"]
    assert fuse([], []) == {}


def test_hits_carry_the_ranks_and_the_similarity(library: Library) -> None:
    (one,), (two,), (three,) = put(library, "甲。", "乙。", "丙。")
    dense = Ranked((one.id, 0.9), (two.id, 0.5))
    lexical = Ranked((three.id, 9.0), (one.id, 8.0))
    hits = search(PROBE, library=library, dense=dense, lexical=lexical, admit=Filter(), limit=10)
    seen = {hit.passage.text: (hit.similarity, hit.dense_rank, hit.lexical_rank) for hit in hits}
    assert seen == {"甲。": (0.9, 1, 2), "乙。": (0.5, 2, None), "丙。": (None, None, 1)}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_an_article_is_one_hit_by_its_best_passage(library: Library) -> None:
    (long, (short,)) = put(library, "第一句话在这里。" * 200, "另一篇。")
    dense = Ranked((long[2].id, 0.9), (long[0].id, 0.8), (short.id, 0.7), (long[1].id, 0.6))
    hits = search(PROBE, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=10)
    assert [hit.passage.id for hit in hits] == [long[2].id, short.id]


def test_the_limit_counts_articles(library: Library) -> None:
    passages = put(library, *(f"第{number}篇。" for number in range(6)))
    dense = Ranked(*((each[0].id, 1.0 - number / 10) for number, each in enumerate(passages)))
    hits = search(PROBE, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=4)
    assert [hit.passage.text for hit in hits] == [f"第{number}篇。" for number in range(4)]


def test_what_the_library_does_not_serve_is_no_hit(library: Library) -> None:
    (gone,), (kept,) = put(library, "甲。", "乙。")
    library.mark_deleting([gone.article_id])
    dense = Ranked((gone.id, 0.9), ("f" * 16, 0.8), (kept.id, 0.7))
    hits = search(PROBE, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=1)
    assert [hit.passage.id for hit in hits] == [kept.id]


def test_both_legs_are_asked_with_the_filter(library: Library) -> None:
    dense, lexical = Ranked(), Ranked()
    admit = Filter(publication="试验日报")
    assert search(PROBE, library=library, dense=dense, lexical=lexical, admit=admit, limit=3) == ()
    assert dense.asked == lexical.asked == [admit]
