"""Filters of the dense leg: by the copy where it is complete, by Chroma where it is not, and its repair."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from tests.fakes import HashEmbedder
from tests.store_home import make_article
from vectorstore.chunking import chunk
from vectorstore.dense import DenseIndex, embedded_client
from vectorstore.errors import IndexFailure
from vectorstore.filtered import FilteredDense
from vectorstore.flat import FlatVectors
from vectorstore.identity import identified
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.records import Filter

EMBEDDER = HashEmbedder()
PROBE = Probe("", EMBEDDER.embed_question("站点供应热水"))
EARLY, LATE = date(2024, 4, 30), date(2024, 5, 3)


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    SharedSystemClient.clear_system_cache()


def opened(folder: Path, *, compared: int = 5) -> FilteredDense:
    SharedSystemClient.clear_system_cache()
    graph = DenseIndex(embedded_client(folder / "chroma"))
    return FilteredDense(graph, FlatVectors(folder / "flat"), compared=compared)


def entries(count: int, *, start: int = 0) -> list[Entry]:
    """Every tenth is late, from another paper, of page 2, a photo or without a date."""
    made = []
    for number in range(start, start + count):
        odd = number % 10
        text = f"第{number}号站点为环卫工人供应热水{number * number}升。"
        _, article = identified(
            make_article(
                text,
                issued=None if odd == 5 else LATE if odd == 1 else EARLY,
                publication="青禾晚报" if odd == 2 else "试验日报",
                page="2" if odd == 3 else "1",
                kind="photo" if odd == 4 else "article",
            )
        )
        (passage,) = chunk(article)
        made.append(Entry(passage, article, EMBEDDER.embed_passages([passage.text])[0]))
    return made


FILTERS = [
    Filter(since=LATE),
    Filter(until=EARLY),
    Filter(publication="青禾晚报"),
    Filter(page="2"),
    Filter(kind="photo"),
    Filter(kind="article", publication="试验日报", since=EARLY, until=EARLY),
    Filter(publication="没有的报"),
]


def scores(found: tuple[Candidate, ...]) -> dict[str, float]:
    return {each.passage_id: round(each.score, 4) for each in found}


@pytest.mark.parametrize("compared", [1000, 0])
def test_every_filter_finds_what_chromas_own_finds(tmp_path: Path, compared: int) -> None:
    leg = opened(tmp_path, compared=compared)
    leg.add(entries(120))
    plain = DenseIndex(embedded_client(tmp_path / "chroma"))
    for admit in FILTERS:
        expected = plain.search(PROBE, admit=admit, limit=7)
        found = leg.search(PROBE, admit=admit, limit=7)
        # of those that are equally near either may be the last
        assert sorted(scores(found).values()) == sorted(scores(expected).values()), admit
    assert len(leg.search(PROBE, admit=Filter(since=LATE), limit=100)) == 12


def test_a_library_without_a_copy_is_searched_all_the_same_and_mended(tmp_path: Path) -> None:
    before = opened(tmp_path)
    before.add(entries(60))
    expected = [scores(before.search(PROBE, admit=admit, limit=100)) for admit in FILTERS]
    shutil.rmtree(tmp_path / "flat")
    leg = opened(tmp_path)
    assert leg.uncopied() == 60
    assert [scores(leg.search(PROBE, admit=admit, limit=100)) for admit in FILTERS] == expected
    leg.mend()
    assert leg.uncopied() == 0
    assert [scores(leg.search(PROBE, admit=admit, limit=100)) for admit in FILTERS] == expected


def test_a_copy_that_lags_is_not_relied_on(tmp_path: Path) -> None:
    leg = opened(tmp_path)
    leg.add(entries(20))
    killed = DenseIndex(embedded_client(tmp_path / "chroma"))  # a writer that came no further than Chroma
    killed.add(entries(10, start=20))
    leg = opened(tmp_path)
    assert len(leg.search(PROBE, admit=Filter(since=LATE), limit=100)) == 3
    leg.mend()
    assert leg.uncopied() == 0


def test_a_copy_that_cannot_be_written_is_an_index_failure(tmp_path: Path) -> None:
    leg = opened(tmp_path)
    (tmp_path / "flat").write_text("not a folder", encoding="utf-8")
    with pytest.raises(IndexFailure, match="向量副本"):
        leg.add(entries(1))


def test_a_question_of_another_length_is_an_index_failure(tmp_path: Path) -> None:
    leg = opened(tmp_path)
    leg.add(entries(5))
    with pytest.raises(IndexFailure):
        leg.search(Probe("", HashEmbedder(32).embed_question("热水")), admit=Filter(page="1"), limit=1)
