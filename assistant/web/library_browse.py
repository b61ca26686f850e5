"""文库 · 浏览: the calendar of issues; issue, page, article; or every article with some words in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.access import User
from assistant.calendar import months, publications
from assistant.web import resources
from assistant.web.library_article import show_article
from assistant.web.library_html import calendar_html, month_html
from assistant.web.library_sheet import show_sheet
from assistant.web.render import plain_label
from vectorstore.issues import Issue
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

_FOUND = 50  # articles listed
_MONTHS = 6  # shown at once
_NO_PAGE = "未注明版面"


def show_browse(who: User) -> None:
    """What there is, and the one article that is open. Raises AssistantError, StoreError."""
    store = resources.store()
    extent = store.extent()
    _undo(who)
    if not extent.articles:
        st.info("文库还是空的。请编辑在“导入”里放进报纸，或回到“问答”载入示例报纸。")
        return
    first, second, third = st.columns([2, 1, 1])
    words = first.text_input(
        "按字词找", placeholder="标题和正文里都有的字词，用空格隔开", key="library-words", max_chars=100
    )
    if words.split():
        _matching(who, store, words.split())
        return
    issues = _issues(store, str(extent))
    if not issues:
        st.info("文库里的文章都没有日期，排不进日历：请用上面的“按字词找”。")
        return
    names = publications(issues)
    name = second.selectbox("报纸", names, format_func=lambda each: each or "未注明报名", key="library-paper")
    days = {issue.day: issue for issue in reversed(issues) if issue.publication == name}
    day: date = third.selectbox("哪一期", list(days), key=f"library-day-{name}", format_func=_day)
    _calendar(store, str(extent), name)
    _issue(who, store, days[day])


@st.cache_data(show_spinner=False, max_entries=4)
def _issues(_store: VectorStore, extent: str) -> tuple[Issue, ...]:  # noqa: ARG001  # the key of the cache
    return _store.library.issues.issues(Filter())


@st.cache_data(show_spinner=False, max_entries=16)
def _months(_store: VectorStore, extent: str, name: str | None) -> tuple[str, ...]:
    return tuple(month_html(first, days) for first, days in months(_issues(_store, extent), name))


def _calendar(store: VectorStore, extent: str, name: str | None) -> None:
    found = _months(store, extent, name)
    with st.expander("有哪些期，缺哪些期", expanded=True):
        earlier = len(found) - _MONTHS
        every = earlier > 0 and st.checkbox(f"显示更早的 {earlier} 个月", key="library-months")
        st.html(calendar_html(found if every else found[:_MONTHS]))


def _issue(who: User, store: VectorStore, issue: Issue) -> None:
    """Choose a page of the issue; the page with its articles."""
    day = issue.day
    admit = Filter(since=day, until=day, publication=issue.publication)
    articles = [
        each for each in store.library.issues.articles(admit) if each.publication == issue.publication
    ]
    pages = sorted({each.page or _NO_PAGE for each in articles}, key=lambda page: (len(page), page))
    page = st.segmented_control(
        "哪一版",
        pages,
        default=pages[0],
        required=True,
        key=f"library-page-{day}-{issue.publication}",
        format_func=lambda each: each if each == _NO_PAGE else f"第{each}版",
    )
    show_sheet(who, [each for each in articles if (each.page or _NO_PAGE) == (page or pages[0])])


def _matching(who: User, store: VectorStore, words: Sequence[str]) -> None:
    found = store.library.issues.matching(words, Filter(), limit=_FOUND + 1)
    if not found:
        st.info("没有同时含这些字词的文章：请换个说法，或少写几个词。")
        return
    more = "以上" if len(found) > _FOUND else ""
    st.caption(f"找到 {min(len(found), _FOUND)} 篇{more}，新的在前。")
    for article in found[:_FOUND]:
        with st.expander(plain_label(_line(article)), key=f"found-{article.id}"):
            show_article(who, article, (article,))


def _undo(who: User) -> None:
    """What was deleted just now, with the way back."""
    gone = st.session_state.get("library-deleted")
    if gone is None:
        return
    name, title = gone
    if resources.store().library.find(name) is not None:  # brought back from the trash
        st.session_state["library-deleted"] = None
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="deleted"):
        st.markdown(f"已删除：{plain_label(title)}。三十天内可以恢复。")
        if st.button("撤销删除", key="undo-delete", icon=":material/undo:"):
            resources.desk().restore(who, [name])
            st.session_state["library-deleted"] = None
            st.rerun()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def _line(article: Article) -> str:
    parts = (
        article.headline or f"{article.text[:20]}……",
        article.publication,
        str(article.issued) if article.issued else None,
        f"第{article.page}版" if article.page else None,
    )
    return " · ".join(part for part in parts if part)
