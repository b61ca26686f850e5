"""A job under way: how far it is, how long it will take, a button that stops it; and how it ended."""

from __future__ import annotations

from math import ceil

import streamlit as st

from assistant.background import View
from assistant.web import resources
from assistant.web.render import plain_label


def show_progress(name: str) -> None:
    """Watch the job of this name until it has ended, then run the page once more. Nothing where it does not go on."""
    view = resources.background().find(name)
    if view is not None and view.going:
        _watch(name)


def ended(name: str, *, stopped: str) -> object:
    """What the job of this name returned, once, after it has ended; None where it goes on, or returned nothing.

    What went wrong is said, and where someone stopped it, `stopped`.
    """
    view = resources.background().find(name)
    if view is None or view.going:
        return None
    resources.background().forget(name)
    if view.error:
        st.error(plain_label(view.error))
    elif view.state == "stopped":
        st.info(stopped)
    return view.result


@st.fragment(run_every=1.0)
def _watch(name: str) -> None:
    view = resources.background().find(name)
    if view is None or not view.going:
        st.rerun()
        return
    st.progress(view.fraction, text=plain_label(progress_line(view)))
    if st.button(
        "停下", key=f"stop-{name}", icon=":material/stop_circle:", disabled=view.state == "stopping"
    ):
        resources.background().stop(name)


def progress_line(view: View) -> str:
    """What the job is at, how much of it is done and how long the rest will take."""
    if view.state == "stopping":
        return f"{view.title}：正在停下……"
    parts = [view.title, view.note, f"{view.done}/{view.total}" if view.total else ""]
    left = view.seconds_left
    if left is not None:
        parts.append(f"还要约 {ceil(left)} 秒" if left < 90 else f"还要约 {ceil(left / 60)} 分钟")
    return " · ".join(part for part in parts if part)
