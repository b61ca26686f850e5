"""The sample newspaper that comes with the program."""

from __future__ import annotations

from pathlib import Path

_PAGES = Path(__file__).resolve().parent.parent / "sample" / "pages"  # in a checkout and in a wheel


def sample_pages() -> tuple[Path, ...]:
    """The files of the sample newspaper, oldest first; () where they were not installed."""
    return tuple(sorted(_PAGES.glob("*.txt")))
