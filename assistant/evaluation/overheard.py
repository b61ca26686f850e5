"""A chat model listened to: what it writes before anything of it is put right."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from assistant.chat import ChatModel, Message, Reply
from assistant.citations import parse_reply, says_nothing_found

_ANY_NUMBER = 999


class Overheard:
    """Passes everything on to `chat` and keeps the texts of its replies. Safe to use from several threads."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat
        self._lock = threading.Lock()
        self._texts: list[str] = []

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    def sentences(self) -> tuple[int, int]:
        """How many sentences the replies since the last call held, and how many of them name a source.

        Sentences that only say the papers do not say so are left out: they need none.
        """
        with self._lock:
            texts, self._texts = self._texts, []
        marked = [each for text in texts for each in parse_reply(text, sources=_ANY_NUMBER)]
        claims = [each for each in marked if each.numbers or not says_nothing_found(each.text)]
        return len(claims), sum(bool(each.numbers) for each in claims)

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`."""
        reply = self._chat.reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
        if schema is None:
            self._keep(reply)
        return reply

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`."""
        for item in self._chat.stream(messages, max_tokens=max_tokens):
            if isinstance(item, Reply):
                self._keep(item)
            yield item

    def _keep(self, reply: Reply) -> None:
        with self._lock:
            self._texts.append(reply.text)
