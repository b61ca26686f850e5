"""Where articles stand on the page they were printed on: the page's file, and the areas that each takes up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.jumps import page_number, parts
from assistant.originals import Originals, Sheet
from assistant.pages import parse_page
from assistant.records import Box, Line, PageArticle
from vectorstore.records import Article
from vectorstore.reprints import likeness, shingles

_LEAST = 0.5  # of the shorter's 3-grams, for a piece of a page to be the article's
_SEAM = re.compile(r"（\d+字）→ 第\S+?版 | \+ ")
_COLUMN = 0.5  # of the narrower's width: two lines one above the other that share as much stand in one column
_GAP = 2.5  # heights of a line between two lines of one area


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with the articles found on it."""

    sheet: Sheet
    areas: Mapping[str, tuple[Box, ...]]  # by the article's id; of a page without geometry, ()
    lines: Mapping[str, tuple[int, ...]]  # numbers of the lines each came from, by the article's id

    @property
    def drawn(self) -> bool:
        """Whether the page can be shown as a picture."""
        return any(self.areas.values())


def view_page(articles: Sequence[Article], originals: Originals) -> PageView | None:
    """The page on which most of the articles stand, of several extractions the one with geometry; None: no file of
    theirs is known. Raises LibraryError."""
    issued = next((each.issued for each in articles if each.issued), None)
    names = [name for each in articles for name in names_in(each.origin)]
    views = [_matched(sheet, articles) for sheet in originals.sheets(names, issued)]
    best = max(views, key=lambda view: (len(view.lines), view.drawn), default=None)
    return best if best is not None and best.lines else None


def names_in(origin: str) -> tuple[str, ...]:
    """The names of the files in an article's origin."""
    return tuple(_SEAM.split(origin))


def _matched(sheet: Sheet, articles: Iterable[Article]) -> PageView:
    pieces = [piece for piece in parse_page(sheet.page) if piece.kind != "other"]
    grams = [shingles(piece.text) for piece in pieces]
    by_number = {line.number: line for line in sheet.page.lines}
    areas: dict[str, tuple[Box, ...]] = {}
    lines: dict[str, tuple[int, ...]] = {}
    for article in articles:
        found: list[int] = []
        for part in parts(article):
            mine = shingles(part.text)
            for piece, theirs in zip(pieces, grams, strict=True):
                if _apart(part.page, piece.page) or likeness(mine, theirs).containment < _LEAST:
                    continue
                found += _within(piece, part, by_number)
        if found:
            lines[article.id] = tuple(dict.fromkeys(found))
            areas[article.id] = _areas([by_number[number] for number in lines[article.id]])
    return PageView(sheet, areas, lines)


def _within(piece: PageArticle, part: Article, lines: Mapping[int, Line]) -> list[int]:
    """The lines of the piece that are the article's: all, unless the piece holds a good deal more."""
    numbers = [n for span in piece.ranges for n in range(span.first, span.last + 1) if n in lines]
    if len(part.text) > 0.8 * len(piece.text):
        return numbers
    words = shingles("".join((part.kicker or "", part.headline or "", part.text)))
    return [n for n in numbers if likeness(words, shingles(lines[n].text.strip("#* "))).containment >= _LEAST]


def _areas(lines: Sequence[Line]) -> tuple[Box, ...]:
    """The lines' boxes, those that stand one below the other in a column taken together."""
    found: list[Box] = []
    for box in (line.box for line in lines):
        if box is None:
            continue
        if found and _continues(found[-1], box):
            last = found.pop()
            box = Box(  # noqa: PLW2901
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        found.append(box)
    return tuple(found)


def _continues(area: Box, box: Box) -> bool:
    shared = min(area.right, box.right) - max(area.left, box.left)
    narrower = min(area.right - area.left, box.right - box.left)
    height = max(box.bottom - box.top, 1.0)
    return shared >= _COLUMN * narrower and -height <= box.top - area.bottom <= _GAP * height


def _apart(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and page_number(one) != page_number(other)
