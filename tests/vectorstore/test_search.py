"""Fusion of the two legs, and one hit an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.store_home import NOON, make_article
from vectorstore.chunking import chunk
from vectorstore.embedding import Vectors
from vectorstore.identity import identified
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.library import Library
from vectorstore.passages import cut
from vectorstore.records import Filter, Passage
from vectorstore.search import SHORTLIST, propose, search

ANY = "什么"


def embed(_text: str) -> Vectors:
    return np.zeros(1, dtype=np.float32)


class Ranked:
    """A leg that proposes what it was told."""

    def __init__(
        self, *candidates: tuple[str, float], by_part: Mapping[str, Sequence[tuple[str, float]]] = {}
    ) -> None:
        self._candidates = tuple(Candidate(*each) for each in candidates)
        self._by_part = by_part
        self.asked: list[Filter] = []

    def search(self, _probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        self.asked.append(admit)
        return self._candidates[:limit]

    def by_words(self, text: str, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        self.asked.append(admit)
        if text in self._by_part:
            return tuple(Candidate(*each) for each in self._by_part[text])[:limit]
        return self._candidates[:limit]

    def add(self, entries: Sequence[Entry]) -> None: ...
    def delete(self, passage_ids: Sequence[str]) -> None: ...
    def clear(self) -> None: ...
    def refresh(self) -> None: ...
    def ids(self) -> frozenset[str]:
        return frozenset(each.passage_id for each in self._candidates)

    def damaged(self) -> bool:
        return False

    def empty(self) -> bool:
        return not self._candidates

    def rarity(self, texts: Sequence[str]) -> tuple[float, ...]:
        return (0.5,) * len(texts)


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


def test_what_one_leg_misses_counts_as_its_last_candidate() -> None:
    dense = [Candidate("a", 0.9), Candidate("b", 0.8), Candidate("c", 0.7)]
    lexical = [Candidate("c", 31.0), Candidate("a", 30.0), Candidate("d", 1.0)]
    proposed = propose(dense, lexical)
    assert proposed == {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.7}
    assert next(iter(proposed)) == "a"


def test_a_leg_without_candidates_leaves_the_others_order() -> None:
    candidates = [Candidate("a", 0.3), Candidate("b", 0.2), Candidate("c", 0.1)]
    for proposed in (propose(candidates, []), propose([], candidates)):
        assert list(proposed) == ["a", "b", "c"]
    assert propose([], []) == {}


def test_hits_carry_the_ranks_and_the_similarity(library: Library) -> None:
    (one,), (two,), (three,) = put(library, "甲。", "乙。", "丙。")
    dense = Ranked((one.id, 0.9), (two.id, 0.5))
    lexical = Ranked((three.id, 9.0), (one.id, 8.0))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=lexical, admit=Filter(), limit=10)
    seen = {hit.passage.text: (hit.similarity, hit.dense_rank, hit.lexical_rank) for hit in hits}
    assert seen == {"甲。": (0.9, 1, 2), "乙。": (0.5, 2, None), "丙。": (None, None, 1)}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_an_article_is_one_hit_by_its_best_passage(library: Library) -> None:
    (long, (short,)) = put(library, "第一句话在这里。" * 200, "另一篇。")
    dense = Ranked((long[2].id, 0.9), (long[0].id, 0.8), (short.id, 0.7), (long[1].id, 0.6))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=10)
    assert [hit.passage.id for hit in hits] == [long[2].id, short.id]


def test_the_limit_counts_articles(library: Library) -> None:
    passages = put(library, *(f"第{number}篇。" for number in range(6)))
    dense = Ranked(*((each[0].id, 1.0 - number / 10) for number, each in enumerate(passages)))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=4)
    assert [hit.passage.text for hit in hits] == [f"第{number}篇。" for number in range(4)]


def test_what_the_library_does_not_serve_is_no_hit(library: Library) -> None:
    (gone,), (kept,) = put(library, "甲。", "乙。")
    library.mark_deleting([gone.article_id])
    dense = Ranked((gone.id, 0.9), ("f" * 16, 0.8), (kept.id, 0.7))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=1)
    assert [hit.passage.id for hit in hits] == [kept.id]


def test_scores_lie_between_nought_and_one_and_the_best_has_one(library: Library) -> None:
    passages = put(library, *(f"第{number}篇。" for number in range(4)))
    dense = Ranked(*((each[0].id, 0.9 - number / 10) for number, each in enumerate(passages)))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=10)
    assert hits[0].score == 1.0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[-1].score == 0.0
    alone = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=1)
    assert alone[0].score == 1.0


def test_reports_behind_many_passages_of_one_are_found(library: Library) -> None:
    (long, (short,)) = put(
        library, "".join(f"第{n}句话写在这里讲一件小事。" for n in range(2500)), "另一篇。"
    )
    assert len(long) > SHORTLIST
    dense = Ranked(*((each.id, 0.9) for each in long[:90]), (short.id, 0.1))
    hits = search(ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=2)
    assert [hit.article.id for hit in hits] == [long[0].article_id, short.article_id]


def test_words_of_the_headline_count(library: Library) -> None:
    rows = [
        identified(make_article(f"名额共有{n}个。", headline=name))
        for n, name in ((8, "游泳班"), (9, "书法班"))
    ]
    library.add([(key, article, chunk(article)) for key, article in rows], now=NOON)
    library.mark_ready([article.id for _, article in rows], now=NOON)
    dense = Ranked(*((chunk(article)[0].id, 0.8) for _, article in rows))
    for name in ("游泳班", "书法班"):
        question = f"{name}有多少名额？"
        hits = search(
            question, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=2
        )
        assert hits[0].article.headline == name


def test_preferred_days_come_first_among_hits_about_as_good(library: Library) -> None:
    old, new = (date(2024, 3, 1), date(2024, 9, 1))
    rows = [identified(make_article(f"{day.month}月的消息。", issued=day)) for day in (old, new)]
    library.add([(key, article, chunk(article)) for key, article in rows], now=NOON)
    library.mark_ready([article.id for _, article in rows], now=NOON)
    ids = [chunk(article)[0].id for _, article in rows]

    def best(behind: float, prefer: tuple[date, date] | None) -> date | None:
        dense = Ranked((ids[0], 0.85), (ids[1], 0.85 - behind))
        hits = search(
            ANY,
            embed=embed,
            library=library,
            dense=dense,
            lexical=Ranked(),
            admit=Filter(),
            limit=2,
            prefer=prefer,
        )
        assert len(hits) == 2
        return hits[0].article.issued

    september = (date(2024, 9, 1), date(2024, 9, 30))
    assert best(0.01, None) == old
    assert best(0.01, september) == new
    assert best(0.1, september) == old


def test_a_day_that_a_passage_names_is_preferred_too(library: Library) -> None:
    rows = [
        (key, article, cut(article))
        for key, article in (
            identified(make_article(text, issued=date(2024, 3, 1)))
            for text in ("活动照常。", "2024年5月4日办活动。")
        )
    ]
    library.add(rows, now=NOON)
    library.mark_ready([article.id for _, article, _ in rows], now=NOON)
    dense = Ranked(*((passages[0].id, 0.85 - n / 100) for n, (_, _, passages) in enumerate(rows)))
    may = (date(2024, 5, 1), date(2024, 5, 31))
    hits = search(
        ANY, embed=embed, library=library, dense=dense, lexical=Ranked(), admit=Filter(), limit=2, prefer=may
    )
    assert hits[0].passage.text == "2024年5月4日办活动。"


def test_both_legs_are_asked_with_the_filter(library: Library) -> None:
    dense, lexical = Ranked(), Ranked()
    admit = Filter(publication="试验日报")
    assert search(ANY, embed=embed, library=library, dense=dense, lexical=lexical, admit=admit, limit=3) == ()
    assert dense.asked == lexical.asked == [admit]


def test_what_only_one_part_of_a_question_asks_for_is_found(library: Library) -> None:
    (wide,), (narrow,) = put(library, "缆车票价八十元。", "夜校有九个班。")
    lexical = Ranked((wide.id, 9.0), by_part={"夜校有 个班": ((narrow.id, 7.0),), "缆车票价 元": ()})
    hits = search(
        "缆车票价多少元？夜校有几个班？",
        embed=embed,
        library=library,
        dense=Ranked((wide.id, 0.9)),
        lexical=lexical,
        admit=Filter(),
        limit=2,
    )
    assert {hit.passage.id for hit in hits} == {wide.id, narrow.id}


def test_behind_the_first_five_what_is_on_their_matter_comes_first(library: Library) -> None:
    matter = [f"渔船返港，台风登陆前沿海转移人员，第{number}则。" for number in "一二三四五"]
    other, same = "图书馆周末照常开放，市民可以预约座位。", "沿海各县的渔船在台风登陆后陆续返港。"
    names = [passages[0].id for passages in put(library, *matter, other, same)]
    leg = Ranked(*((name, 0.9 - index / 1000) for index, name in enumerate(names)))
    hits = search(ANY, embed=embed, library=library, dense=leg, lexical=Ranked(), admit=Filter(), limit=7)
    assert [hit.passage.id for hit in hits] == [*names[:5], names[6], names[5]]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    few = search(ANY, embed=embed, library=library, dense=leg, lexical=Ranked(), admit=Filter(), limit=5)
    assert [(hit.passage.id, hit.score) for hit in few] == [(hit.passage.id, hit.score) for hit in hits[:5]]
