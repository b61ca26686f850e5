"""The numbers of a period: figures with their units and the clause they stand in, as the papers printed them. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.digest_records import FigureRow, Item
from assistant.records import Citation
from vectorstore.corrections import says_what_is_wrong

_ROWS, _EACH = 12, 2  # rows in all, of an item
_UNIT = (
    r"(?:个?百分点|[万亿千百]{0,2}(?:多|余)?(?:人次|元|人|名|家|户|个|条|件|起|次|种|项|座|场|辆|吨|公里|千米|亩|公顷|平方米|倍|台|所|处|例|份|支)"
    r"|[%％]|[万亿])"
)
_FIGURE = re.compile(rf"(?<![\d.])\d[\d,，]*(?:\.\d+)?\s?{_UNIT}")
_CLAUSE = re.compile(r"(?:[^，。；！？!?;,\n]|(?<=\d),(?=\d))+")
_RIGHT = re.compile('(?:应为|应是|更正为|更改为|改为)[“"「]([^”"」]{1,40})')
_RISEN = re.compile(
    r"(?:由|从).*?\d.*?(?=(?:提高|增加|增|升|降|减少|减|延长|扩大|改|变)?(?:到|至|为)\s*\d)"
)  # what was before
_WEIGHTY = ("元", "人", "名", "人次", "%", "％", "户", "个百分点")
_SCALE = {"千": 1e3, "万": 1e4, "亿": 1e8}
_SMALL = 10  # below it only shares and sums with 万 or 亿 are figures of note


def period_figures(items: Sequence[Item], citations: Sequence[Citation]) -> tuple[FigureRow, ...]:
    """Rows of the items' figures, in the items' order, at most twelve, from what the items' sentences cite.

    Of a clause the weightiest figure, of an item the two weightiest. Where the paper corrected figures, the item's
    rows have the right ones, from the correction.
    """
    quotes = {citation.number: citation for citation in citations}
    rows: list[FigureRow] = []
    for item in items:
        found = [
            row
            for sentence in item.sentences
            for n in sentence.citations
            for row in _rows(quotes[n], said=sentence.text, headline=item.headline)
        ]
        found.sort(key=lambda row: (not row.corrected, -_weight(row.value)))
        chosen: list[FigureRow] = []
        for row in found:
            known = any(row.value == other.value for other in (*rows, *chosen))
            same_clause = any(row.context == other.context and not row.corrected for other in chosen)
            if (
                len(chosen) < _EACH
                and not known
                and not same_clause
                and (row.corrected or _of_note(row.value))
            ):
                chosen.append(row)
        rows += chosen
    return tuple(rows[:_ROWS])


def _rows(citation: Citation, *, said: str, headline: str) -> Iterator[FigureRow]:
    """Figures of what the citation quotes, as far as the sentence says them; of a correction the right ones."""
    shown = unicodedata.normalize("NFKC", said)
    corrects = says_what_is_wrong(citation.quote) and _RIGHT.search(citation.quote) is not None
    for clause in _CLAUSE.finditer(citation.quote):
        searched = " ".join(_RIGHT.findall(clause[0])) if corrects else _RISEN.sub("", clause[0])
        for figure in _FIGURE.finditer(searched):
            value = figure[0].strip()
            if unicodedata.normalize("NFKC", value) in shown:
                yield FigureRow(value, headline, clause[0].strip(), citation.number, corrects)


def _weight(value: str) -> float:
    """Sums, people and shares before other things, the larger before the smaller."""
    return 2 * value.endswith(_WEIGHTY) + math.log10(1 + _amount(value)) / 4


def _of_note(value: str) -> bool:
    return (
        _amount(value) >= _SMALL
        or value.endswith(("%", "％", "个百分点"))
        or any(mark in value for mark in _SCALE)
    )


def _amount(value: str) -> float:
    number = re.match(r"[\d,，.]+", value)
    amount = float(re.sub("[,，]", "", number[0]).rstrip(".") or 0) if number else 0.0
    for mark, scale in _SCALE.items():
        amount *= scale if mark in value else 1.0
    return amount
