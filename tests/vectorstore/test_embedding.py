"""The contract every embedder keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import HashEmbedder
from vectorstore.embedding import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.onnx_embedder import OnnxEmbedder

TEXTS = [
    "快递骑手在驿站领到了防暑药品。",
    "剧院本周末上演新编话剧。",
    "骑手们在驿站里喝到了绿豆汤。",
    "",
    "，。",
    "OK 12351",
]


@pytest.fixture(scope="module")
def e5(e5_folder: Path) -> OnnxEmbedder:
    return OnnxEmbedder(e5_folder, threads=1)


@pytest.fixture(params=["hash", "cached", "e5"])
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Embedder]:
    if request.param == "e5":
        yield request.getfixturevalue("e5")
    elif request.param == "cached":
        yield CachedEmbedder(HashEmbedder(), tmp_path / "vectors.sqlite")
    else:
        yield HashEmbedder()


def test_passages_are_rows_of_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_a_question_is_one_vector_of_length_one(embedder: Embedder) -> None:
    for text in ("驿站里有什么？", ""):
        vector = embedder.embed_question(text)
        assert vector.shape == (embedder.dimension,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_no_passages_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = embedder.embed_passages(TEXTS)
    apart = np.concatenate([embedder.embed_passages([text]) for text in reversed(TEXTS)])[::-1]
    assert float(np.sum(together * apart, axis=1).min()) > 0.999


def test_what_is_alike_lies_closer(embedder: Embedder) -> None:
    near, far, _ = embedder.embed_passages([TEXTS[0], TEXTS[1], TEXTS[2]])
    question = embedder.embed_question("骑手在驿站领到了什么药品")
    assert float(question @ near) > float(question @ far)


def test_it_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.name
    assert len(embedder.digest) == 16
    assert int(embedder.digest, 16) >= 0
