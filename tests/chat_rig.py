"""OpenAIChat connected to a scripted server, with waiting that takes no time."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from assistant.chat import Message, Reply
from assistant.chat.openai_chat import OpenAIChat
from assistant.chat.retry import Pacing
from tests.scripted_endpoint import ScriptedEndpoint

KEY = "sk-Secret0123456789"
QUESTION = (Message("user", "有多少骑手参加了培训？"),)
NOON = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)


class Rig:
    """A scripted server, chat models connected to it, and the waits they asked for, in seconds."""

    def __init__(self) -> None:
        self.endpoint = ScriptedEndpoint()
        self.waits: list[float] = []
        self._open = ExitStack()

    def connect(
        self,
        model: str = "plain-model",
        *,
        timeout: float = 5.0,
        retries: int = 3,
        concurrency: int = 4,
        context_tokens: int = 8192,
    ) -> OpenAIChat:
        """A model that knows nothing of the server yet. Its clock stands at noon on 1 May 2024."""
        chat = OpenAIChat(
            self.endpoint.url,
            KEY,
            model,
            timeout=timeout,
            retries=retries,
            concurrency=concurrency,
            context_tokens=context_tokens,
            pacing=Pacing(sleep=self.waits.append, now=lambda: NOON, jitter=lambda: 0.0),
        )
        return self._open.enter_context(closing(chat))

    def __enter__(self) -> Self:
        self._open.enter_context(self.endpoint)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def streamed(chat: OpenAIChat, max_tokens: int = 50) -> tuple[list[str], Reply]:
    """The pieces of a streamed reply, and the reply."""
    *pieces, reply = chat.stream(QUESTION, max_tokens=max_tokens)
    assert isinstance(reply, Reply)
    return [str(piece) for piece in pieces], reply
