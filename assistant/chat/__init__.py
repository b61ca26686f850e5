"""Chat models: messages, replies, and the protocol every model and every decorator of one implements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]
Finish = Literal["stop", "length", "interrupted"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply took, in the model's own tokens. Hidden thoughts count as completion."""

    prompt_tokens: int
    completion_tokens: int
    calls: int  # requests the model answered; more than 1 after an empty reply, 0 from a cache
    estimated: bool  # True: at least one count is ours, the endpoint did not tell


@dataclass(frozen=True, slots=True)
class Reply:
    """A finished reply. `length`: cut at max_tokens. `interrupted`: it broke off, `text` is what came."""

    text: str  # without thoughts and without white space around it
    finish: Finish
    model: str  # as the endpoint named it
    usage: Usage
    # What the text might have begun with, likeliest first, each with its natural log probability; (): not asked for, or
    # not told by the endpoint.
    opening: tuple[tuple[str, float], ...] = ()


class ChatModel(Protocol):
    """Answers a conversation. Implementations may be called from several threads."""

    @property
    def name(self) -> str:
        """Name of the model, for answers, reports and cache keys."""

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """The whole reply; its text is never empty.

        `schema` is a JSON schema as text: the reply is then JSON that follows it. None: plain text.
        `logprobs`: the Reply's `opening` is asked for.
        Raises ChatRefused, ChatUnavailable, or ChatError when no usable reply came.
        """

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """Pieces of the text as they come, and the Reply last; joined, the pieces are the Reply's text.

        The one exception: a model that opens its thoughts in its own prompt is recognised by the closing mark
        only, so on first contact some thought may have passed as text. The Reply's text is always right.
        Raises like `reply`, before or between pieces. Closing the iterator ends the request.
        """
