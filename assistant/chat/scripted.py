"""A chat model that answers from a script: for tests, demonstrations and dry runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.chat import Finish, Message, Reply, Usage
from assistant.chat.json_reply import read_json
from assistant.errors import ChatError
from vectorstore.token_count import count_tokens

PIECE_CHARS = 4

Line = str | Reply | ChatError  # a text, a whole Reply, or an error to raise
Script = Sequence[Line] | Callable[[Sequence[Message]], Line]


class ScriptedChat:
    """Answers with the script's lines in order, or with what a function makes of the messages.

    The same messages and script always give the same reply; `asked` keeps every conversation.
    Raises ChatError when the script has run out.
    """

    def __init__(self, script: Script, *, name: str = "scripted") -> None:
        self._script = script
        self._name = name
        self._lock = threading.Lock()
        self._asked: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """The name given to it."""
        return self._name

    @property
    def asked(self) -> tuple[tuple[Message, ...], ...]:
        """The conversations it was given so far, oldest first."""
        return tuple(self._asked)

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """The next line, cut at `max_tokens`; its first letter was certain.

        Raises ChatError if it does not follow the schema.
        """
        line = self._next(tuple(messages))
        if isinstance(line, ChatError):
            raise line
        reply = line if isinstance(line, Reply) else self._spoken(line, messages, max_tokens)
        certain = reply.opening or ((reply.text[:1], 0.0),)
        reply = replace(reply, opening=certain if logprobs else ())
        if schema is None:
            return reply
        try:
            return replace(reply, text=read_json(reply.text, schema))
        except ValueError as error:
            raise ChatError(f"脚本里的回答不是所要的 JSON（{error}）。") from None

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """The next line in pieces of four characters, then the Reply."""
        reply = self.reply(messages, max_tokens=max_tokens)
        for start in range(0, len(reply.text), PIECE_CHARS):
            yield reply.text[start : start + PIECE_CHARS]
        yield reply

    def _next(self, messages: tuple[Message, ...]) -> Line:
        with self._lock:
            turn = len(self._asked)
            self._asked.append(messages)
        if callable(self._script):
            return self._script(messages)
        if turn >= len(self._script):
            raise ChatError(f"脚本只有 {len(self._script)} 句回答，已经用完。")
        return self._script[turn]

    def _spoken(self, text: str, messages: Sequence[Message], max_tokens: int) -> Reply:
        said, finish = text.strip(), "stop"
        while count_tokens(said) > max_tokens:
            said, finish = said[: max(len(said) * max_tokens // count_tokens(said), 1)].rstrip(), "length"
            if len(said) == 1:
                break
        prompt = sum(count_tokens(message.content) for message in messages)
        ended: Finish = "length" if finish == "length" else "stop"
        return Reply(said, ended, self._name, Usage(prompt, count_tokens(said), 1, estimated=True))
