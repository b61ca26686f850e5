"""Words at a joint: does a line break cut one, and of what class is it. The only module of `assistant` that imports rjieba."""

from __future__ import annotations

import rjieba

_REACH = 5  # characters looked at on either side; the longest common words have four


def cuts_word(left: str, right: str) -> bool:
    """Whether joining `left` and `right` gives a word that lies across the joint (jieba's dictionary, no HMM).

    Of true joints inside a sentence nearly half lie in a word, of accidental ones hardly any.
    """
    head, tail = left[-_REACH:], right[:_REACH]
    position = 0
    for word in rjieba.cut(head + tail, False):
        if position == len(head):
            return False
        position += len(word)
        if position > len(head):
            return word.isalpha()
    return False


def first_class(text: str) -> str:
    """Class of the first word of `text` in jieba's tags (n noun, v verb, p preposition, u particle ...); "": no word."""
    return _class(rjieba.tag(text[:_REACH], False), first=True)


def last_class(text: str) -> str:
    """Class of the last word of `text`; "": no word."""
    return _class(rjieba.tag(text[-_REACH:], False), first=False)


def _class(tagged: list[tuple[str, str]], *, first: bool) -> str:
    return (tagged[0] if first else tagged[-1])[1][:1] if tagged else ""
