"""小宣讲: pick what is told to whom, read it beside its claims, hear and see it, sign it off, hand it on."""

from __future__ import annotations

import streamlit as st

from assistant.access import may
from assistant.explain_records import Kept
from assistant.signoff import state_words
from assistant.stale import stale
from assistant.web import access, resources
from assistant.web.explain_form import JOB, show_form
from assistant.web.explain_script import show_script
from assistant.web.explain_state import open_script, opened_script
from assistant.web.page import guarded, heading, is_empty, kept_row
from assistant.web.progress import ended, show_progress
from assistant.web.render import plain_label

_LISTED = 50


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    guarded(_page)


def _page() -> None:
    heading("小宣讲", "先从报纸里摘出要点，再讲给指定的听众：每一行都写明依据哪条要点，每条要点都有出处。")
    if is_empty():
        return
    _take_what_is_made()
    show_progress(JOB)
    number = opened_script()
    if number is not None:
        show_script(resources.scripts().find(number))
        return
    editor = may(access.user(), "editor")
    write, past = st.tabs(["讲一段", "讲稿"])
    with write:
        if editor:
            show_form()
        else:
            st.info("写讲稿要有“编辑”权限；已有的讲稿可以看，可以听，也可以下载。")
    with past:
        _past(editor=editor)


def _take_what_is_made() -> None:
    made = ended(JOB, stopped="已停下，没有写成讲稿。")
    if isinstance(made, int):
        open_script(made)


def _past(*, editor: bool) -> None:
    kept = resources.scripts().listing()[:_LISTED]
    if not kept:
        st.info("还没有讲稿：请到“讲一段”写一份。")
    old = {each.kept.id: each.reasons for each in stale(kept, resources.store().library)}
    for each in kept:
        kept_row(
            "script",
            each.id,
            title=f"{each.id} · {each.script.title}",
            about=_about(each),
            opens=open_script,
            deletes=resources.scripts().delete if editor else None,
        )
        if each.id in old:
            st.warning(plain_label(f"讲稿 {each.id} 要重看：{'；'.join(old[each.id])}"))


def _about(kept: Kept) -> str:
    script = kept.script
    return (
        f"给{script.audience_name} · {script.scene_name} · {state_words(kept)} · "
        f"{script.label.made:%Y-%m-%d %H:%M}"
    )
