"""Records of digests: what was asked for, what was written, what was read for it. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.labels import Label
from assistant.records import Citation, Sentence, Spent
from vectorstore.issues import Issue

Status = Literal["new", "developing", "unknown"]  # unknown: there is no earlier paper to compare with
DigestForm = Literal["brief", "full"]  # one sentence an item, up to three


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """What a digest is asked for."""

    since: date
    until: date  # included
    topic: str | None = None  # None: any
    publication: str | None = None  # None: any
    audience: str = "一般读者"
    form: DigestForm = "full"
    items: int = 20  # events told; further ones are listed
    length: int | None = None  # characters of all headlines and sentences, about; None: any
    watched: tuple[str, ...] = ()  # topics to be told of in any case


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that is named and not quoted."""

    article_id: str
    headline: str  # or how it begins
    publication: str | None  # None: not known
    issued: date | None  # None: not known
    page: str | None  # None: not known


@dataclass(frozen=True, slots=True)
class Change:
    """What an earlier report said of a matter, where figures now differ."""

    then: Sentence
    now: Sentence


@dataclass(frozen=True, slots=True)
class Item:
    """An event, told in one to three sentences; a correction is stated before these."""

    headline: str
    section: str
    status: Status
    corrected: bool
    sentences: tuple[Sentence, ...]
    articles: tuple[Reference, ...]  # the reports it was made from
    reprints: tuple[Reference, ...]
    earlier: tuple[Reference, ...]  # what the papers compared had of it, latest first
    changes: tuple[Change, ...]
    written: bool  # a chat model's words; False: the papers' own


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one subject, weightiest first."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A number of the period."""

    value: str  # with its unit, as printed
    headline: str  # of the item it belongs to
    context: str  # the clause it stands in, verbatim
    citation: int
    corrected: bool  # it is the right figure, from the paper's correction


@dataclass(frozen=True, slots=True)
class Watched:
    """What a saved topic had."""

    topic: str
    found: tuple[Reference, ...]  # in the period, weightiest first
    before: int  # reports in the papers compared


@dataclass(frozen=True, slots=True)
class Scope:
    """What was read for a digest."""

    issues: tuple[Issue, ...]
    articles: int
    missing: tuple[date, ...]  # days of the period of which the library has no issue
    undated: int  # articles of the library that belong to no day and were not looked at
    before: int  # earlier articles, compared
    compared: tuple[date, date] | None  # first and last day of these; None: there are none


@dataclass(frozen=True, slots=True)
class Digest:
    """A period of newspapers, every sentence sourced."""

    request: DigestRequest
    title: str
    lead: tuple[Sentence, ...]  # the headline line
    sections: tuple[Section, ...]
    figures: tuple[FigureRow, ...]
    watched: tuple[Watched, ...]
    left_out: tuple[Reference, ...]  # reports that were read and found no room
    scope: Scope
    citations: tuple[Citation, ...]  # numbered from 1
    struck: tuple[Sentence, ...]  # what a model wrote and no source supports
    label: Label
    usage: Spent

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order shown."""
        return tuple(item for section in self.sections for item in section.items)
