"""Passages that were extracted twice (pure)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assistant.pages.wording import continues_sentence, opens_sentence
from assistant.pages.words import cuts_word

_GRAM = 12  # characters that must agree to look closer
_KEPT, _ASKED = (
    4,
    5,
)  # every how many characters a place is remembered, and looked up; their product and a gram fit
_LEAST = 34  # characters of a passage (at least a gram and _KEPT * _ASKED) that count as a repetition; shorter ones are set phrases and long names
_PAUSES = ",。;!?:"  # no name has them
_STOPS = '。!?”")'
_SHARE = 0.8  # of a row inside repeated passages makes the row a repetition
_LEAST_OVERLAP = 8
_RESUME = 5  # characters that must agree again after one that differs (an OCR look-alike)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Characters `later`..`later + length` of the page say what `earlier`..`earlier + length` said."""

    earlier: int
    later: int
    length: int


def find_repeats(text: str) -> tuple[Repeat, ...]:
    """Passages of at least 34 characters, a pause among them, that stand in `text` twice, single characters apart."""
    last = len(text) - _GRAM
    places = {text[place : place + _GRAM]: place for place in range(last - last % _KEPT, -1, -_KEPT)}
    found: list[Repeat] = []
    done = 0
    for position in range(0, last + 1, _ASKED):
        first = places.get(text[position : position + _GRAM], position)
        if first >= position or position < done:
            continue
        start, done = _extend(text, first, position)
        if done - start >= _LEAST and any(mark in _PAUSES for mark in text[start:done]):
            found.append(Repeat(start - position + first, start, done - start))
    return tuple(found)


def _extend(text: str, earlier: int, later: int) -> tuple[int, int]:
    """Where the passage around `later` that agrees with the one around `earlier` starts and ends."""
    shift = later - earlier
    start, end = later, later
    while end < len(text) and end - shift < later:
        if (
            text[end] != text[end - shift]
            and text[end + 1 : end + 1 + _RESUME] != text[end + 1 - shift : end + 1 + _RESUME - shift]
        ):
            break
        end += 1
    while start > shift and start - 1 >= earlier + (end - later):
        if text[start - 1] != text[start - 1 - shift]:
            break
        start -= 1
    return start, end


def repeated_rows(keys: Sequence[str]) -> frozenset[int]:
    """Indexes of the rows (given by comparison text) that only repeat what other rows say.

    Of two copies the one stays that carries on its neighbours better; where both do, the first.
    """
    repeats = find_repeats("".join(keys))
    starts = [0, *accumulate(map(len, keys))]
    dropped: set[int] = set()
    for repeat in repeats:
        later, earlier = (
            _copy(keys, starts, start, repeat.length) for start in (repeat.later, repeat.earlier)
        )
        if later.rows and earlier.rows and not dropped & (later.touched | earlier.touched):
            dropped |= _worse(keys, earlier, later).rows
        elif later.rows and not dropped & earlier.touched:
            dropped |= later.rows
        elif earlier.rows and not dropped & later.touched:
            dropped |= earlier.rows
    return frozenset(dropped)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One of two passages that say the same: rows that it fills, and rows that it has a part in."""

    rows: frozenset[int]
    touched: frozenset[int]
    left_over: int  # characters of the touched rows outside the passage


def _copy(keys: Sequence[str], starts: Sequence[int], start: int, length: int) -> _Copy:
    touched = list(_covered(starts, start, length))
    return _Copy(
        rows=frozenset(row for row, share in touched if share >= _SHARE and not _is_title(keys[row], length)),
        touched=frozenset(row for row, _ in touched),
        left_over=sum(len(keys[row]) for row, _ in touched) - length,
    )


def _worse(keys: Sequence[str], earlier: _Copy, later: _Copy) -> _Copy:
    """The copy that does not carry on its neighbours, or is the smaller part of its rows, or comes later."""
    earlier_fit, later_fit = _fit(keys, earlier.rows), _fit(keys, later.rows)
    if earlier_fit != later_fit:
        return earlier if earlier_fit < later_fit else later
    return earlier if earlier.left_over < later.left_over else later


def _fit(keys: Sequence[str], rows: frozenset[int]) -> float:
    """How well the rows carry on what stands before them and lead to what stands after them."""
    first, last = min(rows), max(rows)
    return sum(
        _carries_on(keys[place], keys[place + 1])
        for place in (first - 1, last)
        if place >= 0 and place + 1 < len(keys)
    )


def _carries_on(before: str, after: str) -> float:
    if before[-1:] in _STOPS:
        return -1.0 if continues_sentence(after) else 0.0
    return 1.5 if cuts_word(before, after) else (-1.0 if opens_sentence(after) else 0.3)


def _is_title(key: str, length: int) -> bool:
    """A headline's words may well come again in the text: not a second extraction."""
    sentences = any(mark in _STOPS for mark in key) or key.count(",") > 1
    return length <= len(key) + 2 and len(key) < 60 and not sentences


def _covered(starts: Sequence[int], start: int, length: int) -> Iterator[tuple[int, float]]:
    """Rows that characters `start`..`start + length` touch, with the share of each that they cover."""
    row = bisect_right(starts, start) - 1
    while row < len(starts) - 1 and starts[row] < start + length:
        size = starts[row + 1] - starts[row]
        shared = min(starts[row + 1], start + length) - max(starts[row], start)
        yield row, shared / max(1, size)
        row += 1


def overlap(left: str, right: str) -> int:
    """Characters at the end of `left` that `right` begins with again; 0: fewer than eight."""
    place = left.rfind(right[:_LEAST_OVERLAP]) if len(right) >= _LEAST_OVERLAP else -1
    return len(left) - place if place >= 0 and right.startswith(left[place:]) else 0
