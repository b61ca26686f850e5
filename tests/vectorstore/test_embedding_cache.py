"""Vectors are computed once per text and embedder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.fakes import HashEmbedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.errors import LibraryError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def test_a_text_is_embedded_once_also_after_a_restart(path: Path) -> None:
    inner = HashEmbedder()
    first = CachedEmbedder(inner, path).embed_passages(["甲组", "乙组"])
    again = CachedEmbedder(inner, path).embed_passages(["丙组", "乙组", "甲组"])
    assert inner.passages == 3
    np.testing.assert_array_equal(again[[2, 1]], first)


def test_the_order_is_that_of_the_texts(path: Path) -> None:
    inner = HashEmbedder()
    texts = [f"第{number}组完成检修" for number in range(1200)]
    cached = CachedEmbedder(inner, path)
    cached.embed_passages(texts[::3])
    np.testing.assert_allclose(cached.embed_passages(texts), inner.embed_passages(texts), atol=1e-3)


def test_a_text_twice_in_a_batch_gets_the_same_vector_twice(path: Path) -> None:
    vectors = CachedEmbedder(HashEmbedder(), path).embed_passages(["甲组", "乙组", "甲组"])
    np.testing.assert_array_equal(vectors[0], vectors[2])


def test_embedders_do_not_share_vectors(path: Path) -> None:
    CachedEmbedder(HashEmbedder(), path).embed_passages(["甲组"])
    other = HashEmbedder(32, name="other")
    assert CachedEmbedder(other, path).embed_passages(["甲组"]).shape == (1, 32)
    assert other.passages == 1


def test_it_speaks_for_the_embedder_behind_it(path: Path) -> None:
    inner = HashEmbedder()
    cached = CachedEmbedder(inner, path)
    assert (cached.name, cached.digest, cached.dimension) == (inner.name, inner.digest, inner.dimension)
    np.testing.assert_array_equal(cached.embed_question("甲组"), inner.embed_question("甲组"))


def test_no_text_stands_in_the_file(path: Path) -> None:
    CachedEmbedder(HashEmbedder(), path).embed_passages(["鹦鹉螺七号"])
    raw = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert len(raw) > 100
    assert "鹦鹉螺".encode() not in raw


def test_a_file_that_is_no_cache_is_an_error_in_words(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(LibraryError, match="已损坏"):
        CachedEmbedder(HashEmbedder(), path)
