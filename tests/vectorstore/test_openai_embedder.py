from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.scripted_endpoint import Answer, Asked, Raw, ScriptedEndpoint, refusal
from vectorstore.errors import EmbeddingError
from vectorstore.openai_embedder import OpenAIEmbedder

TEXTS = [f"第{number}条：工会为职工办实事" for number in range(25)]


def vector(text: str) -> list[float]:
    """A vector that tells texts apart, not of length 1."""
    return [float(len(text)), float(sum(map(ord, text)) % 97), 3.0]


def embeddings(asked: Asked) -> Raw:
    data = [
        {"object": "embedding", "index": index, "embedding": vector(text)}
        for index, text in enumerate(asked.body["input"])
    ]
    data.reverse()  # the protocol promises no order
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return Raw(body={"object": "list", "data": data, "model": asked.body["model"], "usage": usage})


def expected(texts: list[str]) -> NDArray[np.float64]:
    rows = np.array([vector(text) for text in texts])
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    with ScriptedEndpoint(embeddings) as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def build(endpoint: ScriptedEndpoint, waits: list[float]) -> Iterator[Callable[..., OpenAIEmbedder]]:
    made: list[OpenAIEmbedder] = []

    def make(
        model: str = "text-embedding-3-small", key: str = "sk-geheim", **options: float
    ) -> OpenAIEmbedder:
        made.append(OpenAIEmbedder(endpoint.url, key, model, sleep=waits.append, **options))  # type: ignore[arg-type]  # ints where ints are due
        return made[-1]

    yield make
    for embedder in made:
        embedder.close()


def scripted(*first: Answer) -> Callable[[Asked], Answer]:
    """These answers, then vectors."""
    left = list(first)
    return lambda asked: left.pop(0) if left else embeddings(asked)


def limited(status: int, largest: int) -> Callable[[Asked], Answer]:
    """An endpoint that takes so many texts in a request."""

    def answer(asked: Asked) -> Answer:
        too_many = len(asked.body["input"]) > largest
        return refusal(status, f"batch size is invalid, at most {largest}") if too_many else embeddings(asked)

    return answer


def test_passages_come_back_in_order_and_of_length_one(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    vectors = build(batch=10).embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(vectors, expected(TEXTS), rtol=1e-5)
    assert [len(body["input"]) for body in endpoint.bodies] == [10, 10, 5]
    assert endpoint.asked[0].path == "/v1/embeddings"
    assert endpoint.asked[0].headers["authorization"] == "Bearer sk-geheim"


def test_dimension_is_asked_for_once(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    embedder = build()
    assert not endpoint.asked
    assert (embedder.dimension, embedder.dimension) == (3, 3)
    assert len(endpoint.asked) == 1


def test_nothing_to_embed(build: Callable[..., OpenAIEmbedder]) -> None:
    assert build().embed_passages([]).shape == (0, 3)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refused_batch_is_halved_and_the_size_remembered(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, status: int
) -> None:
    endpoint.script = limited(status, 7)
    embedder = build(batch=24)
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), expected(TEXTS), rtol=1e-5)
    embedder.embed_passages(TEXTS[:9])
    assert [len(body["input"]) for body in endpoint.bodies] == [24, 12, 6, 6, 6, 6, 1, 6, 3]


def test_a_text_refused_alone_is_an_error_with_the_endpoints_words(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    endpoint.script = [refusal(400, "maximum context length is 512 tokens")]
    with pytest.raises(EmbeddingError, match=r"maximum context length is 512 tokens.*太长"):
        build(batch=4).embed_passages(TEXTS)
    assert [len(body["input"]) for body in endpoint.bodies] == [4, 2, 1]


def test_a_failure_does_not_shrink_later_batches(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    embedder = build(batch=4)
    endpoint.script = [refusal(400, "no such deployment")]
    with pytest.raises(EmbeddingError):
        embedder.embed_passages(TEXTS[:4])
    endpoint.script = embeddings
    embedder.embed_passages(TEXTS[:4])
    assert len(endpoint.bodies[-1]["input"]) == 4


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_passing_failures_are_retried(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float], status: int
) -> None:
    endpoint.script = scripted(refusal(status, "later"), refusal(status, "later"))
    np.testing.assert_allclose(build().embed_passages(TEXTS), expected(TEXTS), rtol=1e-5)
    assert waits == [1.0, 2.0]


def test_the_endpoint_may_say_how_long_to_wait(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.script = scripted(
        refusal(429, "slow down", headers={"Retry-After": "7"}),
        refusal(429, "slow down", headers={"Retry-After": "86400"}),
    )
    build().embed_question("几点上班")
    assert waits == [7.0, 60.0]


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "检查 API 密钥"), (403, "权限"), (404, "检查模型名"), (402, "充值")]
)
def test_lasting_failures_are_not_retried(
    build: Callable[..., OpenAIEmbedder],
    endpoint: ScriptedEndpoint,
    waits: list[float],
    status: int,
    advice: str,
) -> None:
    endpoint.script = [refusal(status, "no")]
    with pytest.raises(EmbeddingError, match=advice) as caught:
        build().embed_passages(TEXTS)
    assert len(endpoint.asked) == 1
    assert not waits
    assert "sk-geheim" not in str(caught.value)


def test_a_spent_quota_is_not_waited_for(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.script = [refusal(429, "you exceeded your quota", code="insufficient_quota")]
    with pytest.raises(EmbeddingError, match="余额"):
        build().embed_question("几点上班")
    assert not waits


def test_retries_end(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.script = [refusal(503, "overloaded")]
    with pytest.raises(EmbeddingError, match="暂时不可用（503）"):
        build(retries=2).embed_passages(TEXTS)
    assert waits == [1.0, 2.0]
    assert len(endpoint.asked) == 3


def test_a_silent_endpoint_times_out_and_is_asked_again(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    def slow(asked: Asked) -> Answer:
        if len(endpoint.asked) == 1:
            asleep.wait(2)
        return embeddings(asked)

    asleep = threading.Event()
    endpoint.script = slow
    assert build(timeout=0.2).embed_question("几点上班").shape == (3,)
    asleep.set()
    assert waits == [1.0]


def test_no_endpoint_at_the_address(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    embedder = build()
    endpoint.close()
    with pytest.raises(EmbeddingError, match=r"连不上向量服务 127\.0\.0\.1"):
        embedder.embed_question("几点上班")
    assert not waits


@pytest.mark.parametrize(
    "answer",
    [
        Raw(body="<html>欢迎</html>", content_type="text/html"),
        Raw(body="not json"),
        Raw(body={"hello": 1}),
        Raw(body={"data": [{"index": 0, "embedding": "三"}]}),
    ],
)
def test_an_answer_that_is_no_embedding(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, answer: Raw
) -> None:
    endpoint.script = [answer]
    with pytest.raises(EmbeddingError, match="接口的格式"):
        build().embed_question("几点上班")


@pytest.mark.parametrize("rows", [[], [[1.0, 2.0]], [[1.0, 2.0], [1.0, float("nan")]]])
def test_vectors_that_are_missing_or_no_numbers(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint, rows: list[list[float]]
) -> None:
    data = [{"index": index, "embedding": row} for index, row in enumerate(rows)]
    endpoint.script = [Raw(body={"data": data})]
    with pytest.raises(EmbeddingError, match="不完整"):
        build().embed_passages(TEXTS[:2])


def test_e5_models_get_their_prefixes(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    embedder = build("intfloat/multilingual-e5-small")
    embedder.embed_passages(["工会"])
    embedder.embed_question("工会")
    assert [body["input"] for body in endpoint.bodies] == [["passage: 工会"], ["query: 工会"]]
    assert embedder.digest != build("intfloat/multilingual-e6-small").digest


def test_an_empty_text_is_sent_as_a_space(
    build: Callable[..., OpenAIEmbedder], endpoint: ScriptedEndpoint
) -> None:
    build().embed_passages([""])
    assert endpoint.bodies[0]["input"] == [" "]


@pytest.mark.parametrize("key", ["密钥", "sk-a b", "sk－ａ"])
def test_a_key_that_cannot_be_one(build: Callable[..., OpenAIEmbedder], key: str) -> None:
    with pytest.raises(EmbeddingError, match="重新复制密钥"):
        build(key=key)


def test_no_key_for_a_local_server(build: Callable[..., OpenAIEmbedder]) -> None:
    assert build(key="").embed_question("几点上班").shape == (3,)
