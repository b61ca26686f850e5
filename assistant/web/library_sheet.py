"""文库 · 一个版面: the page as it was printed, beside the articles found on it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.access import User
from assistant.errors import ReadError
from assistant.page_view import PageView
from assistant.readers.picture import Outline
from assistant.web.library_article import show_article
from assistant.web.library_html import lines_html
from assistant.web.page_picture import find_page, page_picture
from assistant.web.render import plain_label
from vectorstore.records import Article


def show_sheet(who: User, articles: Sequence[Article]) -> None:
    """The page's picture, or its lines, and its articles; one of them open. Raises StoreError."""
    view = find_page(articles)
    if view is not None:  # as they stand on the page: one that was put right was stored last
        lines = view.lines
        articles = sorted(
            articles, key=lambda each: min(lines.get(each.id, ()), default=len(articles) + 10**6)
        )
    ids = [each.id for each in articles]
    opened = st.session_state.get("library-article")
    chosen = ids.index(opened) if opened in ids else 0
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _original(view, ids, chosen)
    with right:
        st.caption(f"这一版找到 {len(articles)} 篇，编号与版面上的一致。")
        for number, article in enumerate(articles, 1):
            title = article.headline or f"{article.text[:16]}……（无标题）"
            if st.button(
                plain_label(f"{number} · {title}（{len(article.text)}字）"),
                key=f"pick-{article.id}",
                type="primary" if number == chosen + 1 else "secondary",
                width="stretch",
            ):
                st.session_state["library-article"] = article.id
                st.rerun()
        with st.container(border=True, key="article"):
            show_article(who, articles[chosen], articles)


def _original(view: PageView | None, ids: Sequence[str], chosen: int) -> None:
    if view is None:
        st.info("没有留下这一版的原件，只能看文字。重新导入一次原文件，这里就会有版面。")
        return
    numbers = {name: number for number, name in enumerate(ids, 1)}
    if view.drawn:
        outlines = [
            Outline(str(numbers[name]), boxes, chosen=numbers[name] == chosen + 1)
            for name, boxes in view.areas.items()
        ]
        try:
            st.image(
                page_picture(view, outlines),
                caption=plain_label(view.sheet.page.origin),
                width="stretch",
                alt=f"版面：{view.sheet.page.origin}，{len(ids)} 篇文章用框标出",
            )
        except ReadError as error:
            st.info(plain_label(str(error)))
        return
    owners = {line: numbers[name] for name, lines in view.lines.items() for line in lines}
    st.html(lines_html(view.sheet.page, owners, chosen + 1))
    st.caption(plain_label(view.sheet.page.origin))
