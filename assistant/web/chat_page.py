"""问答: ask, read the answer as it is written, open what it cites."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.ask import Asking, ask_stream
from assistant.errors import AssistantError
from assistant.records import Answer, Citation, Sentence
from assistant.settings import load_settings
from assistant.web.render import STYLE, answer_html, article_html, button_label, sentences_html
from assistant.wiring import build_asking
from vectorstore.errors import StoreError
from vectorstore.records import Filter

EXAMPLES = (
    "陕西那条职工热线，半夜打过去是谁接？",
    "“骑士安”保费是谁出？骑手自己要交钱吗？",
    "平阳的驿站从哪天开始试行通宵？",
    "北京昌平百人以上企业建会率是多少？",
)


@st.cache_resource(show_spinner="正在打开文库……")
def _asking() -> Asking:
    return build_asking(load_settings(), report=lambda _label, _fraction: None)


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    st.html(STYLE)
    st.title("小宣 · 工会新闻助手")
    st.caption("只说报上写了的，每句话都有出处；报上没写的，就说没写。")
    try:
        asking = _asking()
        extent = asking.store.extent()
    except (StoreError, AssistantError) as error:
        st.error(str(error))
        return
    st.session_state.setdefault("answers", [])
    st.session_state.setdefault("opened", None)
    if not extent.articles:
        st.info("文库还是空的：请先运行 assistant ingest 文件或文件夹，把报纸导入进来。")
    left, right = st.columns([3, 2]) if st.session_state.opened else (st.container(), None)
    with left:
        _history()
        question = st.chat_input("问报纸：比如“深圳的保障覆盖多少人？”", max_chars=500) or _example()
        if question:
            _answer(question, asking)
    if right is not None:
        with right:
            _source(asking)


def _example() -> str | None:
    """An example question the reader clicked on; None: none was."""
    if st.session_state.answers:
        return None
    st.write("可以这样问：")
    for example in EXAMPLES:
        if st.button(example, key=f"example-{example}"):
            return example
    return None


def _history() -> None:
    for index, answer in enumerate(st.session_state.answers):
        with st.chat_message("user"):
            st.text(answer.question)
        with st.chat_message("assistant"):
            st.html(answer_html(answer))
            _citations(answer, index)


def _citations(answer: Answer, index: int) -> None:
    for citation in answer.citations:
        if st.button(button_label(citation), key=f"cite-{index}-{citation.number}", type="tertiary"):
            st.session_state.opened = citation
            st.rerun()


def _answer(question: str, asking: Asking) -> None:
    with st.chat_message("user"):
        st.text(question)
    with st.chat_message("assistant"):
        place = st.empty()
        place.caption("正在查报纸……")
        shown: list[Sentence] = []
        try:
            today = asking.store.extent().last or date.today()
            for event in ask_stream(question, using=asking, admit=Filter(), today=today):
                if isinstance(event, Answer):
                    st.session_state.answers.append(event)
                else:
                    shown.append(event)
                    place.html(sentences_html(shown))
        except (StoreError, AssistantError) as error:
            place.error(str(error))
            return
    st.rerun()


def _source(asking: Asking) -> None:
    citation: Citation = st.session_state.opened
    if st.button("关闭出处", key="close-source"):
        st.session_state.opened = None
        st.rerun()
    article = asking.store.library.find(citation.article_id)
    if article is None:
        st.warning("这篇文章已经从文库里删除了。")
        return
    st.html(article_html(article, citation))
