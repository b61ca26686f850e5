"""A conversation that someone shared: to read only."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.conversations import Conversations
from assistant.web import chat_state
from assistant.web.chat_source import show_source
from assistant.web.chat_turn import show_question, show_sources
from assistant.web.prose import prose
from assistant.web.render import answer_foot, answer_head, answer_parts, copied_text, plain_label

TOKEN = "shared"  # noqa: S105  # the name of the parameter in the page's address


def show_shared(kept: Conversations) -> None:
    """The conversation of the address's token. Raises StoreError, ConversationError."""
    st.session_state.setdefault("opened", None)
    if st.button("回到自己的对话", key="leave-shared", icon=":material/arrow_back:"):
        del st.query_params[TOKEN]
        chat_state.close_source()
        st.rerun()
    title, answers = kept.shared(st.query_params[TOKEN])
    st.title(plain_label(title), anchor=False)
    citation = chat_state.cited(answers)
    left, right = st.columns([3, 2], gap="medium") if citation else (st.container(), None)
    with left:
        for turn, answer in enumerate(answers, 1):
            show_question(answer.question)
            with st.chat_message("assistant", avatar=":material/newspaper:"):
                prose(
                    f"shared-{turn}",
                    answer_parts(answer),
                    head=answer_head(answer),
                    after=answer_foot(answer),
                    copied=copied_text(answer),
                    open_mark=partial(chat_state.open_source, turn),
                )
                show_sources(answer, turn)
    if right is not None and citation is not None:
        with right:
            show_source(citation)
