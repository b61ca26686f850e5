"""What readers take and give: the limits of a file, ready-made articles, failures. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.records import Box, Page


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read. Compressed files are counted as what they unpack to."""

    max_bytes: int = 200 * 2**20  # of a file that must be held whole (text, PDF, image, HTML, DOCX)
    max_stream_bytes: int = 8 * 2**30  # of a file that is read line by line (JSONL)
    max_pages: int = 500
    max_seconds: float = 600.0  # spent reading; the time of whoever takes the pages is not counted
    max_line_chars: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One ready-made article: a line of a JSONL file."""

    number: int  # 1-based line in the file
    external_id: str | None  # the caller's own id; None: the line has none
    headline: str | None  # None: the line has none
    issued: date | None  # None: the line has none, or one that cannot be read
    text: str
    publication: str | None  # None: the line names neither publication, publisher nor source


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of a file that could not be read, while the rest could."""

    where: str  # such as "news.jsonl 第3行"
    reason: str  # one line of Chinese that says what to do


Item = Page | Record | Failure


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a page, in its em box: a full square even where the ink is a comma."""

    text: str
    box: Box
    size: float  # the em, in points


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand in one line without a gutter between them."""

    text: str
    box: Box
    size: float  # height of a character in points
    vertical: bool = False  # set top to bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a page, in no order: runs of text, thin rules, framed areas, pictures."""

    runs: tuple[Run, ...]
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
