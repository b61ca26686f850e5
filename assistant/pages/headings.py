"""Which rows are title lines: log-odds from wording, neighbours and column width (pure).

The weights are a logistic regression fitted on pages made by the test suite's page breaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import mul
from statistics import median

from assistant.pages.lines import Row
from assistant.pages.weights import TITLE_WEIGHTS
from assistant.pages.wording import continues_sentence, hangs, opens_sentence
from assistant.pages.words import cuts_word

_LENGTH = 64
_HEADING_LENGTH = 120
_COLUMN = 48.0  # full-width characters; no newspaper column is wider
_LARGE = 1.25  # times the body's size
_LARGE_SCORE, _SMALL_SCORE = 5.0, -1.0  # subheads are often as small as the body
_SPAN = 6  # rows whose common width is the column's
_OVER = 1.6  # how far punctuation may hang over
_REACH = 260  # characters of text on either side in which a title's words are looked for
_NAMED_OPENER = re.compile(
    r"\d{1,2}月\d{1,2}日|近日|日前|据|此外|同时,|与此同时|其中,|目前,|截至|今年|去年|随着|根据|为了|记者|当天|当日"
)

_WEIGHTS, _WORDS = tuple(TITLE_WEIGHTS.values())[:-2], tuple(TITLE_WEIGHTS.values())[-2:]
_SET_APART = re.compile(r"[\u4e00-\u9fff”》][ \u3000]+[\u4e00-\u9fff“《]")


def title_like(row: Row) -> bool:
    """Whether a row could be a headline, kicker, subtitle or subhead by its own wording."""
    if row.kind not in ("text", "label") or not row.key or row.photo:
        return False
    if len(row.key) > (_HEADING_LENGTH if row.level else _LENGTH):
        return False
    last = row.key[-1]
    if last in "。;:,、" or (last in "!?…" and len(row.key) > 26):
        return False
    return row.level > 0 or row.ending != "final"


def column_widths(rows: Sequence[Row]) -> list[float]:
    """For each row the width of the column it stands in; 0 where rows are whole paragraphs, not physical lines.

    Of the widths common before and after the row the one is taken that the row itself fits better.
    """
    widths = [row.width if row.kind in ("text", "lead") and not row.level else 0.0 for row in rows]
    common = [_common_width(widths[max(0, start) : start + _SPAN]) for start in range(1 - _SPAN, len(rows))]
    columns: list[float] = []
    for index, row in enumerate(rows):
        behind, ahead = common[index], common[index + _SPAN - 1]
        fitting = [width for width in (behind, ahead) if width and row.width <= width + _OVER]
        columns.append(min(fitting) if fitting else max(behind, ahead))
    return columns


def _common_width(widths: Sequence[float]) -> float:
    """The width most of the rows share; 0: fewer than three do, or fewer than half."""
    halves = [round(2 * width) for width in widths if 8 <= width <= _COLUMN]
    wide, alike = 0, 0
    for half in set(halves):
        count = halves.count(half - 1) + halves.count(half) + halves.count(half + 1) + halves.count(half + 2)
        if (count, half) > (alike, wide):
            wide, alike = half, count
    return wide / 2 if alike >= 3 and alike * 2 >= len(halves) else 0.0


def is_full(row: Row, column: float) -> bool:
    """Whether the row fills its column, first-line indent and hanging punctuation allowed for."""
    return column - 3.2 <= row.width <= column + _OVER


def title_rows(rows: Sequence[Row], columns: Sequence[float]) -> list[bool]:
    """For each row whether it is a title line (headline, kicker, subtitle or subhead)."""
    text = "".join(row.key for row in rows)
    body = _body_size(rows)
    offset = 0
    found: list[bool] = []
    for index, row in enumerate(rows):
        found.append(False)
        if row.level:
            found[index] = title_like(row)
        elif title_like(row) and not _inside_column(rows, columns, index, found):
            features = title_features(rows, columns, index, after_title=index > 0 and found[index - 1])
            score: float = sum(map(mul, _WEIGHTS, features)) + _size_score(row, body)
            if score + max(_WORDS) > 0:  # else no words could save it
                score += sum(map(mul, _WORDS, word_shares(row.key, text, offset)))
            found[index] = score > 0
        offset += len(row.key)
    return found


def _body_size(rows: Sequence[Row]) -> float:
    """Character height most of the text is set in, points; 0: not known."""
    sizes = [row.size for row in rows if row.size]
    return median(sizes) if sizes else 0.0


def _size_score(row: Row, body: float) -> float:
    """What the size of the characters says for a title; nothing where it is not known."""
    if not row.size or not body:
        return 0.0
    return _LARGE_SCORE if row.size >= _LARGE * body else _SMALL_SCORE


def _inside_column(rows: Sequence[Row], columns: Sequence[float], index: int, found: Sequence[bool]) -> bool:
    """Whether a row fills its column as the one before it does, which breaks off: a line inside a paragraph."""
    if not index or found[index - 1] or not columns[index] or not columns[index - 1]:
        return False
    before = rows[index - 1]
    is_open = before.kind in ("text", "lead") and before.ending == "open"
    return is_open and is_full(before, columns[index - 1]) and is_full(rows[index], columns[index])


def title_features(
    rows: Sequence[Row], columns: Sequence[float], index: int, *, after_title: bool
) -> tuple[float, ...]:
    """The values `TITLE_WEIGHTS` weighs for row `index`, but for the last two; `after_title`: the row before is one."""
    row, column = rows[index], columns[index]
    key = row.key
    length = len(key)
    steps = _rows_to_start(rows, index)
    rested = index == 0 or after_title or rows[index - 1].ending in ("closed", "final")
    sure = rested and steps > 0  # room for nothing but a title
    return (
        1.0,
        length < 6,
        length <= 12,
        length > 26,
        length > 42,
        *_pauses(row, near=steps > 0),
        hangs(key),
        _NAMED_OPENER.match(key) is not None,
        opens_sentence(key),
        continues_sentence(key),
        _SET_APART.search(row.text) is not None,
        key[-1] in "?!…",
        row.ending == "unsure",
        key.endswith(("—", "--")),
        key.count("“") != key.count("”") or key.count("(") != key.count(")") or key.count('"') % 2 == 1,
        *_before(rows[index - 1] if index else None, row, after_title=after_title),
        *_after(rows[index + 1] if index + 1 < len(rows) else None, row),
        steps > 1,
        sure,
        sure and index + 1 < len(rows) and rows[index + 1].level > 0,
        *((0.0,) * 7 if sure else _geometry(rows, index, column, after_title=after_title)),
    )


def _pauses(row: Row, *, near: bool) -> tuple[float, float, float]:
    """Commas where nothing else speaks for a title, commas where an article soon begins, and a full stop inside."""
    commas = min(row.key.count(","), 3)
    return (0.0 if near else commas, commas if near else 0.0, "。" in row.key[:-1])


def _before(before: Row | None, row: Row, *, after_title: bool) -> tuple[float, ...]:
    if before is None:
        return (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    plain = before.kind in ("text", "lead") and not after_title
    is_open = plain and before.ending == "open"
    return (
        0.0,
        after_title,
        before.kind == "byline" and not before.photo,
        plain and before.ending == "closed",
        before.ending == "final" or before.kind in ("markup", "contact", "imprint", "jump"),
        is_open,
        is_open and cuts_word(before.key, row.key),
    )


def _after(after: Row | None, row: Row) -> tuple[float, ...]:
    if after is None:
        return (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    plain = after.kind == "text" and not after.level
    return (
        0.0,
        after.kind in ("lead", "byline", "label"),
        after.level > 0,
        plain and opens_sentence(after.key),
        plain and continues_sentence(after.key),
        plain and cuts_word(row.key, after.key),
        plain and title_like(after) and len(after.key) <= 30,
    )


def _rows_to_start(rows: Sequence[Row], index: int) -> int:
    """How many rows on an opening formula, a heading or the page's end follows, title-like rows between; 0: none near."""
    for step in range(1, 4):
        place = index + step
        if place >= len(rows) or rows[place].kind in ("lead", "byline", "label") or rows[place].level:
            return step
        if not title_like(rows[place]):
            return 0
    return 0


def _geometry(rows: Sequence[Row], index: int, column: float, *, after_title: bool) -> tuple[float, ...]:
    if not column:
        return (0.0,) * 7
    row = rows[index]
    before = rows[index - 1] if index else None
    after = rows[index + 1] if index + 1 < len(rows) else None
    rested = (
        before is None or after_title or before.kind not in ("text", "lead") or before.width < column - 1.2
    )
    full = is_full(row, column)
    return (
        1.0,
        full,
        row.width > column + _OVER,
        rested,
        rested and full and row.width > column - 1.2,
        rested and full,
        after is not None and after.kind == "text" and column - 2.6 <= after.width <= column - 1.4,
    )


def word_shares(key: str, text: str, offset: int) -> tuple[float, float]:
    """Shares of a row's words that the text on both sides of it has, and on one side: the last of `TITLE_WEIGHTS`.

    `text` is the page's comparison text, `offset` where the row begins in it. Words are character pairs.
    """
    end = offset + len(key)
    before, after = text[max(0, offset - _REACH) : offset], text[end : end + _REACH]
    pairs = [key[place : place + 2] for place in range(len(key) - 1)]
    if not pairs:
        return 0.0, 0.0
    shares = [sum([pair in side for pair in pairs]) / len(pairs) for side in (before, after)]
    return min(shares), max(shares)
