"""The sign-off of a script on its page: who did what, the next step, and edits of single lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from assistant.errors import ScriptError
from assistant.explain import basis_of_kept
from assistant.explain_records import Kept
from assistant.script_output import steps_lines
from assistant.signoff import STAGES, edit_line, next_stage, pass_review, send_back
from assistant.web import access, resources
from assistant.web.render import plain_label


def show_sign_off(kept: Kept, *, editor: bool) -> None:
    """What was done with the script, and, for editors, what is to be done next. Raises StoreError."""
    with st.container(key="sign-off", border=True):
        st.markdown("**审签**（初审、复审、终审由不同的人做，每次审前程序先校对一遍）")
        for line in steps_lines(kept):
            st.text(line)
        if not editor:
            return
        name = access.user().name or st.text_input("姓名", key=f"sign-name-{kept.id}", max_chars=20)
        note = st.text_input("意见（退回时必填）", key=f"sign-note-{kept.id}", max_chars=200)
        due = next_stage(kept.steps)
        with st.container(horizontal=True):
            if due is not None and st.button(
                f"{STAGES[due]}通过", key="sign-pass", type="primary", icon=":material/verified:"
            ):
                _try(lambda: _pass(kept, name, note))
            if st.button("退回", key="sign-return", icon=":material/undo:"):
                _try(lambda: _return(kept, name, note))
        with st.expander("改一行（改后重新核对，已审的退回草稿）", key="edit-line"):
            _show_edit(kept, name)


def _show_edit(kept: Kept, name: str) -> None:
    lines = {line.number: line.text for line in kept.script.lines}
    number = st.selectbox(
        "第几行", list(lines), format_func=lambda at: f"{at}. {lines[at][:24]}", key=f"edit-number-{kept.id}"
    )
    text = st.text_area("改成", lines[number], key=f"edit-text-{kept.id}-{number}", max_chars=500)
    if st.button("改", key="edit-save", icon=":material/edit:"):
        _try(lambda: _edit(kept, number, text, name))


def _pass(kept: Kept, name: str, note: str) -> None:
    final = next_stage(kept.steps) == "final"
    step = pass_review(kept, by=name, at=_now(), note=note, basis=basis_of_kept(kept), final=final)
    resources.scripts().record(kept.id, kept.script, step)


def _return(kept: Kept, name: str, note: str) -> None:
    resources.scripts().record(kept.id, kept.script, send_back(by=name, at=_now(), note=note))


def _edit(kept: Kept, number: int, text: str, name: str) -> None:
    script, step = edit_line(kept, number=number, text=text, by=name, at=_now(), basis=basis_of_kept(kept))
    resources.scripts().record(kept.id, script, step)


def _try(act: Callable[[], None]) -> None:
    try:
        act()
    except ScriptError as error:
        st.warning(plain_label(str(error)))
        return
    st.rerun()


def _now() -> datetime:
    return datetime.now()
