"""Begins a reply at an endpoint, and remembers what the endpoint taught: limits, dislikes, tokens."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

from assistant.chat import Message, Usage
from assistant.chat.capabilities import LARGEST_MARGIN, Capabilities, bare, expected, learn
from assistant.chat.failures import EndpointError, explained
from assistant.chat.fit import fit, prompt_tokens
from assistant.chat.retry import Pacing, with_retries
from assistant.chat.wire import Chunk, Request, Wire
from assistant.errors import ChatRefused, ChatUnavailable
from vectorstore.token_count import count_tokens

QUEUE_SECONDS = 600.0
# Statuses by which endpoints say that they do not take a parameter, or so long a prompt.
TEACHING = frozenset({400, 413, 422, 500, 501})
VAGUE = frozenset({400, 422})
LEARN_MARGIN_FROM = 200  # prompt tokens; in shorter prompts the template outweighs the text
JSON_ONLY = "\n\n只输出一个符合下面 JSON Schema 的 JSON，不要输出任何别的文字：\n"


@dataclass(frozen=True, slots=True)
class Opened:
    """A reply that has begun: the request as sent, the pieces read so far, and those still to come."""

    request: Request
    head: tuple[Chunk, ...]
    rest: Generator[Chunk]


class Endpoint:
    """One model of one endpoint, with what is known of it. Safe to use from several threads."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        *,
        timeout: float,
        retries: int,
        concurrency: int,
        context_tokens: int,
        pacing: Pacing,
    ) -> None:
        """Raises ChatRefused where the address or the key cannot be one."""
        self._host = checked_host(base_url)
        key = checked_key(api_key)
        self.known: Capabilities = expected(model, urlsplit(base_url).port, context_tokens)
        self._model = model
        self._retries = retries
        self._pacing = pacing
        self._slots = threading.BoundedSemaphore(concurrency)
        self._wire = Wire(base_url, key, model, timeout=timeout)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def open(self, request: Request) -> Opened:
        """The reply once its first text, or its end, has come. Raises ChatRefused, ChatUnavailable.

        What a refusal teaches is tried at once, and remembered if it helped. Close `rest` when done.
        """
        known = self.known
        while True:
            fitted = self._fitted(request, known)
            begin = partial(self._begin, fitted, known)
            try:
                opened = with_retries(begin, retries=self._retries, pacing=self._pacing)
            except EndpointError as failure:
                lesson = lesson_of(known, failure)
                if lesson is None:
                    raise explained(failure, model=self._model, host=self._host) from None
                known = lesson
                continue
            self.known = known = self._with_loaded_window(known, opened)
            if self._fitted(request, known) == fitted:
                return opened
            opened.rest.close()

    def usage(self, opened: Opened, chunks: Iterable[Chunk]) -> Usage:
        """Tokens of one finished request: the endpoint's count where it gives one, ours otherwise."""
        heard = tuple(chunks)
        prompt = next((c.prompt_tokens for c in reversed(heard) if c.prompt_tokens is not None), None)
        completion = next(
            (c.completion_tokens for c in reversed(heard) if c.completion_tokens is not None), None
        )
        counted = prompt_tokens(opened.request.messages, count_tokens)
        if prompt is not None and counted >= LEARN_MARGIN_FROM and prompt > counted * self.known.margin:
            self.known = replace(self.known, margin=min(1.05 * prompt / counted, LARGEST_MARGIN))
        return Usage(
            prompt_tokens=counted if prompt is None else prompt,
            completion_tokens=count_tokens("".join(c.text for c in heard))
            if completion is None
            else completion,
            calls=1,
            estimated=prompt is None or completion is None,
        )

    def _begin(self, request: Request, known: Capabilities) -> Opened:
        chunks = self._in_slot(request, known)
        head: list[Chunk] = []
        for chunk in chunks:
            head.append(chunk)
            if chunk.text or chunk.finish:
                return Opened(request, tuple(head), chunks)
        raise EndpointError("connection", detail="还没有回答就断开了")

    def _in_slot(self, request: Request, known: Capabilities) -> Generator[Chunk]:
        if not self._slots.acquire(timeout=QUEUE_SECONDS):
            raise ChatUnavailable("等待对话模型的请求太多：请稍后再试，或调大并发数。")
        try:
            yield from self._wire.send(request, known)
        finally:
            self._slots.release()

    def _with_loaded_window(self, known: Capabilities, opened: Opened) -> Capabilities:
        """For Ollama, once: take over the context it really loaded; it cuts longer prompts without a word."""
        if known.window_checked or not any(chunk.ollama for chunk in opened.head):
            return known
        window = self._wire.loaded_window() or known.context_tokens
        return replace(
            known, num_ctx=True, window_checked=True, context_tokens=min(window, known.context_tokens)
        )

    def _fitted(self, request: Request, known: Capabilities) -> Request:
        return fitted(request, known, model=self._model)


def fitted(request: Request, known: Capabilities, *, model: str) -> Request:
    """The request as the endpoint can take it. Raises ChatRefused where not even its bare bones fit."""
    output = min(request.max_tokens + known.thought_tokens, known.context_tokens // 2)
    if known.output_tokens is not None:
        output = min(output, known.output_tokens)
    messages = request.messages
    if request.schema is not None and known.json_mode != "schema":
        messages = _with_schema(messages, request.schema)
    try:
        kept = fit(messages, budget=int((known.context_tokens - output) / known.margin), count=count_tokens)
    except ValueError:
        raise ChatRefused(
            f"模型 {model} 的上下文只有 {known.context_tokens} 个 token，放不下问题："
            "请调大上下文长度，或换一个模型。"
        ) from None
    return replace(request, messages=kept, max_tokens=output)


def lesson_of(known: Capabilities, failure: EndpointError) -> Capabilities | None:
    """What the failure teaches; None: nothing."""
    if failure.status not in TEACHING:
        return None
    return learn(known, failure.detail) or (bare(known) if failure.status in VAGUE else None)


def _with_schema(messages: tuple[Message, ...], schema: str) -> tuple[Message, ...]:
    *before, last = messages
    return (*before, replace(last, content=last.content + JSON_ONLY + schema))


def checked_key(api_key: str) -> str:
    """The key without space around it. Raises ChatRefused where it cannot be one."""
    key = api_key.strip()
    if not key.isascii() or any(char.isspace() for char in key):
        raise ChatRefused("API 密钥里有中文、全角字符或空格：请重新复制密钥。")
    return key


def checked_host(base_url: str) -> str:
    """Host and port for messages, without user name and password. Raises ChatRefused where there is none."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ChatRefused(
            f"对话模型的接口地址不对（{parts.netloc or base_url}）：应以 http:// 或 https:// 开头。"
        )
    return parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
