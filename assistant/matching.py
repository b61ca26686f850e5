"""How far a text holds a word of a question: whole, by a synonym, in part. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.question import Term
from assistant.question_synonyms import synonyms
from assistant.question_vocabulary import HEADS
from vectorstore.dates import find_dates

_SYNONYM = 0.9
_NEARLY = 0.8  # all but one character
_SCATTERED = 0.5  # both characters of a word, near each other
_UNDATED = 0.6  # a year asked for, an article that does not tell its own
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_ADDRESSED = re.compile(r"(.)(?:师傅|老师|先生|女士|教授|医生|律师|大姐|大哥|阿姨|叔叔)")


def presence(term: Term, text: str) -> float:
    """How far the folded text holds the term: 1 whole, 0.9 by a synonym, less in part, 0 not at all."""
    word = term.text
    if term.kind == "number":
        return float(_stands_alone(word, text))
    if word in HEADS:
        return float(text.count(word) > text.count(f"副{word}"))
    if word in text:
        return 1.0
    if any(other in text for other in synonyms(word)):
        return _SYNONYM
    addressed = _ADDRESSED.fullmatch(word)
    if addressed:
        return _NEARLY if addressed[1] in text else 0.0
    return _in_part(word, text)


def is_year(term: Term) -> bool:
    """Whether the term names a year."""
    return term.kind == "number" and _YEAR.fullmatch(term.text) is not None


def year_presence(term: Term, text: str, issued: date | None) -> float:
    """How far an article is about the year the term names.

    The year may stand in the text, be that of the issue, or be meant by a relative date (去年).
    """
    year = int(term.text[:4])
    if re.search(rf"(?<!\d){year}(?!\d)", text):
        return 1.0
    if issued is None:
        return _UNDATED
    meant = issued.year == year or any(day.first.year == year for day in find_dates(text, issued))
    return float(meant)


def _in_part(word: str, text: str) -> float:
    for length in range(len(word) - 1, 1, -1):
        if any(word[i : i + length] in text for i in range(len(word) - length + 1)):
            return _NEARLY if length == len(word) - 1 else length / len(word)
    return _SCATTERED if len(word) == 2 and _near(word[0], word[1], text) else 0.0


def _near(first: str, second: str, text: str) -> bool:
    """Whether the second character follows within 12 others of the first, or comes within 4 before it."""
    at = text.find(first)
    while at >= 0:
        stretch = text[max(0, at - 5) : at] + text[at + 1 : at + 14].partition("。")[0]
        if second in stretch:
            return True
        at = text.find(first, at + 1)
    return False


def _stands_alone(number: str, text: str) -> bool:
    """Whether the number stands in the text and is no part of a longer one."""
    at = text.find(number)
    while at >= 0:
        before, behind = text[max(0, at - 1) : at], text[at + len(number) : at + len(number) + 2]
        open_end = not number[-1].isdigit() or not (
            behind[:1].isdigit() or (behind[:1] == "." and behind[1:].isdigit())
        )
        if not (before.isdigit() or before == ".") and open_end:
            return True
        at = text.find(number, at + 1)
    return False
