"""The numbers of a period: figures with their units and the clause they stand in, as the papers printed them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.digest_records import FigureRow, Item
from assistant.records import Citation
from vectorstore.corrections import says_what_is_wrong

_ROWS, _EACH = 12, 2  # rows in all, of an item
_UNIT = (
    r"(?:个?百分点|[万亿千百]{0,2}(?:多|余)?(?:人次|元|人|名|家|户|个|条|件|起|次|种|项|座|场|辆|吨|公里|千米|亩|公顷|平方米|小时|岁|倍|台|所|处|例|份|支)"
    r"|[%％]|[万亿])"
)
_FIGURE = re.compile(rf"(?<![\d.])\d[\d,，]*(?:\.\d+)?\s?{_UNIT}")
_CLAUSE = re.compile(r"[^，。；！？!?;\n]+")
_RIGHT = re.compile('(?:应为|应是|更正为|更改为|改为)[“"「]([^”"」]{1,40})')
_WEIGHTY = ("元", "人", "名", "人次", "%", "％", "户")


def period_figures(items: Sequence[Item], citations: Sequence[Citation]) -> tuple[FigureRow, ...]:
    """Rows of the items' figures, in the items' order, at most twelve, from what the items' sentences cite.

    Where the paper corrected a figure, the row has the right one, from the correction.
    """
    quotes = {citation.number: citation for citation in citations}
    rows: list[FigureRow] = []
    seen: set[tuple[str, str]] = set()
    for item in items:
        found = [
            row
            for sentence in item.sentences
            for n in sentence.citations
            for row in _rows(quotes[n], said=sentence.text)
        ]
        found.sort(key=lambda row: (not row.corrected, not row.value.endswith(_WEIGHTY)))
        fresh = [row for row in found if (row.value, row.context) not in seen]
        unique = list({row.value: row for row in reversed(fresh)}.values())[::-1][:_EACH]
        seen |= {(row.value, row.context) for row in unique}
        rows += unique
    return tuple(rows[:_ROWS])


def _rows(citation: Citation, *, said: str) -> Iterator[FigureRow]:
    """Figures of what the citation quotes, as far as the sentence says them; of a correction the right ones."""
    shown = unicodedata.normalize("NFKC", said)
    corrects = says_what_is_wrong(citation.quote) and _RIGHT.search(citation.quote) is not None
    for clause in _CLAUSE.finditer(citation.quote):
        searched = " ".join(_RIGHT.findall(clause[0])) if corrects else clause[0]
        for figure in _FIGURE.finditer(searched):
            value = figure[0].strip()
            if unicodedata.normalize("NFKC", value) in shown:
                yield FigureRow(value, clause[0].strip(), citation.number, corrects)
