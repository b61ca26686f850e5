"""The page that articles stand on, found and drawn: kept, for every rerun shows it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.originals import Originals
from assistant.page_view import PageView, view_page
from assistant.readers.picture import Outline, draw_page
from assistant.web import resources
from vectorstore.records import Article

_WIDTH = 1000  # pixels of the picture


class _UnknownError(Exception):
    """No file of the articles is known. What is raised is not kept: the next import may bring the file."""


def find_page(articles: Sequence[Article]) -> PageView | None:
    """The page on which most of the articles stand; None: no file of theirs is known. Raises LibraryError."""
    try:
        return _view(resources.desk().originals, tuple(articles), tuple(each.id for each in articles))
    except _UnknownError:
        return None


def page_picture(view: PageView, outlines: Sequence[Outline]) -> bytes:
    """The page as a PNG with the outlines. Raises ReadError where its file is gone or cannot be shown."""
    return _picture(view.sheet.path, _changed(view.sheet.path), view.sheet.page.number, tuple(outlines))


def _changed(path: Path) -> int:
    """When the file was last written, in nanoseconds, for another may be put in its place; 0: it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@st.cache_data(show_spinner=False, max_entries=64)
def _view(_originals: Originals, _articles: tuple[Article, ...], ids: tuple[str, ...]) -> PageView:  # noqa: ARG001  # the key of the cache: an id stands for its content
    view = view_page(_articles, _originals)
    if view is None:
        raise _UnknownError
    return view


@st.cache_data(show_spinner="正在画版面……", max_entries=32)
def _picture(path: Path, changed: int, number: int, outlines: tuple[Outline, ...]) -> bytes:  # noqa: ARG001  # part of the key
    return draw_page(path, number, outlines, width=_WIDTH)
