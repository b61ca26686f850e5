"""A chat model that is never asked: it only tells what asking would take at most. For dry runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.fit import prompt_tokens
from vectorstore.token_count import count_tokens

NOTHING = "无"


class PlannedChat:
    """Stands for `chat`; every reply says nothing and counts as many tokens as it could have had."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat

    @property
    def name(self) -> str:
        """The name of the model it stands for."""
        return self._chat.name

    def reply(self, messages: Sequence[Message], *, max_tokens: int, schema: str | None = None) -> Reply:
        """A reply of one word, at the price of the longest. No request is made."""
        _ = schema
        usage = Usage(prompt_tokens(messages, count_tokens), max_tokens, 1, estimated=True)
        return Reply(NOTHING, "stop", self.name, usage)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """The same in one piece."""
        yield NOTHING
        yield self.reply(messages, max_tokens=max_tokens)
