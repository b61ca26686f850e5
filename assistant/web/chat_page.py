"""问答: ask, read the answer as it is written, open what it cites; conversations are kept in the library."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.ask import Asking, ask_stream
from assistant.conversations import Conversations, turns_of
from assistant.errors import AssistantError, ConversationError
from assistant.records import Answer, Begun, Citation, Sentence, Withdrawn
from assistant.settings import load_settings
from assistant.tell import stopped
from assistant.web.conversation_list import conversation_list
from assistant.web.render import STYLE, answer_html, article_html, button_label, plain_label, sentences_html
from assistant.wiring import build_asking, build_conversations
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


@st.cache_resource(show_spinner=False)
def _conversations() -> Conversations:
    return build_conversations(load_settings())


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    st.html(STYLE)
    st.title("小宣 · 工会新闻助手")
    st.caption("只说报上写了的，每句话都有出处；报上没写的，就说没写。")
    st.session_state.setdefault("conversation", None)  # its id; None: a new one, begun with its first answer
    st.session_state.setdefault("opened", None)  # the citation opened: (turn, number)
    try:
        asking, kept = _asking(), _conversations()
        extent = asking.store.extent()
        with st.sidebar:
            conversation_list(kept)
        answers = _answers(kept)
    except (StoreError, AssistantError) as error:
        st.error(str(error))
        return
    if not extent.articles:
        st.info("文库还是空的：请先运行 assistant ingest 文件或文件夹，把报纸导入进来。")
    citation = _opened(answers)
    left, right = st.columns([3, 2]) if citation else (st.container(), None)
    with left:
        _history(answers)
        clicked = _suggested(answers[-1]) if answers else _example()
        question = st.chat_input("问报纸：比如“深圳的保障覆盖多少人？”", max_chars=500) or clicked
        if question:
            _answer(question, asking, kept, answers)
    if right is not None and citation is not None:
        with right:
            _source(asking, citation)


def _answers(kept: Conversations) -> tuple[Answer, ...]:
    if st.session_state.conversation is None:
        return ()
    try:
        return kept.answers(st.session_state.conversation)
    except ConversationError:  # deleted elsewhere
        st.session_state.conversation = None
        return ()


def _example() -> str | None:
    """An example question the reader clicked on; None: none was."""
    st.write("可以这样问：")
    for example in EXAMPLES:
        if st.button(example, key=f"example-{example}"):
            return example
    return None


def _suggested(answer: Answer) -> str | None:
    """A suggested next question the reader clicked on; None: none was."""
    for number, question in enumerate(answer.suggestions):
        if st.button(plain_label(question), key=f"suggestion-{number}"):
            return question
    return None


def _history(answers: tuple[Answer, ...]) -> None:
    for index, answer in enumerate(answers):
        with st.chat_message("user"):
            st.text(answer.question)
        with st.chat_message("assistant"):
            st.html(answer_html(answer))
            _citations(answer, index)


def _citations(answer: Answer, index: int) -> None:
    for citation in answer.citations:
        if st.button(button_label(citation), key=f"cite-{index}-{citation.number}", type="tertiary"):
            st.session_state.opened = (index, citation.number)
            st.rerun()


def _opened(answers: tuple[Answer, ...]) -> Citation | None:
    if st.session_state.opened is None:
        return None
    turn, number = st.session_state.opened
    citations = answers[turn].citations if turn < len(answers) else ()
    return next((citation for citation in citations if citation.number == number), None)


def _answer(question: str, asking: Asking, kept: Conversations, answers: tuple[Answer, ...]) -> None:
    with st.chat_message("user"):
        st.text(question)
    with st.chat_message("assistant"):
        place = st.empty()
        place.caption("正在查报纸……")
        try:
            _stream(question, asking, kept, answers, place)
        except (StoreError, AssistantError) as error:
            place.error(str(error))
            return
    st.rerun()


def _stream(
    question: str,
    asking: Asking,
    kept: Conversations,
    answers: tuple[Answer, ...],
    place: st.delta_generator.DeltaGenerator,
) -> None:
    """Show the sentences as they come, and keep the answer; what a reader breaks off is kept as far as it came."""
    shown: list[Sentence] = []
    withdrawn: list[Withdrawn] = []
    begun: Begun | None = None
    whole: Answer | None = None
    today = asking.store.extent().last or date.today()
    events = ask_stream(question, using=asking, admit=Filter(), today=today, history=turns_of(answers))
    try:
        for event in events:
            match event:
                case Answer():
                    whole = event
                    continue
                case Begun():
                    begun = event
                case Withdrawn():
                    withdrawn.append(event)
                case Sentence():
                    shown.append(event)
            place.html(sentences_html(shown, withdrawn))
    finally:
        if whole is None and begun is not None and shown:
            whole = stopped(begun, shown, withdrawn)
        if whole is not None:
            if st.session_state.conversation is None:
                st.session_state.conversation = kept.start(question).id
            kept.add(st.session_state.conversation, whole)


def _source(asking: Asking, citation: Citation) -> None:
    if st.button("关闭出处", key="close-source"):
        st.session_state.opened = None
        st.rerun()
    article = asking.store.library.find(citation.article_id)
    if article is None:
        st.warning("这篇文章已经从文库里删除了。")
        return
    st.html(article_html(article, citation))
