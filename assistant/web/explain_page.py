"""小宣讲: pick what is told to whom, read it beside its claims, hear and see it, sign it off, hand it on."""

from __future__ import annotations

import streamlit as st

from assistant.access import may
from assistant.errors import AssistantError
from assistant.explain_records import Kept
from assistant.signoff import STAGES, STATES, next_stage
from assistant.stale import stale
from assistant.web import access, resources
from assistant.web.explain_form import JOB, show_form
from assistant.web.explain_script import show_script
from assistant.web.explain_state import open_script, opened_script
from assistant.web.progress import show_progress
from assistant.web.render import plain_label
from vectorstore.errors import StoreError

_LISTED = 50


def show() -> None:
    """The page. What cannot be used is said in one line with what to do."""
    try:
        _page()
    except (StoreError, AssistantError) as error:
        st.error(plain_label(str(error)))


def _page() -> None:
    with st.container(key="masthead"):
        st.title("小宣讲", anchor=False)
        st.caption("先从报纸里摘出要点，再讲给指定的听众：每一行都写明依据哪条要点，每条要点都有出处。")
    if not resources.store().extent().articles:
        st.info("文库还是空的：请先到“问答”页载入示例报纸，或到“文库”页导入自己的报纸。")
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
    view = resources.background().find(JOB)
    if view is None or view.going:
        return
    if view.error:
        st.error(plain_label(view.error))
    elif view.state == "stopped":
        st.info("已停下，没有写成讲稿。")
    elif isinstance(view.result, int):
        open_script(view.result)
    resources.background().forget(JOB)


def _past(*, editor: bool) -> None:
    kept = resources.scripts().listing()
    if not kept:
        st.info("还没有讲稿：请到“讲一段”写一份。")
    old = {each.kept.id: each.reasons for each in stale(kept, resources.store().library)}
    for each in kept[:_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"kept-script-{each.id}"):
            st.button(
                plain_label(f"{each.id} · {each.script.title}"),
                key=f"script-{each.id}",
                type="tertiary",
                on_click=open_script,
                args=(each.id,),
            )
            st.caption(plain_label(_about(each)))
            if editor:
                with st.popover("删除", key=f"script-remove-{each.id}", type="tertiary"):
                    st.write("删除后不能恢复。")
                    st.button(
                        "确定删除",
                        key=f"script-delete-{each.id}",
                        type="primary",
                        on_click=resources.scripts().delete,
                        args=(each.id,),
                    )
        if each.id in old:
            st.warning(plain_label(f"讲稿 {each.id} 要重看：{'；'.join(old[each.id])}"))


def _about(kept: Kept) -> str:
    script = kept.script
    due = next_stage(kept.steps)
    state = STATES[script.state] + (f"，待{STAGES[due]}" if due else "")
    return f"给{script.audience_name} · {script.scene_name} · {state} · {script.label.made:%Y-%m-%d %H:%M}"
