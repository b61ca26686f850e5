"""文库 · 一篇文章: its text, and for editors the ways to put it right."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.access import User, may
from assistant.errors import AssistantError
from assistant.fix import HEADLINE_CHARS, cuts, joined, retitled, split
from assistant.web import resources
from assistant.web.library_html import whole_html
from assistant.web.render import plain_label
from vectorstore.errors import StoreError
from vectorstore.fixes import FixKind
from vectorstore.records import Article

_DONE: dict[FixKind, str] = {"join": "合并", "split": "拆分", "retitle": "改题"}


def show_article(who: User, article: Article, page: Sequence[Article]) -> None:
    """The article, one of those on its `page`. Raises StoreError."""
    st.html(whole_html(article))
    made = resources.store().library.fixes.of_article(article.id)
    if made is not None:
        by = f"{made.by} " if made.by else ""
        st.caption(
            plain_label(f"{by}{made.at:%Y-%m-%d %H:%M} 人工{_DONE[made.kind]}；重新导入原文件不会改回去。")
        )
    if not may(who, "editor"):
        return
    with st.expander("改标题", key=f"retitle-{article.id}"):
        _retitle(who, article)
    with st.expander("拆成两篇", key=f"split-{article.id}"):
        _split(who, article)
    others = [each for each in page if each.id != article.id]
    if others:
        with st.expander("与别的文章合并", key=f"join-{article.id}"):
            _join(who, article, others)
    with st.popover("删除", icon=":material/delete:", key=f"delete-{article.id}"):
        st.write("删除后立即查不到；三十天内可以在回收站恢复。")
        if st.button("确认删除", key=f"delete-sure-{article.id}", type="primary"):
            _delete(who, article)


def _retitle(who: User, article: Article) -> None:
    with st.form(f"retitle-form-{article.id}", border=False):
        headline = st.text_input(
            "标题", article.headline or "", max_chars=HEADLINE_CHARS, key=f"headline-{article.id}"
        )
        kicker = st.text_input(
            "引题", article.kicker or "", max_chars=HEADLINE_CHARS, key=f"kicker-{article.id}"
        )
        if st.form_submit_button("保存标题", key=f"retitle-sure-{article.id}"):
            new = retitled(article, headline=headline, kicker=kicker)
            if new == article:
                st.info("标题没有变。")
            else:
                _put_right(who, (article,), (new,), "retitle")


def _split(who: User, article: Article) -> None:
    places = cuts(article)
    if not places:
        st.caption("只有一句话，拆不开。")
        return
    with st.form(f"split-form-{article.id}", border=False):
        place = st.selectbox(
            "第二篇从哪句开始", places, format_func=lambda cut: cut.words[:40], key=f"cut-{article.id}"
        )
        headline = st.text_input("第二篇的标题", max_chars=HEADLINE_CHARS, key=f"second-{article.id}")
        if st.form_submit_button("拆开", key=f"split-sure-{article.id}"):
            try:
                after = split(article, place.at, headline=headline)
            except AssistantError as error:
                st.error(plain_label(str(error)))
                return
            _put_right(who, (article,), after, "split")


def _join(who: User, article: Article, others: Sequence[Article]) -> None:
    with st.form(f"join-form-{article.id}", border=False):
        chosen = st.multiselect(
            "接在这篇后面的文章（按选的次序）",
            list(others),
            format_func=lambda each: each.headline or f"{each.text[:16]}……",
            key=f"others-{article.id}",
            placeholder="选一篇或几篇",
        )
        if st.form_submit_button("合并", key=f"join-sure-{article.id}"):
            if not chosen:
                st.info("请先选要接上的文章。")
                return
            together = (article, *chosen)
            _put_right(who, together, (joined(together),), "join")


def _put_right(who: User, before: Sequence[Article], after: Sequence[Article], kind: FixKind) -> None:
    try:
        ids = resources.desk().put_right(who, before, after, kind)
    except (StoreError, AssistantError) as error:
        st.error(plain_label(str(error)))
        return
    st.session_state["library-article"] = ids[0]
    st.toast(f"已{_DONE[kind]}。", icon=":material/check:")
    st.rerun()


def _delete(who: User, article: Article) -> None:
    try:
        resources.desk().discard(who, [article.id])
    except (StoreError, AssistantError) as error:
        st.error(plain_label(str(error)))
        return
    st.session_state["library-deleted"] = (article.id, article.headline or f"{article.text[:20]}……")
    st.rerun()
