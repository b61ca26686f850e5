"""简报: compose a digest of a period, watch it being made, read it with its sources, download it; past ones, schedules."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.access import may
from assistant.digest_records import Digest
from assistant.errors import DigestError
from assistant.export import EXTENSIONS, export
from assistant.records import Citation
from assistant.web import access, resources
from assistant.web.chat_source import show_source
from assistant.web.digest_form import job_name, show_form
from assistant.web.digest_html import digest_html
from assistant.web.digest_schedules import show_schedules
from assistant.web.page import guarded, heading, is_empty, kept_row
from assistant.web.progress import ended, show_progress
from assistant.web.prose import prose
from assistant.web.render import plain_label

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
    guarded(_page)


def _page() -> None:
    heading("简报", "把一段时间的报纸编成摘要：同一件事并在一起，每句话都有出处，没展开的也列出来。")
    if is_empty():
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
    made = ended(job_name(), stopped="已停下，没有编成简报。")
    if isinstance(made, int):
        _choose(made)


def _choose(number: int | None) -> None:
    st.session_state.digest = number
    st.session_state["digest-source"] = None


def _past(editor: bool) -> None:
    kept = resources.kept_digests()
    listed = kept.listing()
    if not listed:
        st.info("还没有简报：请到“编一份”选一段时间。")
    for each in listed[:_LISTED]:
        kept_row(
            "digest",
            each.id,
            title=each.title,
            about=f"{each.items} 件事 · {each.made:%Y-%m-%d %H:%M} 编",
            opens=_choose,
            deletes=_delete if editor else None,
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
