"""A chat model that can be told to stop: at once, or after the reply that is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.chat import ChatModel, Message, Reply


class BreakableChat:
    """The same model; `check` is called before every request, and breaks off by raising.

    What it raises is no ChatError: nobody takes it for a connection that failed.
    """

    def __init__(self, chat: ChatModel, check: Callable[[], None], *, amid: bool = True) -> None:
        """`amid`: `check` is called before every piece of a reply too; else one that has begun is heard to the end."""
        self._chat = chat
        self._check = check
        self._amid = amid

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`."""
        self._check()
        return self._chat.reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`."""
        self._check()
        for piece in self._chat.stream(messages, max_tokens=max_tokens):
            if self._amid:
                self._check()
            yield piece
