"""The text around a hit: the passage before and the one after it in the same article. Pure."""

from __future__ import annotations

from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

_REACH = 120  # characters a side: two or three sentences, what “it” and “this” of the passage point at


def widen(hit: Hit, *, reach: int = _REACH) -> tuple[int, int]:
    """Where the hit's context starts and ends in its article's text: whole sentences before and after the
    passage, at most `reach` characters a side.

    `start <= hit.passage.start` and `end >= hit.passage.end` always hold.
    """
    start, end = hit.passage.start, hit.passage.end
    first, last = start, end
    for since, until in sentence_spans(hit.article.text):
        if until <= start and start - since <= reach:
            first = min(first, since)
        if since >= end and until - end <= reach:
            last = max(last, until)
    return first, last
