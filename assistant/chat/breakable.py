"""A chat model whose replies can be broken off between any two pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.chat import ChatModel, Message, Reply


class BreakableChat:
    """The same model; `check` is called before every request and every piece, and breaks off by raising.

    What it raises is no ChatError: nobody takes it for a connection that failed.
    """

    def __init__(self, chat: ChatModel, check: Callable[[], None]) -> None:
        self._chat = chat
        self._check = check

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    def reply(self, messages: Sequence[Message], *, max_tokens: int, schema: str | None = None) -> Reply:
        """See `ChatModel.reply`."""
        self._check()
        return self._chat.reply(messages, max_tokens=max_tokens, schema=schema)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`."""
        self._check()
        for piece in self._chat.stream(messages, max_tokens=max_tokens):
            self._check()
            yield piece
