"""Words for the lexical leg: the only module that imports rjieba here."""

from __future__ import annotations

import unicodedata

import rjieba


def words(text: str) -> list[str]:
    """Index terms of `text` in order: NFKC, lower case, jieba's search mode (long words and their parts).

    Punctuation and white space are left out. The same function serves passages and questions.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return [word for word in rjieba.cut_for_search(folded) if any(char.isalnum() for char in word)]


def tagged(text: str) -> list[tuple[str, str]]:
    """Words of `text` in order with jieba's part-of-speech tags."""
    return [(word, tag) for word, tag in rjieba.tag(text)]
