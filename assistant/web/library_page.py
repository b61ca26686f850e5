"""文库: what the library holds, page by page; newspapers taken in; what was thrown away."""

from __future__ import annotations

import streamlit as st

from assistant.access import may
from assistant.web import access
from assistant.web.library_browse import show_browse
from assistant.web.library_import import show_import
from assistant.web.library_trash import show_trash
from assistant.web.page import guarded

_VIEWS = {"浏览": show_browse, "导入": show_import, "回收站": show_trash}


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    st.title("文库", anchor=False)
    guarded(_page)


def _page() -> None:
    who = access.user()
    views = list(_VIEWS) if may(who, "editor") else ["浏览"]
    view = views[0]
    if len(views) > 1:
        view = (
            st.segmented_control(
                "看什么",
                views,
                default=views[0],
                required=True,
                key="library-view",
                label_visibility="collapsed",
            )
            or views[0]
        )
    _VIEWS[view](who)
