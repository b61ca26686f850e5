"""A chat model that is never asked: it only tells what asking would take at most. For dry runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.cached import FREE, Replies
from assistant.chat.fit import prompt_tokens
from vectorstore.token_count import count_tokens

NOTHING = "无"


class PlannedChat:
    """Stands for `chat`; every reply says nothing and counts as many tokens as it could have had.

    Replies that are kept already are given as they are, at no cost.
    """

    def __init__(self, chat: ChatModel, kept: Replies | None = None) -> None:
        """`kept` None: none are."""
        self._chat = chat
        self._kept = kept

    @property
    def name(self) -> str:
        """The name of the model it stands for."""
        return self._chat.name

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """A reply of one word, at the price of the longest. No request is made."""
        if self._kept is not None:
            key = self._kept.key(self.name, messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
            reply = self._kept.read(key)
            if reply is not None:
                return replace(reply, usage=FREE)
        usage = Usage(prompt_tokens(messages, count_tokens), max_tokens, 1, estimated=True)
        return Reply(NOTHING, "stop", self.name, usage)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """The same in one piece."""
        reply = self.reply(messages, max_tokens=max_tokens)
        yield reply.text
        yield reply
