"""Which events matter most: front page, place on it, length, figures, follow-ups, printings. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.events import Event
from assistant.portions import Portion
from vectorstore.records import Article

# Set by hand from what editors do (Galtung and Ruge 1965 on news values; the place an editor gives a report
# says most); tried on broadcast-headlines.dev, where only place, length and figures can tell.
_FRONT, _PLACE, _LENGTH, _FIGURES, _FOLLOWED, _PRINTED, _CORRECTED, _KNOWN = (
    1.5,
    1.2,
    0.5,
    0.4,
    0.6,
    0.4,
    0.6,
    0.3,
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*[%％万亿人元名家个件次吨公里]")
_FRONT_PAGE = re.compile(r"0*1(?!\d)|[A-Z]0*1(?!\d)|头版|要闻", re.IGNORECASE)
_LONG, _MANY = 1500, 6  # characters, figures: more does not count


def rank_events(
    events: Sequence[Event], *, printed: Sequence[Article], corrected: frozenset[str]
) -> tuple[Event, ...]:
    """The events, weightiest first. `printed`: all articles of the period in the papers' order; `corrected`: ids
    of those that were corrected."""
    places = _places(printed)
    return tuple(sorted(events, key=lambda event: -newsworthiness(event, places=places, corrected=corrected)))


def newsworthiness(event: Event, *, places: Mapping[str, float], corrected: frozenset[str]) -> float:
    """How much the event matters; comparable within one period."""
    portions = event.told
    length = min(max(portion.end - portion.start for portion in portions), _LONG)
    figures = min(max(len(_FIGURE.findall(portion.text)) for portion in portions), _MANY)
    return (
        _FRONT * any(_on_front(portion) for portion in portions)
        + _PLACE * max(places.get(portion.article.id, 0.0) for portion in portions)
        + _LENGTH * length / _LONG
        + _FIGURES * figures / _MANY
        + _FOLLOWED * math.log2(len(portions))
        + _PRINTED * math.log2(1 + len(event.reprints))
        + _CORRECTED * any(portion.article.id in corrected for portion in portions)
        + _KNOWN * bool(event.before)
        - (portions[0].article.kind == "photo")
    )


def _on_front(portion: Portion) -> bool:
    page = portion.article.page
    return page is not None and _FRONT_PAGE.match(page.strip()) is not None


def _places(printed: Sequence[Article]) -> dict[str, float]:
    """By article id: 1 for the first report of a page, less for each further one."""
    seen: dict[tuple[object, ...], int] = {}
    places: dict[str, float] = {}
    for article in printed:
        page = (article.publication, article.issued, article.page)
        places[article.id] = 1 / (1 + 0.15 * seen.get(page, 0))
        seen[page] = seen.get(page, 0) + 1
    return places
