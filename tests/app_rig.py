"""The pages run in this process, by Streamlit's own test harness, over a data folder of a test's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import streamlit as st

from tests.command import clean_environment

APP = Path(__file__).resolve().parents[1] / "app.py"


@contextmanager
def at_home(home: Path) -> Iterator[Path]:
    """The data folder of everything that the pages open meanwhile; what they keep of another is forgotten."""
    with patch.dict(os.environ, clean_environment(home), clear=True):
        _forget()
        try:
            yield home
        finally:
            _forget()


def _forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()
