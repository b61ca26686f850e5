"""How the chat page begins: the heading, what to do while the library is empty, questions to begin with."""

from __future__ import annotations

import streamlit as st

from assistant.access import may
from assistant.background import Job
from assistant.conversations import Conversations
from assistant.desk import Desk
from assistant.first_questions import first_questions
from assistant.ingest import Ingested, Step, ingest
from assistant.sample import sample_pages
from assistant.web import access, resources
from assistant.web.chat_ask import put_question
from assistant.web.progress import show_progress
from assistant.web.render import plain_label
from vectorstore.extents import Extent
from vectorstore.store import VectorStore

_SAMPLE = "ingest-sample"


def show_heading(extent: Extent) -> None:
    """What the page is, and what its answers rest on."""
    with st.container(key="masthead"):
        st.title("小宣 · 工会新闻助手", anchor=False)
        held = "只说报上写了的，每句话都有出处；报上没写的，就说没写。"
        if extent.articles:
            days = f"，{extent.first} 至 {extent.last}" if extent.first else ""
            held += f"文库现有 {extent.articles} 篇{days}。"
        st.caption(plain_label(held))


def show_welcome() -> None:
    """The first run: load the sample in one click, or bring one's own papers."""
    show_progress(_SAMPLE)
    view = resources.background().find(_SAMPLE)
    if view is not None and view.error:
        st.error(plain_label(view.error))
    with st.container(key="welcome", border=True):
        st.subheader("从这里开始", anchor=False)
        st.write("文库还是空的。先放进几份报纸，就可以提问了。")
        if not may(access.user(), "editor"):
            st.write("请找有“编辑”权限的同事来放。")
            return
        busy = view is not None and view.going
        if sample_pages():
            if st.button(
                "载入示例报纸", key="load-sample", type="primary", icon=":material/newspaper:", disabled=busy
            ):
                _load()
                st.rerun()
            st.caption("四个版面、三十多篇虚构的报道，几秒钟就好，可以随时在“文库”里删除。")
        st.write("或者打开左边的“文库”，把自己的报纸（文本、PDF、扫描件、JSONL）拖进去。")


def _load() -> None:
    desk = resources.desk()
    resources.background().start(_SAMPLE, lambda job: _ingest(job, desk), title="正在载入示例报纸")


def _ingest(job: Job, desk: Desk) -> Ingested:
    files = [str(path) for path in sample_pages()]

    def report(step: Step) -> None:
        job.report(files.index(step.origin) + 1, len(files))

    return ingest(files, store=desk.store, limits=desk.limits, report=report, seen=desk.originals.note)


@st.cache_data(show_spinner=False, max_entries=4)
def _questions(_store: VectorStore, extent: Extent) -> tuple[str, ...]:  # noqa: ARG001  # the key of the cache
    return first_questions(_store)


def show_first_questions(kept: Conversations) -> None:
    """Questions to begin with, a button each."""
    store = resources.store()
    questions = _questions(store, store.extent())
    if not questions:
        return
    st.write("可以这样问：")
    for number, question in enumerate(questions):
        if st.button(plain_label(question), key=f"example-{number}", icon=":material/arrow_forward:"):
            put_question(question, kept=kept)
            st.rerun()
