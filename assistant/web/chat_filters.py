"""What is searched, as chips above the question: dates, publication, page; each is removed by pressing it."""

from __future__ import annotations

import streamlit as st

from assistant.web import chat_state
from assistant.web.render import plain_label
from vectorstore.records import Filter
from vectorstore.store import VectorStore


def show_filters(store: VectorStore) -> bool:
    """The chips, and a place to set them; whether anything is searched with them. Raises LibraryError."""
    admit = chat_state.admitted()
    with st.container(horizontal=True, key="filters", vertical_alignment="center"):
        _setting(store)
        for name, label in _chips(admit):
            st.button(
                plain_label(f"{label} ✕"),
                key=f"chip-{name}",
                help="不再限定这一项",
                on_click=_clear,
                args=(name,),
            )
    if admit.since and admit.until and admit.since > admit.until:
        st.warning("起始日期晚于截止日期：请改正日期筛选。")
        return False
    if not store.extent(admit).articles:
        st.warning("文库里没有符合筛选条件的文章：请去掉一项筛选。")
        return False
    return True


def _chips(admit: Filter) -> list[tuple[str, str]]:
    """(filter, words on its chip) of what is set."""
    chips = [
        ("since", f"从 {admit.since}" if admit.since else ""),
        ("until", f"到 {admit.until}" if admit.until else ""),
        ("publication", f"《{admit.publication}》" if admit.publication else ""),
        ("page", f"第 {admit.page} 版" if admit.page else ""),
    ]
    return [chip for chip in chips if chip[1]]


def _clear(name: str) -> None:
    st.session_state[f"only-{name}"] = None


def _setting(store: VectorStore) -> None:
    extent = store.extent()
    with st.popover("筛选", icon=":material/filter_list:", key="filter-setting"):
        st.date_input("从哪天的报纸起", value=None, key="only-since", format="YYYY-MM-DD")
        st.date_input("到哪天的报纸止（含当天）", value=None, key="only-until", format="YYYY-MM-DD")
        st.selectbox("报纸", extent.publications, index=None, placeholder="全部报纸", key="only-publication")
        st.text_input("版次", value=None, placeholder="全部版面；比如 1、A03", key="only-page", max_chars=12)
