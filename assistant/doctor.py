"""What is configured, what answers, what is missing, each with what to do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal

from assistant.chat import Message
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.wiring import build_chat, build_prompt, build_store
from assistant.wiring_access import check_access
from assistant.wiring_video import video_missing
from assistant.wiring_voice import voice_missing
from vectorstore.errors import StoreError
from vectorstore.store import VectorStore

State = Literal["good", "off", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    state: State  # `off`: works without it
    found: str
    advice: str | None  # None: nothing to do


def doctor(settings: Settings) -> Iterator[Finding]:
    """Findings in the order a user meets them. Raises nothing: what fails is a finding."""
    yield from look(settings, opened=lambda: build_store(settings, report=lambda _label, _fraction: None))
    yield _chat(settings)
    yield _extra("rapidocr", "扫描件识别", "pip install 'union-news-assistant[ocr]'")
    yield _extra("xllamacpp", "本地 GGUF 模型", "pip install 'union-news-assistant[local]'")
    yield _extra("ray", "Ray 集群", "pip install 'union-news-assistant[ray]'")
    yield _ready("小宣的声音", voice_missing(settings))
    yield _ready("小宣的视频", video_missing())


def _ready(name: str, missing: str | None) -> Finding:
    return Finding(name, "off", "还不能用", missing) if missing else Finding(name, "good", "可以用", None)


def look(settings: Settings, *, opened: Callable[[], VectorStore]) -> Iterator[Finding]:
    """Findings that ask nothing of a chat model, and so cost nothing; `opened` gives the store. Raises nothing: what
    fails is a finding."""
    yield _home(settings)
    yield from _store(settings, opened)
    yield _access(settings)


def _access(settings: Settings) -> Finding:
    if settings.access == "open":
        return Finding("访问控制", "off", "未开启，页面只在本机可见", "给别人用之前，请设置 ASSISTANT_ACCESS")
    try:
        check_access(settings, settings.address)
    except AssistantError as error:
        return Finding("访问控制", "bad", str(error), "按上面的提示处理后重试")
    return Finding("访问控制", "good", f"{settings.access}，监听 {settings.address}", None)


def _home(settings: Settings) -> Finding:
    home = settings.home
    nearest = next(path for path in (home, *home.parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        return Finding("数据目录", "bad", f"{home} 不可写", "请检查权限，或用 ASSISTANT_HOME 另指目录")
    return Finding("数据目录", "good", str(home), None)


def _store(settings: Settings, opened: Callable[[], VectorStore]) -> Iterator[Finding]:
    try:
        build_prompt("ask")
        store = opened()
        extent = store.extent()
        check = store.check()
    except (StoreError, AssistantError) as error:
        yield Finding("文库", "bad", str(error), "按上面的提示处理后重试")
        return
    empty = None if extent.articles else "用 assistant ingest 文件或文件夹 导入报纸"
    yield Finding("文库", "good", f"{extent.articles} 篇文章，{check.passages} 个片段", empty)
    if check.clean:
        yield Finding("索引", "good", "与文库一致", None)
    else:
        yield Finding("索引", "bad", "与文库不一致", "运行 assistant library rebuild")
    yield Finding("向量模型", "good", settings.embedder, None)


def _chat(settings: Settings) -> Finding:
    try:
        chat = build_chat(settings)
        if chat is None:
            advice = "要用大模型作答，请设置 ASSISTANT_CHAT_MODEL、OPENAI_BASE_URL、OPENAI_API_KEY"
            return Finding("大模型", "off", "未配置，用摘句作答", advice)
        chat.reply([Message("user", "回复“好”。")], max_tokens=16)
    except AssistantError as error:
        return Finding("大模型", "bad", str(error), "按上面的提示处理后重试")
    return Finding("大模型", "good", f"{chat.name} 有回应", None)


def _extra(module: str, name: str, command: str) -> Finding:
    if find_spec(module) is not None:
        return Finding(name, "good", "已安装", None)
    return Finding(name, "off", "未安装", f"需要时运行 {command}")
