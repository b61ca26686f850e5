"""文库 · 回收站: what was thrown away, to be restored or removed for good."""

from __future__ import annotations

import streamlit as st

from assistant.access import User, may
from assistant.web import resources
from assistant.web.render import plain_label
from vectorstore.trash import Discarded

_LISTED = 50


def show_trash(who: User) -> None:
    """The list, newest first. Raises AssistantError, StoreError."""
    thrown = resources.store().library.trash.listing()
    if not thrown:
        st.info("回收站是空的。删除的文章会在这里留三十天。")
        return
    st.caption(f"共 {len(thrown)} 篇。到期后彻底删除，不能再恢复。")
    for each in thrown[:_LISTED]:
        _row(who, each)
    if may(who, "admin"):
        with st.popover("清空回收站", icon=":material/delete_forever:", key="empty-trash"):
            st.write(f"彻底删除全部 {len(thrown)} 篇文章，不能恢复。")
            if st.button("确认清空", key="empty-trash-sure", type="primary"):
                resources.desk().empty(who, [each.article.id for each in thrown])
                st.rerun()


def _row(who: User, each: Discarded) -> None:
    article = each.article
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        title = article.headline or f"{article.text[:20]}……"
        by = f"，{each.by} 删除" if each.by else ""
        where = " · ".join(
            part
            for part in (
                article.publication,
                str(article.issued) if article.issued else None,
                f"{each.at:%m月%d日}{by}，留到 {each.until:%m月%d日}",
            )
            if part
        )
        st.markdown(f"**{plain_label(title)}**  \n{plain_label(where)}")
        if st.button("恢复", key=f"restore-{article.id}", icon=":material/undo:"):
            if not resources.desk().restore(who, [article.id]):
                st.warning("没有恢复：同一位置已有更新的版本。")
                return
            st.rerun()
