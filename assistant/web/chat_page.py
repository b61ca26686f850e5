"""问答: ask, read the answer as it is written, open what it cites; conversations are kept in the library."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import Conversations
from assistant.records import Answer
from assistant.web import access, chat_state, resources
from assistant.web.chat_ask import job_of, put_question, under_way
from assistant.web.chat_filters import show_filters
from assistant.web.chat_source import show_source
from assistant.web.chat_turn import show_again, show_answer, show_growing, show_next, show_question
from assistant.web.conversation_list import conversation_list
from assistant.web.page import guarded
from assistant.web.shared_conversation import TOKEN, show_shared
from assistant.web.welcome import show_first_questions, show_heading, show_welcome

_TURNS = 10  # shown at once; earlier ones when they are asked for


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    guarded(_page)


def _page() -> None:
    kept = resources.conversations().of(access.user().name)
    if TOKEN in st.query_params:
        show_shared(kept)
    else:
        _chat(kept)


def _chat(kept: Conversations) -> None:
    chat_state.settle(kept)
    store = resources.store()
    extent = store.extent()
    with st.sidebar:
        conversation_list(kept)
    show_heading(extent)
    if not extent.articles:
        show_welcome()
        return
    conversation = chat_state.conversation()
    answers = kept.answers(conversation) if conversation is not None else ()
    _ask_what_waits(kept)
    citation = chat_state.cited(answers)
    left, right = st.columns([3, 2], gap="medium") if citation else (st.container(), None)
    with left:
        if conversation is None:
            show_first_questions(kept)
        else:
            _history(conversation, answers, kept)
    if right is not None and citation is not None:
        with right:
            show_source(citation)
    with st.bottom:
        usable = show_filters(store)
        question = st.chat_input(
            "问报纸，比如：哪些企业建立了工会？", max_chars=500, disabled=not usable, key="question"
        )
    if question and question.strip():
        put_question(question.strip(), kept=kept)
        st.rerun()


def _history(conversation: int, answers: tuple[Answer, ...], kept: Conversations) -> None:
    view = under_way(conversation)
    thoughts = kept.feedback(conversation)
    first = 0 if st.session_state.whole else max(len(answers) - _TURNS, 0)
    if first and st.button(f"显示前面的 {first} 问", key="earlier"):
        st.session_state.whole = True
        st.rerun()
    for turn, answer in enumerate(answers[first:], first + 1):
        show_question(answer.question)
        if view is not None and turn == len(answers):
            show_growing(view, turn=turn, conversation=conversation)
        else:
            show_answer(answer, turn=turn, conversation=conversation, kept=kept, feedback=thoughts.get(turn))
    if waiting := chat_state.waiting():
        show_question(f"{waiting}（等上一问写完就问）")
    elif answers and view is None:
        ended = resources.background().find(job_of(conversation))
        show_again(answers[-1], ended.error if ended else None, turn=len(answers), kept=kept)
        show_next(answers[-1], turn=len(answers), kept=kept)


def _ask_what_waits(kept: Conversations) -> None:
    question = chat_state.waiting()
    if question and under_way(chat_state.conversation()) is None:
        chat_state.no_longer_waiting()
        put_question(question, kept=kept)
        st.rerun()
