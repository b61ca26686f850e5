"""The list of kept conversations at the side: open, rename, export, delete."""

from __future__ import annotations

import streamlit as st

from assistant.conversations import TITLE_CHARS, Conversations
from assistant.errors import ConversationError
from assistant.markdown import conversation_markdown
from assistant.web.render import plain_label

_LISTED = 30


def conversation_list(kept: Conversations) -> None:
    """Widgets for the conversations in `kept`, the newest first. Raises StoreError, ConversationError."""
    if st.button("新对话", key="conversation-new"):
        _open(None)
    current = st.session_state.conversation
    for each in kept.listing()[:_LISTED]:
        label, key = plain_label(each.title), f"conversation-{each.id}"
        if st.button(label, key=key, type="primary" if each.id == current else "tertiary"):
            _open(each.id)
    if current is not None:
        _manage(kept, current)


def _open(number: int | None) -> None:
    st.session_state.conversation = number
    st.session_state.opened = None
    st.rerun()


def _manage(kept: Conversations, number: int) -> None:
    try:
        title = kept.find(number).title
    except ConversationError:  # deleted elsewhere
        _open(None)
        return
    with st.expander("整理这段对话"):
        renamed = st.text_input("标题", title, max_chars=TITLE_CHARS, key=f"title-{number}")
        if renamed.strip() and renamed != title:
            kept.rename(number, renamed)
            st.rerun()
        text = conversation_markdown(title, kept.answers(number))
        st.download_button(
            "导出 Markdown", text, file_name=f"conversation-{number}.md", key="conversation-export"
        )
        if st.button("删除", key="conversation-delete"):
            kept.delete(number)
            _open(None)
