"""The source beside the answer: the whole article with the quoted words highlighted, and the page it was printed on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.errors import ReadError
from assistant.readers.picture import Outline
from assistant.records import Citation
from assistant.web import chat_state, resources
from assistant.web.page_picture import find_page, page_picture
from assistant.web.prose import prose
from assistant.web.render import article_html
from vectorstore.records import Article


def show_source(citation: Citation, *, close: Callable[[], None] = chat_state.close_source) -> None:
    """The article that is cited; `close` is called when the reader has seen enough. Raises StoreError."""
    with st.container(key="source-panel", border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(f"出处 {citation.number}")
            st.button("关闭出处", key="close-source", icon=":material/close:", on_click=close)
        article = resources.store().library.find(citation.article_id)
        if article is None:
            st.warning("这篇文章已经从文库里删除了。")
            return
        prose(
            "source",
            after=article_html(article, citation),
            reveal=f"{citation.article_id}-{citation.start}-{citation.end}",
        )
        picture = _picture(article)
        if picture is not None:
            st.image(
                picture,
                caption="版面原图，文章用红框标出",
                width="stretch",
                alt="这一版的原图，文章用红框标出",
            )


def _picture(article: Article) -> bytes | None:
    """The page with the article outlined; None: its file is not known, or gone, or has no geometry."""
    view = find_page((article,))
    if view is None or not view.drawn:
        return None
    try:
        return page_picture(view, [Outline("", view.areas[article.id], chosen=True)])
    except ReadError:
        return None
