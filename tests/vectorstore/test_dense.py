"""The dense leg: cosines, damage, and errors of its own kind only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from chromadb import Collection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.errors import InternalError

from tests.fakes import HashEmbedder
from tests.store_home import make_article
from vectorstore.chunking import chunk
from vectorstore.dense import DenseIndex, embedded_client, server_client
from vectorstore.errors import IndexFailure
from vectorstore.identity import identified
from vectorstore.legs import Entry, Probe
from vectorstore.records import Filter

EMBEDDER = HashEmbedder()


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    SharedSystemClient.clear_system_cache()


def opened(folder: Path) -> DenseIndex:
    SharedSystemClient.clear_system_cache()
    return DenseIndex(embedded_client(folder))


def entries(count: int, *, start: int = 0) -> list[Entry]:
    made = []
    for number in range(start, start + count):
        _, article = identified(make_article(f"第{number}号站点为环卫工人供应热水{number * number}升。"))
        (passage,) = chunk(article)
        made.append(Entry(passage, article, EMBEDDER.embed_passages([passage.text])[0]))
    return made


def test_the_score_is_the_cosine(tmp_path: Path) -> None:
    index = opened(tmp_path)
    held = entries(30)
    index.add(held)
    vector = EMBEDDER.embed_question("站点供应热水")
    cosine = {each.passage.id: float(np.dot(each.vector, vector)) for each in held}
    candidates = index.search(Probe("", vector), admit=Filter(), limit=30)
    assert len(candidates) == 30
    for candidate in candidates:
        assert candidate.score == pytest.approx(cosine[candidate.passage_id], abs=1e-5)


def test_half_written_files_are_noticed_and_clearing_mends_them(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.add(entries(1100))  # enough for Chroma to write its graph
    index.search(Probe("", EMBEDDER.embed_question("热水")), admit=Filter(), limit=1)
    (metadata,) = tmp_path.glob("*/index_metadata.pickle")
    metadata.write_bytes(metadata.read_bytes()[:40])
    index = opened(tmp_path)
    assert index.damaged()
    with pytest.raises(IndexFailure, match="library rebuild"):
        index.search(Probe("", EMBEDDER.embed_question("热水")), admit=Filter(), limit=1)
    index.clear()
    index.add(entries(3))
    assert not index.damaged()
    assert len(index.search(Probe("", EMBEDDER.embed_question("热水")), admit=Filter(), limit=5)) == 3


def test_more_than_chroma_takes_at_once_is_added_and_deleted_in_parts(tmp_path: Path) -> None:
    index = opened(tmp_path)
    held = entries(2500)
    index.add(held)
    assert len(index.ids()) == 2500
    index.delete([each.passage.id for each in held[1:]])
    assert index.ids() == {held[0].passage.id}


def test_vectors_of_another_length_are_an_index_failure(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.add(entries(1))
    with pytest.raises(IndexFailure):
        index.search(Probe("", HashEmbedder(32).embed_question("热水")), admit=Filter(), limit=1)


def test_a_server_that_is_not_there_is_an_index_failure_naming_it() -> None:
    with pytest.raises(IndexFailure, match=r"http://127\.0\.0\.1:9 "):
        server_client("http://127.0.0.1:9")


def test_a_full_disk_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(tmp_path)
    index.add(entries(1))

    def full(*_: object, **__: object) -> None:
        raise InternalError("error returned from database: (code: 13) database or disk is full")

    monkeypatch.setattr(Collection, "upsert", full)
    with pytest.raises(IndexFailure, match="磁盘已满，请腾出空间后重试"):
        index.add(entries(2))
