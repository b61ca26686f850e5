"""Embeddings from any OpenAI-compatible endpoint. In `vectorstore`, the only module that imports `openai`."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import numpy as np
import openai
import tenacity

from vectorstore.embedding import Vectors
from vectorstore.errors import EmbeddingError

_PASSING = frozenset({408, 409, 429})
_TOO_MUCH = frozenset({400, 413, 422})  # the answers of various providers to a batch larger than they take
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds
_DETAIL = 200  # characters of the endpoint's words that are shown
_E5 = re.compile(r"(^|[-_/])e5([-_.]|$)", re.IGNORECASE)
_REFUSALS = {
    401: "向量服务 {host} 不认这个密钥（401）：请检查 API 密钥是否正确、是否属于这个地址。",
    402: "{host} 上的账户余额不足（402）：请充值，或换一个向量服务。",
    403: "这个密钥无权使用向量模型 {model}（403）：请检查 {host} 上的权限，或换一个模型。",
    404: "{host} 上没有向量模型 {model}，或者接口地址不对（404）：请检查模型名，地址一般以 /v1 结尾。",
    429: "向量服务 {host} 说请求太多或额度已用完（429）：请稍后再试，或检查余额；已算好的部分不会丢。",
}


class OpenAIEmbedder:
    """An embedding model behind an OpenAI-compatible endpoint.

    How many texts a request may hold differs (ten here, a number of tokens there) and is found by trying: a
    batch that is refused is halved, and what was accepted is kept to. E5 models get their prefixes.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        *,
        batch: int = 64,  # texts in a request, to begin with
        timeout: float = 60.0,  # seconds
        retries: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Makes no request. Raises EmbeddingError where the key cannot be one."""
        key = api_key.strip()
        if not key.isascii() or any(char.isspace() for char in key):
            raise EmbeddingError("向量服务的 API 密钥里有中文、全角字符或空格：请重新复制密钥。")
        self._host = urlsplit(base_url).netloc or base_url
        self._model = model
        self._batch = batch
        self._query, self._passage = ("query: ", "passage: ") if _E5.search(model) else ("", "")
        self._dimension: int | None = None  # not known before the first answer
        # Local servers want no key, the client wants one.
        self._client = openai.OpenAI(base_url=base_url, api_key=key or "none", timeout=timeout, max_retries=0)
        self._retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(retries + 1),
            retry=tenacity.retry_if_exception(_is_passing),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    @property
    def name(self) -> str:
        """The model's name as configured."""
        return self._model

    @property
    def digest(self) -> str:
        """16 hex digits over the model's name and the prefixes; the address does not change the vectors."""
        recipe = "\0".join(("openai-embedding", self._model, self._query, self._passage))
        return hashlib.sha256(recipe.encode()).hexdigest()[:16]

    @property
    def dimension(self) -> int:
        """Length of a vector. Asks the endpoint if it has not answered yet. Raises EmbeddingError."""
        return self._dimension or len(self.embed_question("向量"))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension), C-contiguous, rows of length 1. Raises EmbeddingError."""
        parts: list[Vectors] = []
        start = 0
        while start < len(texts):
            part = self._largest([self._passage + text for text in texts[start : start + self._batch]])
            parts.append(part)
            start += len(part)
        return np.concatenate(parts) if parts else np.empty((0, self.dimension), np.float32)

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,), of length 1. Raises EmbeddingError."""
        vector: Vectors = self._largest([self._query + text])[0]
        return vector

    def _largest(self, texts: list[str]) -> Vectors:
        """Vectors of as many of the first `texts` as the endpoint takes at once, and that many from now on."""
        size = len(texts)
        while True:
            try:
                found = self._retrying(self._request, texts[:size])
            except openai.APIStatusError as error:
                if error.status_code not in _TOO_MUCH or size == 1:
                    raise self._refused(error) from error
                size = -(-size // 2)
                continue
            except openai.APITimeoutError as error:
                line = f"向量服务 {self._host} 超时没有回答：请稍后再试；已算好的部分不会丢。"
                raise EmbeddingError(line) from error
            except openai.APIConnectionError as error:
                line = f"连不上向量服务 {self._host}（{error.__cause__ or error}）：请检查地址和网络。"
                raise EmbeddingError(line) from error
            if size < len(texts):
                self._batch = size
            return found

    def _request(self, texts: list[str]) -> Vectors:
        """Unit vectors of `texts`. Raises openai.APIError, EmbeddingError."""
        try:
            # An empty text is refused by some; base64, the client's default, is not understood by others.
            answer = self._client.embeddings.create(
                model=self._model, input=[text or " " for text in texts], encoding_format="float"
            )
            items = sorted(answer.data, key=lambda item: item.index)  # stable: all 0 keeps the order
            vectors = np.array([item.embedding for item in items], np.float32)
        except (
            AttributeError,
            TypeError,
            ValueError,
        ) as error:  # the client reads any 200 as what it expects
            raise EmbeddingError(
                f"{self._host} 的回答不是向量接口的格式：请检查接口地址，一般以 /v1 结尾。"
            ) from error
        expected = (len(texts), self._dimension or vectors.shape[-1])
        if vectors.ndim != 2 or vectors.shape != expected or not np.isfinite(vectors).all():
            raise EmbeddingError(
                f"{self._host} 返回的向量不完整（形状 {vectors.shape}，应为 {expected}）："
                f"请确认 {self._model} 是向量模型，再试一次。"
            )
        self._dimension = vectors.shape[1]
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit

    def _refused(self, error: openai.APIStatusError) -> EmbeddingError:
        known = _REFUSALS.get(error.status_code)
        if known:
            return EmbeddingError(known.format(host=self._host, model=self._model))
        if _is_passing(error):
            return EmbeddingError(
                f"向量服务 {self._host} 暂时不可用（{error.status_code}）：请稍后再试；已算好的部分不会丢。"
            )
        detail = " ".join(error.message.split())[:_DETAIL]
        return EmbeddingError(
            f"向量服务 {self._host} 不接受这个请求（{error.status_code}）：{detail}。"
            f"请检查 {self._model} 是不是向量模型、单段文字是否太长。"
        )


def _is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed later."""
    if isinstance(error, openai.APIStatusError):
        return (
            error.status_code in _PASSING or error.status_code >= 500
        ) and error.code != "insufficient_quota"
    return isinstance(error, openai.APITimeoutError)


def _wait(state: tenacity.RetryCallState) -> float:
    """Seconds: as `Retry-After` asks (at most a minute), otherwise 1, 2, 4 ..."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.response.headers.get("retry-after", "") if isinstance(error, openai.APIStatusError) else ""
    seconds = float(asked) if asked.isdecimal() else _FIRST_WAIT * 2.0 ** (state.attempt_number - 1)
    return min(seconds, _LONGEST_WAIT)
