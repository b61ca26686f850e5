"""A chat model that can be told to ask no more: what is under way still comes in and is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.chat import ChatModel, Message, Reply
from assistant.errors import Stopped

_TOLD = "已按要求停下，没做完的留待下次运行。"


class StoppableChat:
    """Passes everything on to `chat` until `stopped` says so."""

    def __init__(self, chat: ChatModel, stopped: Callable[[], bool]) -> None:
        self._chat = chat
        self._stopped = stopped

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    def reply(self, messages: Sequence[Message], *, max_tokens: int, schema: str | None = None) -> Reply:
        """See `ChatModel.reply`. Raises Stopped, before asking, once the run is told to stop."""
        self._check()
        return self._chat.reply(messages, max_tokens=max_tokens, schema=schema)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`. Raises like `reply`."""
        self._check()
        yield from self._chat.stream(messages, max_tokens=max_tokens)

    def _check(self) -> None:
        if self._stopped():
            raise Stopped(_TOLD)
