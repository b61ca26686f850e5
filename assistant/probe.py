"""One small request to each engine the settings name, to see whether it answers and how fast."""

from __future__ import annotations

from collections.abc import Callable

from assistant.access import User, require
from assistant.chat import Message
from assistant.doctor import Finding
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.wiring import build_chat
from vectorstore.dense import server_answers
from vectorstore.embedding import Embedder
from vectorstore.errors import StoreError

Clock = Callable[[], float]  # seconds
_SENTENCE = "工会为夜班工人送去热汤。"
_ADVICE = "按上面的提示改好后再测一次"


def probe_chat(who: User, settings: Settings, *, clock: Clock) -> Finding:
    """Whether the chat model answers, with a reply of one token. Raises AccessError."""
    require(who, "admin", "测试大模型")
    try:
        chat = build_chat(settings)
        if chat is None:
            return Finding("大模型", "off", "没有选大模型，用摘句作答", "填好模型名后再测")
        started = clock()
        chat.reply([Message("user", "回复“好”。")], max_tokens=1)
    except AssistantError as error:
        return Finding("大模型", "bad", _without_key(str(error), settings), _ADVICE)
    return Finding("大模型", "good", f"{chat.name} 有回应，用时 {clock() - started:.1f} 秒", None)


def probe_embedder(who: User, embedder: Embedder, *, clock: Clock) -> Finding:
    """Whether the embedder turns a sentence into a vector. Raises AccessError."""
    require(who, "admin", "测试向量模型")
    started = clock()
    try:
        vector = embedder.embed_question(_SENTENCE)
    except StoreError as error:
        return Finding("向量模型", "bad", str(error), _ADVICE)
    spent = 1000 * (clock() - started)
    return Finding(
        "向量模型", "good", f"{embedder.name}：{len(vector)} 维，一句话用时 {spent:.0f} 毫秒", None
    )


def probe_chroma(who: User, settings: Settings, *, clock: Clock) -> Finding:
    """Whether the Chroma server answers. Raises AccessError."""
    require(who, "admin", "测试向量库")
    if not settings.chroma_url:
        return Finding("向量库", "good", "在本进程内（数据目录里的 chroma）", None)
    started = clock()
    try:
        server_answers(settings.chroma_url, token=settings.chroma_token.get_secret_value())
    except StoreError as error:
        return Finding("向量库", "bad", str(error), _ADVICE)
    return Finding("向量库", "good", f"{settings.chroma_url} 有回应，用时 {clock() - started:.1f} 秒", None)


def _without_key(text: str, settings: Settings) -> str:
    """The text without the key, should an endpoint have repeated it."""
    key = settings.api_key.get_secret_value()
    return text.replace(key, "••••") if key else text
