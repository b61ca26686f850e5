"""What a session of 小宣讲 remembers: the script that is open, also in the address, and the source beside it."""

from __future__ import annotations

import streamlit as st

_LINK = "script"  # in the page's address


def opened_script() -> int | None:
    """The script that is open; None: none is."""
    linked = st.query_params.get(_LINK, "")
    st.session_state.setdefault("script", int(linked) if linked.isdecimal() else None)
    number: int | None = st.session_state.script
    if number is not None and linked != str(number):
        st.query_params[_LINK] = str(number)
    return number


def open_script(number: int | None) -> None:
    """Open this script, or (None) the list."""
    st.session_state.script = number
    st.session_state["script-source"] = None
    st.query_params.pop(_LINK, None)


def opened_source() -> int | None:
    """The number of the citation that is open; None: none is."""
    number: int | None = st.session_state.get("script-source")
    return number


def open_source(number: int) -> None:
    """Open a source of the script."""
    st.session_state["script-source"] = number


def close_source() -> None:
    """Close the source that is open."""
    st.session_state["script-source"] = None
