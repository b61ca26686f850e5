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

    A reply is found again by the model's name, the messages, `max_tokens`, the schema, the prompt digest and whether its
    opening was asked for.
    It costs nothing then: its usage is zero. Interrupted replies are not kept; a damaged file counts as none.
    """

    def __init__(self, chat: ChatModel, folder: Path, *, prompt_digest: str) -> None:
        self._chat = chat
        self._kept = Replies(folder, prompt_digest=prompt_digest)

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
        """See `ChatModel.reply`. Raises ChatError also when the folder cannot be written."""
        key = self._kept.key(self.name, messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
        kept = self._kept.read(key)
        if kept is not None:
            return replace(kept, usage=FREE)
        reply = self._chat.reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
        self._kept.write(key, reply)
        return reply

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`; a kept reply comes in one piece."""
        key = self._kept.key(self.name, messages, max_tokens=max_tokens, schema=None)
        kept = self._kept.read(key)
        if kept is not None:
            yield kept.text
            yield replace(kept, usage=FREE)
            return
        for item in self._chat.stream(messages, max_tokens=max_tokens):
            if isinstance(item, Reply):
                self._kept.write(key, item)
            yield item


class Replies:
    """Replies in the files of a folder, each under the digest of all that it depends on."""

    def __init__(self, folder: Path, *, prompt_digest: str) -> None:
        self._folder = folder
        self._prompt_digest = prompt_digest

    def key(
        self,
        model: str,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None,
        logprobs: bool = False,
    ) -> str:
        """64 hexadecimal digits."""
        said = [[message.role, message.content] for message in messages]
        asked = [model, said, max_tokens, schema, self._prompt_digest, *(["logprobs"] if logprobs else [])]
        key = json.dumps(asked, ensure_ascii=False)
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    def read(self, key: str) -> Reply | None:
        """The reply kept there, with the usage it had; None: none, or not one that can be read."""
        try:
            return _REPLY.validate_json(self._path(key).read_bytes())
        except (OSError, ValidationError):
            return None

    def write(self, key: str, reply: Reply) -> None:
        """Keep the reply in one step, so that a reader never sees half of it. Interrupted ones are not kept.

        Raises ChatError where the folder cannot be written.
        """
        if reply.finish == "interrupted":
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(reply), file, ensure_ascii=False)
            Path(name).replace(path)
        except OSError as error:
            raise ChatError(
                f"回答缓存 {self._folder} 写不进去（{error.strerror}）：请检查权限和磁盘空间。"
            ) from None

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
