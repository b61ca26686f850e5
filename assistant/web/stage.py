"""The script as it is spoken: a component of the page's own, for Streamlit has none that follows a sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_SCRIPT = Path(__file__).resolve().parent / "stage.js"
SOUND = "script-sound"  # key of the container in which the sound is played


@st.cache_resource(show_spinner=False)
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "una_stage", js=_SCRIPT.read_text(encoding="utf-8"), isolate_styles=False
    )


def stage(
    key: str,
    lines: str,
    *,
    presenter: str = "",
    motion: Mapping[str, object] | None = None,
    open_mark: Callable[[int], None],
) -> None:
    """Show the lines, HTML of `explain_html`; `open_mark` hears the number of a mark before the page runs.

    `presenter`: an SVG whose parts `mouth-X` and `eyes-X` are shown in turn, empty for none; `motion`: what
    `motion` tells of the sound played beside, None: nothing is played.
    """

    def opened() -> None:
        open_mark(int(st.session_state[key]["opened"]))

    data = {"lines": lines, "presenter": presenter, "motion": motion, "sound": SOUND}
    _component()(key=key, data=data, on_opened_change=opened)
