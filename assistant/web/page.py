"""What the pages have in common: the heading, an empty library, and a row that can be opened and deleted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.errors import AssistantError
from assistant.web import resources
from assistant.web.render import plain_label
from vectorstore.errors import StoreError


def guarded(page: Callable[[], None]) -> None:
    """The page; what cannot be used is said in one line with what to do."""
    try:
        page()
    except (StoreError, AssistantError) as error:
        st.error(plain_label(str(error)))


def heading(title: str, purpose: str) -> None:
    """The page's name and what it is for."""
    with st.container(key="masthead"):
        st.title(title, anchor=False)
        st.caption(purpose)


def is_empty() -> bool:
    """Whether the library holds nothing yet; then it is said what to do first. Raises StoreError."""
    if resources.store().extent().articles:
        return False
    st.info("文库还是空的：请先到“问答”页载入示例报纸，或到“文库”页导入自己的报纸。")
    return True


def kept_row(
    kind: str,
    number: int,
    *,
    title: str,
    about: str,
    opens: Callable[[int], None],
    deletes: Callable[[int], None] | None,
) -> None:
    """One of the kept things of a kind: opened by its title, deleted for good. `deletes`: None where one may not."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"kept-{kind}-{number}"):
        st.button(plain_label(title), key=f"{kind}-{number}", type="tertiary", on_click=opens, args=(number,))
        st.caption(plain_label(about))
        if deletes is None:
            return
        with st.popover("删除", key=f"{kind}-remove-{number}", type="tertiary"):
            st.write("删除后不能恢复。")
            st.button(
                "确定删除",
                key=f"{kind}-delete-{number}",
                type="primary",
                on_click=deletes,
                args=(number,),
            )
