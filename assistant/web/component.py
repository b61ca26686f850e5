"""A component of the page's own: a script beside this module that is given HTML, and tells which mark was pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).resolve().parent


def component(name: str, key: str, data: Mapping[str, object], *, open_mark: Callable[[int], None]) -> bool:
    """Show `name`.js with the data; whether a mark was pressed. `open_mark` hears its number before the page runs."""

    def opened() -> None:
        open_mark(int(st.session_state[key]["opened"]))

    result = _renderer(name)(key=key, data=data, on_opened_change=opened)
    return result.get("opened") is not None


@st.cache_resource(show_spinner=False)
def _renderer(name: str) -> ComponentRenderer:
    script = "\n".join((_HERE / file).read_text(encoding="utf-8") for file in ("component.js", f"{name}.js"))
    return st.components.v2.component(f"una_{name}", js=script, isolate_styles=False)
