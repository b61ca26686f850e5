"""简报: compose a digest of a period, watch it being made, read it with its sources, download it; past ones, schedules."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.access import may
from assistant.digest_records import Digest
from assistant.errors import AssistantError, DigestError
from assistant.export import EXTENSIONS, export
from assistant.records import Citation
from assistant.web import access, resources
from assistant.web.chat_source import show_source
from assistant.web.digest_form import job_name, show_form
from assistant.web.digest_html import digest_html
from assistant.web.digest_schedules import show_schedules
from assistant.web.progress import show_progress
from assistant.web.prose import prose
from assistant.web.render import plain_label
from vectorstore.errors import StoreError

_LISTED = 30
_FORMATS = {
    ".docx": "Word",
    ".md": "Markdown",
    ".html": "网页",
    ".json": "JSON",
    ".atom": "Atom 订阅",
    ".xml": "XML",
}


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    st.session_state.setdefault("digest", None)  # id of the digest that is open; None: none is
    st.session_state.setdefault("digest-source", None)  # number of the citation that is open; None: none is
    try:
        _page()
    except (StoreError, AssistantError) as error:
        st.error(plain_label(str(error)))


def _page() -> None:
    with st.container(key="masthead"):
        st.title("简报", anchor=False)
        st.caption("把一段时间的报纸编成摘要：同一件事并在一起，每句话都有出处，没展开的也列出来。")
    if not resources.store().extent().articles:
        st.info("文库还是空的：请先到“问答”页载入示例报纸，或到“文库”页导入自己的报纸。")
        return
    editor = may(access.user(), "editor")
    _take_what_is_made()
    show_progress(job_name())
    if st.session_state.digest is not None:
        _open(st.session_state.digest)
        return
    write, past, regular = st.tabs(["编一份", "往期", "定期"])
    with write:
        if editor:
            show_form()
        else:
            st.info("编简报要有“编辑”权限；往期的简报可以看，也可以下载。")
    with past:
        _past(editor)
    with regular:
        show_schedules(editor=editor)


def _take_what_is_made() -> None:
    view = resources.background().find(job_name())
    if view is None or view.going:
        return
    if view.error:
        st.error(plain_label(view.error))
    elif view.state == "stopped":
        st.info("已停下，没有编成简报。")
    elif isinstance(view.result, int):
        _choose(view.result)
    resources.background().forget(job_name())


def _choose(number: int | None) -> None:
    st.session_state.digest = number
    st.session_state["digest-source"] = None


def _past(editor: bool) -> None:
    kept = resources.kept_digests()
    listed = kept.listing()
    if not listed:
        st.info("还没有简报：请到“编一份”选一段时间。")
    for each in listed[:_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"past-{each.id}"):
            st.button(
                plain_label(each.title),
                key=f"digest-{each.id}",
                type="tertiary",
                on_click=_choose,
                args=(each.id,),
            )
            st.caption(f"{each.items} 件事 · {each.made:%Y-%m-%d %H:%M} 编")
            if editor:
                with st.popover("删除", key=f"digest-remove-{each.id}", type="tertiary"):
                    st.write("删除后不能恢复。")
                    st.button(
                        "确定删除",
                        key=f"digest-delete-{each.id}",
                        type="primary",
                        on_click=_delete,
                        args=(each.id,),
                    )


def _delete(number: int) -> None:
    resources.kept_digests().delete(number)
    if st.session_state.digest == number:
        _choose(None)


def _open(number: int) -> None:
    st.button(
        "回到简报列表", key="digest-close", icon=":material/arrow_back:", on_click=_choose, args=(None,)
    )
    try:
        digest = resources.kept_digests().find(number)
    except DigestError as error:
        st.warning(plain_label(str(error)))
        return
    _downloads(digest, number)
    citation = _citation(digest)
    left, right = st.columns([3, 2], gap="medium") if citation else (st.container(), None)
    with left:
        prose(f"digest-text-{number}", after=digest_html(digest), open_mark=_open_source)
    if right is not None and citation is not None:
        with right:
            show_source(citation, close=_close_source)


def _downloads(digest: Digest, number: int) -> None:
    days = f"{digest.request.since:%Y%m%d}-{digest.request.until:%Y%m%d}"
    with st.container(horizontal=True, key="digest-downloads"):
        for extension in EXTENSIONS:
            name = f"digest-{days}{extension}"
            st.download_button(
                _FORMATS.get(extension, extension),
                partial(export, digest, name),
                file_name=name,
                key=f"download-{number}-{extension[1:]}",
                icon=":material/download:",
                on_click="ignore",
            )


def _open_source(number: int) -> None:
    st.session_state["digest-source"] = number


def _close_source() -> None:
    st.session_state["digest-source"] = None


def _citation(digest: Digest) -> Citation | None:
    """The citation that is open; None: none is."""
    number = st.session_state["digest-source"]
    return next((each for each in digest.citations if each.number == number), None)
