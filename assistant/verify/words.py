"""Word tables written as one text."""

from __future__ import annotations


def table(words: str) -> tuple[str, ...]:
    """The words of `words`, which has spaces between them."""
    return tuple(words.split())
