"""Chinese sentence boundaries, with exact offsets."""

from __future__ import annotations

import re
from functools import lru_cache

# A sentence ends at 。！？!? or an ellipsis, and takes the closing quotes and brackets behind it along.
# A half-width "." does not end one: in newspapers it stands in numbers and web addresses.
_END = re.compile(r"(?:[。！？!?]+|…{1,2})[”’」』）)】》\"']*")
_TEXTS = 256  # articles of the hits of a few questions: several steps cut up the same ones
_QUOTE_ENDS = "”’」』\"'"
# An opening quote never closed (OCR loses them) must not swallow the article: at most 400 characters.
_QUOTED = re.compile(r"“[^”]{0,400}”|「[^」]{0,400}」|『[^』]{0,400}』|‘[^’]{0,400}’")
# “……。”他说。 is one sentence: who said it must not be parted from what was said.
_ATTRIBUTION = re.compile(
    r"[^。！？!?“「\n]{0,30}?(?:说|道|表示|介绍|告诉|坦言|称|问|回忆|感慨|解释)[^。！？!?“「\n]{0,16}[。！？!?]"
)


@lru_cache(_TEXTS)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets (start, end) of the sentences of `text`, in order, white space at their edges left out.

    A line end always ends a sentence. A quotation of several sentences is kept whole, with the words that
    introduce it and those that say who spoke, unless it is longer than 400 characters.
    """
    spans: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        spans.extend(_line_spans(line, offset))
        offset += len(line) + 1
    return tuple(spans)


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, in order."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def _line_spans(line: str, offset: int) -> list[tuple[int, int]]:
    quoted = _quoted_ranges(line)
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(line):
        end = match.end()
        if any(low < end < high for low, high in quoted):
            continue
        if line[end - 1] in _QUOTE_ENDS and _ATTRIBUTION.match(line, end):
            continue
        _append(spans, line, start, end, offset)
        start = end
    _append(spans, line, start, len(line), offset)
    return spans


def _append(spans: list[tuple[int, int]], line: str, start: int, end: int, offset: int) -> None:
    """Add the span without its outer white space; drop it where nothing is left."""
    piece = line[start:end]
    stripped = piece.strip()
    if stripped:
        first = start + piece.index(stripped[0])
        spans.append((offset + first, offset + first + len(stripped)))


def _quoted_ranges(line: str) -> list[tuple[int, int]]:
    """Where paired quotes stand, from the opening mark to behind the closing one."""
    return [match.span() for match in _QUOTED.finditer(line)]
