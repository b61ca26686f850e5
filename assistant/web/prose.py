"""Prose with marks that can be pressed: a component of the page's own, for a link would load the page anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.web.component import component

_COPY = '<button type="button" class="una-copy" data-copy="">复制（含出处）</button>'


def prose(
    key: str,
    parts: Sequence[str] = (),
    *,
    head: str = "",
    after: str = "",
    live: bool = False,
    copied: str = "",
    reveal: str = "",
    open_mark: Callable[[int], None] = lambda _number: None,
) -> bool:
    """Show HTML of `render`; whether a mark was pressed. `open_mark` hears its number before the page runs.

    `live`: more is to come; `copied`: what the copy button copies, none is shown where it is empty; `reveal`: the
    highlighted words are scrolled to once for every value of it, where there are none, the whole is.
    """
    data = {
        "head": head,
        "parts": list(parts),
        "after": f"{after}{_COPY if copied else ''}",
        "live": live,
        "copied": copied,
        "reveal": reveal,
    }
    return component("prose", key, data, open_mark=open_mark)
