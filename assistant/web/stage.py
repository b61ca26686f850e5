"""The script as it is spoken: a component of the page's own, for Streamlit has none that follows a sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.web.component import component

SOUND = "script-sound"  # key of the container in which the sound is played


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
    `voice.hand_over` tells of the sound played beside, None: nothing is played.
    """
    data = {"lines": lines, "presenter": presenter, "motion": motion, "sound": SOUND}
    component("stage", key, data, open_mark=open_mark)
