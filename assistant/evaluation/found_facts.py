"""Whether the facts of a reference answer stand in the sentences shown. Pure.

Three readings, from strict to loose, none of which knows what a word means:

- strict: the fact is in what is shown, letter for letter, but for white space, punctuation, width and case.
- normalised: every item of the fact is. A list is its items in any order; a date is the days it names (7月1日 in
  an issue of 2023 is 2023年7月1日); a quantity is its value and unit (三千二百元, 3,200元 and 0.32万元; 9名 and 9位).
  What a question already says (“哪个方面”) need not be said again around the item (“技术合作方面”).
- loosely: four fifths of the fact's pairs of neighbouring characters are in what is shown, anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.records import Answer
from assistant.verify.quantities import QUANTITY, read_quantity
from vectorstore.dates import find_dates
from vectorstore.identity import pairs_of

# Bare yes or no: every text holds the character somewhere, and no quotation says it.
_POLAR = frozenset(
    ("是", "是的", "否", "不是", "有", "没有", "能", "不能", "会", "不会", "可以", "不可以", "对", "不对")
)
LOOSE = 0.8  # share of a fact's character pairs that counts as loosely found

# Marks of an enumeration: 1) （二） 一是 第三，
_NUMBERING = re.compile(
    r"[(（]?(?:\d{1,2}[)）.](?!\d)|[一二三四五六七八九十][)）]|[①-⑳])|第?[一二三四五六七八九十](?:是|[，、,])"
)
_LIST = re.compile(r"[、，；;：。\n]|:(?!\d)|,(?!\d{3})")
_AND = re.compile(r"以及|并且|[和与及并或]")
_QUANTITY = re.compile(QUANTITY)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence shown, and the date of the issue it stands in."""

    text: str
    issued: date | None  # None: not known


def told_by(answer: Answer) -> tuple[Told, ...]:
    """The sentences of an answer, each with the date of the first dated issue it cites."""
    issued = {citation.number: citation.issued for citation in answer.citations}
    return tuple(
        Told(each.text, next((issued[number] for number in each.citations if issued.get(number)), None))
        for each in answer.sentences
    )


def can_be_quoted(fact: str) -> bool:
    """Whether sentences of an article can hold the fact; a bare yes or no they cannot."""
    return squash(fact) not in _POLAR


def found_strictly(fact: str, shown: Sequence[Told]) -> bool:
    """Whether the fact stands in what is shown, letter for letter."""
    return squash(fact) in squash("".join(told.text for told in shown))


def found(fact: str, shown: Sequence[Told], *, question: str = "") -> bool:
    """Whether every item of the fact stands in what is shown, in whatever writing; what is found strictly is.

    `question`: the one the fact answers; its words at either end of an item are not asked for.
    """
    return found_strictly(fact, shown) or any(
        _holds(fact, "".join(canonical(told.text, told.issued) for told in shown), question, issued)
        for issued in dict.fromkeys(told.issued for told in shown)
    )


def found_loosely(fact: str, shown: Sequence[Told]) -> bool:
    """Whether four fifths of the fact's character pairs are shown."""
    bare = squash(fact)
    pairs, text = pairs_of(bare) or {bare}, squash("".join(told.text for told in shown))
    return sum(pair in text for pair in pairs) >= LOOSE * len(pairs)


def squash(text: str) -> str:
    """Letters, digits, ideographs, full stops and per cent signs."""
    return re.sub(r"[^\w.%]|_", "", unicodedata.normalize("NFKC", text)).lower()


def canonical(text: str, issued: date | None) -> str:
    """Squashed, dates as their days and quantities as value and unit, each between marks of its own."""
    pieces, at = [], 0
    for mention in find_dates(text, issued):
        pieces += [_quantified(text[at : mention.start]), f"〔{mention.first:%Y%m%d}{mention.last:%Y%m%d}〕"]
        at = mention.end
    return "".join([*pieces, _quantified(text[at:])])


def _quantified(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))
    pieces, at = [], 0
    for match in _QUANTITY.finditer(text):
        quantity = read_quantity(match)
        if quantity is not None and quantity.value is not None and not quantity.weak:
            pieces += [
                squash(text[at : match.start()]),
                f"{quantity.bound or ''}〈{quantity.key}〉{quantity.unit or ''}",
            ]
            at = match.end()
    return "".join([*pieces, squash(text[at:])])


def _holds(fact: str, shown: str, question: str, issued: date | None) -> bool:
    items = [item for item in _LIST.split(_NUMBERING.sub("；", fact)) if squash(item)]
    return bool(items) and all(_item_held(item, shown, canonical(question, issued), issued) for item in items)


def _item_held(item: str, shown: str, question: str, issued: date | None) -> bool:
    whole = _bare(canonical(item, issued), question)
    pieces = [piece for piece in _AND.split(item) if squash(piece)]
    return whole in shown or (
        len(pieces) > 1
        and all(len(squash(piece)) > 1 for piece in pieces)
        and all(_bare(canonical(piece, issued), question) in shown for piece in pieces)
    )


def _bare(item: str, question: str) -> str:
    """The item without the words of the question at its end; at least half of it stays."""
    for start in range((len(item) + 1) // 2, len(item) - 1):
        if start > 1 and item[start:] in question:
            return item[:start].removesuffix("的")
    return item
