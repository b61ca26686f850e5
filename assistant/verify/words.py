"""Chinese word segmentation with part-of-speech tags; the only module of the gate that imports rjieba."""

from __future__ import annotations

import rjieba


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of `text` in order, each with its jieba tag (nr person, ns place, nt organisation, x other).

    The words joined give `text` back.
    """
    pairs: list[tuple[str, str]] = rjieba.tag(text)
    return pairs


def table(words: str) -> tuple[str, ...]:
    """The words of a table written as one text with spaces."""
    return tuple(words.split())
