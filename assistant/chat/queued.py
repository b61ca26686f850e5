"""A chat model that answers from kept replies, and notes down what has to be asked in a batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.chat import Message, Reply, Usage
from assistant.chat.cached import FREE, Replies
from assistant.chat.json_reply import read_json
from assistant.chat.wire import Request
from assistant.errors import Awaited, ChatError, ChatUnavailable


class QueuedChat:
    """Stands for the model `name`. Safe to use from several threads.

    A kept reply costs nothing, unless it came in this run: then it has the usage it was paid with.
    """

    def __init__(self, name: str, kept: Replies) -> None:
        self._name = name
        self._kept = kept
        self._lock = threading.Lock()
        self._waiting: dict[str, Request] = {}
        self._paid: dict[str, Usage] = {}
        self._failed: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The name of the model it stands for."""
        return self._name

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`. Raises Awaited for a reply that is still to be asked for, ChatUnavailable for one
        that failed in this run."""
        key = self._kept.key(self._name, messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
        kept = self._kept.read(key)
        if kept is not None:
            return replace(_as_asked(kept, schema), usage=self._paid.get(key, FREE))
        with self._lock:
            if key in self._failed:
                raise ChatUnavailable(f"批处理没有答出这一条（{self._failed[key]}）：重新运行会再问。")
            self._waiting.setdefault(
                key, Request(tuple(messages), max_tokens, schema, stream=False, logprobs=logprobs)
            )
        raise Awaited("等待批处理的回答。")

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """The same in one piece."""
        reply = self.reply(messages, max_tokens=max_tokens)
        yield reply.text
        yield reply

    @property
    def waiting(self) -> Mapping[str, Request]:
        """What has to be asked, by key, in the order it was wanted."""
        with self._lock:
            return dict(self._waiting)

    def keep(self, key: str, reply: Reply) -> None:
        """A reply that came. Raises ChatError where it cannot be kept."""
        self._kept.write(key, reply)
        with self._lock:
            self._paid[key] = reply.usage
            self._waiting.pop(key, None)

    def fail(self, key: str, reason: str) -> None:
        """A request that is not asked again in this run."""
        with self._lock:
            self._failed[key] = reason
            self._waiting.pop(key, None)


def _as_asked(reply: Reply, schema: str | None) -> Reply:
    if schema is None:
        return reply
    try:
        return replace(reply, text=read_json(reply.text, schema))
    except ValueError as error:
        raise ChatError(f"模型 {reply.model} 没有按要求的 JSON 格式回答（{error}）。") from error
