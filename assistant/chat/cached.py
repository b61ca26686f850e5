"""Replies kept on disk, for evaluation and digests: the same question to the same model is asked once."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.errors import ChatError

_REPLY = TypeAdapter(Reply)
FREE = Usage(0, 0, 0, estimated=False)


class CachedChat:
    """Answers from `folder` what was answered before; everything else comes from `chat` and is kept.

    A reply is found again by the model's name, the messages, `max_tokens`, the schema and the prompt digest.
    It costs nothing then: its usage is zero. Interrupted replies are not kept; a damaged file counts as none.
    """

    def __init__(self, chat: ChatModel, folder: Path, *, prompt_digest: str) -> None:
        self._chat = chat
        self._folder = folder
        self._prompt_digest = prompt_digest

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._chat.name

    def reply(self, messages: Sequence[Message], *, max_tokens: int, schema: str | None = None) -> Reply:
        """See `ChatModel.reply`. Raises ChatError also when the folder cannot be written."""
        path = self._path(messages, max_tokens, schema)
        kept = _read(path)
        if kept is not None:
            return kept
        reply = self._chat.reply(messages, max_tokens=max_tokens, schema=schema)
        _write(path, reply)
        return reply

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`; a kept reply comes in one piece."""
        path = self._path(messages, max_tokens, None)
        kept = _read(path)
        if kept is not None:
            yield kept.text
            yield kept
            return
        for item in self._chat.stream(messages, max_tokens=max_tokens):
            if isinstance(item, Reply):
                _write(path, item)
            yield item

    def _path(self, messages: Sequence[Message], max_tokens: int, schema: str | None) -> Path:
        said = [[message.role, message.content] for message in messages]
        key = json.dumps([self._chat.name, said, max_tokens, schema, self._prompt_digest], ensure_ascii=False)
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"


def _read(path: Path) -> Reply | None:
    """The reply kept there, at no cost; None: none, or not one that can be read."""
    try:
        return replace(_REPLY.validate_json(path.read_bytes()), usage=FREE)
    except (OSError, ValidationError):
        return None


def _write(path: Path, reply: Reply) -> None:
    """Keep the reply in one step, so that a reader never sees half of it."""
    if reply.finish == "interrupted":
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(reply), file, ensure_ascii=False)
        Path(name).replace(path)
    except OSError as error:
        raise ChatError(
            f"回答缓存 {path.parent.parent} 写不进去（{error.strerror}）：请检查权限和磁盘空间。"
        ) from None
