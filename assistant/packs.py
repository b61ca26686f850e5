"""Reports as numbered sources in packs that fit a chat model's context: nothing is cut off, nothing left out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.citations import cite, lay_out
from assistant.portions import Portion, spans_of
from assistant.records import Citation

SOURCE_TOKENS = 300  # of one source; smaller ones are told apart better, larger ones read better
_BETWEEN = 4  # tokens between two sources laid out

CountTokens = Callable[[str], int]


def source_citations(told: Sequence[Portion], *, count: CountTokens) -> tuple[Citation, ...]:
    """Citations numbered from 1 that together hold every sentence of the reports, in order, none twice."""
    found: list[Citation] = []
    for portion in told:
        for start, end in _runs(portion, count):
            found.append(cite(portion.article, number=len(found) + 1, start=start, end=end))
    return tuple(found)


def packed(sources: Sequence[Citation], *, room: int, count: CountTokens) -> tuple[tuple[Citation, ...], ...]:
    """The sources in order in as few packs as hold them, each at most `room` tokens when laid out.

    Each pack is numbered from 1. A source that is larger than the room alone gets a pack of its own.
    """
    packs: list[list[Citation]] = []
    left = 0
    for source in sources:
        size = count(lay_out([source])) + _BETWEEN
        if not packs or size > left:
            packs.append([])
            left = room
        packs[-1].append(source)
        left -= size
    return tuple(renumbered(pack) for pack in packs)


def renumbered(sources: Sequence[Citation], *, first: int = 1) -> tuple[Citation, ...]:
    """The sources numbered in order."""
    return tuple(replace(source, number=number) for number, source in enumerate(sources, first))


def _runs(portion: Portion, count: CountTokens) -> list[tuple[int, int]]:
    """Spans of whole sentences, each at most a source's tokens unless one sentence alone has more."""
    runs: list[tuple[int, int]] = []
    text = portion.article.text
    for start, end in spans_of(portion):
        if runs and count(text[runs[-1][0] : end]) <= SOURCE_TOKENS:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
