"""Words for the lexical leg: the only module that imports rjieba here, and the one that imports opencc."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise

import opencc
import rjieba

VERSION = 2  # raised with every change of what `words` returns: an index of other words must be rebuilt

_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_COMMA = re.compile(r"\d,\d{3}")
# What makes most Chinese text anything but NFKC; once it is replaced, most text need not be normalised at all.
_WIDE = tuple((sign, unicodedata.normalize("NFKC", sign)) for sign in "，：；！？（）％\u3000")
_TITLE = re.compile(r"《[^《》\n]{1,40}》")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FUNCTION = frozenset("的了是在和与及或有被对为将于从等中上下这那其由以到都也并把向就而但又还很不没")
_ASKING = re.compile(
    r"为什么|什么时候|什么样|什么|哪一?[年月天日家位种项次届场座]|哪些|哪个|哪里|哪|多少|多久|多长时间|怎么样|怎么|怎样|如何|"
    r"是否|何时|何地|何处|何人|为何|谁|几(?=[个名位家次天年月日种项点号人岁])|吗|呢|请问|分别"
)


def words(text: str) -> list[str]:
    """Index terms of `text` in order, the same for passages and questions; punctuation is left out.

    Of the folded text: jieba's search mode (long words and their parts), the character pairs of runs that jieba
    leaves in single characters (names it does not know), and each 《title》 as a term of its own.
    """
    folded = fold(text)
    terms: list[str] = []
    for single, group in groupby(rjieba.cut_for_search(folded), key=_single):
        run = list(group)
        terms += [word for word in run if word.isalnum() or any(map(str.isalnum, word))]
        if single:
            terms += [first + second for first, second in pairwise(run)]
    return terms + _TITLE.findall(folded)


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Words of a folded text that follow one another without a gap, each with the offset it begins at."""
    start = 0
    for word in rjieba.cut(text):
        yield start, word
        start += len(word)


def nfkc(text: str) -> str:
    """`text` in NFKC."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """`text` in one form: NFKC, lower case, simplified characters (OpenCC's t2s), 3,200 as 3200."""
    text = _simplifier().convert(nfkc(text).lower())
    return _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text) if _COMMA.search(text) else text


def asked(question: str) -> str:
    """The folded question without its question words, which newspapers hardly print; all of it where nothing
    else is left."""
    folded = fold(question)
    rest = _ASKING.sub(" ", folded)
    return rest if any(char.isalnum() for char in rest) else folded


def tagged(text: str) -> list[tuple[str, str]]:
    """Words of `text` in order with jieba's part-of-speech tags."""
    return [(word, tag) for word, tag in rjieba.tag(text)]


def _single(word: str) -> bool:
    return len(word) == 1 and word not in _FUNCTION and _HAN.match(word) is not None


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
