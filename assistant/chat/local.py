"""A GGUF file as a ChatModel: the only module that knows xllamacpp (extra `local`)."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.chat import Message, Reply
from assistant.chat.openai_chat import OpenAIChat
from assistant.errors import ChatRefused

try:
    import xllamacpp
except ImportError:  # the extra is not installed
    xllamacpp = None

# Reading a long prompt on a slow machine takes minutes, in which no byte comes.
TIMEOUT_SECONDS = 1800.0
SILENT = -1


class LocalChat:
    """Runs a model file in this process with llama.cpp, loaded at the first call and kept until `close`.

    llama.cpp serves it on a loopback port under a random key, so it behaves as any other endpoint does.
    """

    def __init__(
        self,
        path: Path,
        *,
        context_tokens: int = 8192,
        threads: int | None = None,  # None: as many as llama.cpp thinks right
    ) -> None:
        """Loads nothing yet. Raises ChatRefused when the extra is not installed or the file is not there."""
        if xllamacpp is None:
            raise ChatRefused("没有安装本地模型的运行库：请运行 pip install 'union-news-assistant[local]'。")
        if not path.is_file():
            raise ChatRefused(f"找不到本地模型文件 {path}：请检查路径。")
        self._path = path
        self._context_tokens = context_tokens
        self._threads = threads
        self._lock = threading.Lock()
        self._server: object | None = None  # None: not loaded
        self._chat: OpenAIChat | None = None  # None: not loaded

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self._path.stem

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        """See `ChatModel.reply`. Raises ChatRefused when the file is no model that llama.cpp can run."""
        return self._loaded().reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        """See `ChatModel.stream`. Raises ChatRefused when the file is no model that llama.cpp can run."""
        yield from self._loaded().stream(messages, max_tokens=max_tokens)

    def close(self) -> None:
        """Give the memory back; the next call loads the model again."""
        with self._lock:
            if self._chat is not None:
                self._chat.close()
            self._chat = self._server = None

    def _loaded(self) -> OpenAIChat:
        with self._lock:
            if self._chat is None:
                self._chat = self._load()
            return self._chat

    def _load(self) -> OpenAIChat:
        key = secrets.token_urlsafe(16)
        params = xllamacpp.CommonParams()
        params.model.path = str(self._path)
        params.n_ctx = self._context_tokens
        params.n_parallel = 1  # slots share the context; requests wait for each other instead
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_keys = [key]
        params.model_alias = {self.name}
        params.ui = False
        params.verbosity = SILENT
        if self._threads is not None:
            params.cpuparams.n_threads = self._threads
        try:
            server = xllamacpp.Server(params)
        except RuntimeError:
            raise ChatRefused(
                f"本地模型 {self._path.name} 打不开：请检查它是不是完整的 GGUF 文件，内存够不够。"
            ) from None
        self._server = server
        return OpenAIChat(
            f"{server.listening_address}/v1",
            key,
            self.name,
            timeout=TIMEOUT_SECONDS,
            retries=0,
            context_tokens=self._context_tokens,
        )
