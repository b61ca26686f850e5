"""What is to be explained, and the job that writes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from assistant.background import Job
from assistant.chat.breakable import BreakableChat
from assistant.explain import Explaining, ExplainRequest, explain
from assistant.script_output import FORM_WORDS
from assistant.scripts import Scripts
from assistant.tellings import audience_keys, load_audience, load_scene, scene_keys
from assistant.web import access, resources
from vectorstore.records import Filter

JOB = "explain"
_ARTICLES = 500  # newest articles that can be picked by name


def show_form() -> None:
    """The form; the script is begun at its button. Raises StoreError, AssistantError."""
    with st.form("explain-form", border=True):
        topic = st.text_input("讲什么", key="explain-topic", max_chars=60, placeholder="比如：骑手的保障计划")
        chosen = _articles()
        first, second = st.columns(2)
        audience = first.selectbox(
            "讲给谁",
            audience_keys(),
            index=audience_keys().index("riders"),
            key="explain-audience",
            format_func=lambda key: load_audience(key).name,
        )
        scene = second.selectbox(
            "在什么场合",
            scene_keys(),
            index=scene_keys().index("video"),
            key="explain-scene",
            format_func=lambda key: load_scene(key).name,
        )
        form = first.segmented_control(
            "形式",
            list(FORM_WORDS),
            default="script",
            format_func=FORM_WORDS.__getitem__,
            key="explain-form-of",
            required=True,
        )
        minutes = second.slider("大约几分钟", 0.5, 10.0, 1.0, 0.5, key="explain-minutes")
        begin = _begin_button()
    if not begin:
        return
    if not chosen and not topic.strip():
        st.warning("请写讲什么，或选几篇文章。")
        return
    audiences = (load_audience(audience),)
    about = "" if chosen else topic.strip()
    begin_script(
        ExplainRequest(about, chosen, audiences, load_scene(scene), form or "script", minutes, Filter())
    )
    st.rerun()


def _articles() -> tuple[str, ...]:
    """Ids of the articles that were picked by name."""
    names = {
        article.id: f"{article.headline or article.text[:18]}（{article.issued or '日期不详'}）"
        for article in resources.store().library.listing(limit=_ARTICLES)
    }
    chosen = st.multiselect(
        "或者选文章（选了文章就不按主题找）",
        list(names),
        format_func=lambda name: names[name],
        key="explain-articles",
        max_selections=6,
        placeholder="选几篇文章",
    )
    return tuple(chosen)


def _begin_button() -> bool:
    going = resources.background().find(JOB)
    return st.form_submit_button(
        "开始写",
        key="explain-begin",
        type="primary",
        icon=":material/record_voice_over:",
        disabled=going is not None and going.going,
    )


def begin_script(request: ExplainRequest) -> None:
    """Begin to write a script. Raises BusyError, StoreError, AssistantError."""
    using, kept = resources.explaining(), resources.scripts()
    by = access.user().name or "程序"
    title = f"正在写讲稿：{request.topic or '所选文章'}"
    resources.background().start(JOB, lambda job: _write(job, request, using, kept, by), title=title)
    resources.background().wait(JOB, 0.6)


def _write(job: Job, request: ExplainRequest, using: Explaining, kept: Scripts, by: str) -> int:
    job.report(0, 0, "正在摘要点、逐句核对")
    if using.writer is not None:
        chat = BreakableChat(using.writer.chat, job.check)
        using = replace(using, writer=replace(using.writer, chat=chat))
    now = datetime.now().astimezone()
    (script,) = explain(request, using=using, now=now)
    return kept.keep(script, by=by, at=now).id
