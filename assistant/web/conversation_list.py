"""The list of kept conversations at the side: open, rename, share, export, delete."""

from __future__ import annotations

from functools import partial
from secrets import token_urlsafe

import streamlit as st

from assistant.conversations import TITLE_CHARS, Conversations
from assistant.errors import ConversationError
from assistant.export.conversation_docx import conversation_docx
from assistant.markdown import conversation_markdown
from assistant.web import chat_state
from assistant.web.render import plain_label
from assistant.web.shared_conversation import TOKEN

_LISTED = 30
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def conversation_list(kept: Conversations) -> None:
    """Widgets for the conversations in `kept`, the newest first. Raises StoreError, ConversationError."""
    st.button(
        "新对话",
        key="conversation-new",
        icon=":material/add_comment:",
        width="stretch",
        on_click=chat_state.open_conversation,
        args=(None,),
    )
    current = chat_state.conversation()
    if current is not None:
        _manage(kept, current)
    with st.container(key="conversations"):
        for each in kept.listing()[:_LISTED]:
            st.button(
                plain_label(each.title),
                key=f"conversation-{each.id}",
                type="secondary" if each.id == current else "tertiary",
                width="stretch",
                on_click=chat_state.open_conversation,
                args=(each.id,),
            )


def _manage(kept: Conversations, number: int) -> None:
    title = kept.find(number).title
    with st.expander("整理这段对话", key="manage-conversation"):
        renamed = st.text_input("标题", title, max_chars=TITLE_CHARS, key=f"title-{number}")
        if renamed.strip() and renamed != title:
            kept.rename(number, renamed)
            st.rerun()
        with st.container(horizontal=True):
            st.download_button(
                "Markdown",
                partial(_markdown, kept, number, title),
                file_name=f"conversation-{number}.md",
                mime="text/markdown",
                key="conversation-export",
                icon=":material/download:",
                on_click="ignore",
            )
            st.download_button(
                "Word",
                partial(_docx, kept, number, title),
                file_name=f"conversation-{number}.docx",
                mime=_DOCX,
                key="conversation-docx",
                icon=":material/download:",
                on_click="ignore",
            )
        _share(kept, number)
        _delete(kept, number)


def _markdown(kept: Conversations, number: int, title: str) -> str:
    return conversation_markdown(title, kept.answers(number))


def _docx(kept: Conversations, number: int, title: str) -> bytes:
    return conversation_docx(title, kept.answers(number))


def _share(kept: Conversations, number: int) -> None:
    if not st.toggle("分享：知道链接的人都能看", kept.token(number) is not None, key=f"share-{number}"):
        kept.unshare(number)
        return
    token = kept.share(number, token_urlsafe(16))
    address = (st.context.url or "").split("?")[0]
    st.code(f"{address}?{TOKEN}={token}", language=None, wrap_lines=True)


def _delete(kept: Conversations, number: int) -> None:
    with st.popover("删除", icon=":material/delete:", key="delete-conversation"):
        st.write("这段对话会从文库里彻底抹掉，不能恢复。")
        if st.button("确定删除", key="conversation-delete", type="primary"):
            try:
                kept.delete(number)
            except ConversationError:
                st.toast("这段对话已经不在了。")
            chat_state.open_conversation(None)
            st.rerun()
