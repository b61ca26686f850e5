"""Records of explanations: what is claimed, for whom it is told, the script and its timings. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.labels import Label
from assistant.records import Citation, Spent

ScriptForm = Literal["script", "dialogue", "cards"]
Part = Literal["opening", "body", "ending"]
# Three reviews by different persons: `reviewed` after the first and the second, `approved` after the final one.
State = Literal["draft", "reviewed", "approved"]
# 初审, 复审, 终审; what is returned or edited begins anew.
Stage = Literal["made", "edited", "first", "second", "final", "returned"]
PRESENTER = "小宣"


@dataclass(frozen=True, slots=True)
class Ask:
    """What an audience wants to know, and the words by which a claim that tells it is known."""

    question: str  # as a listener puts it
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Those a script is told to: a file in `assistant/audiences`."""

    key: str  # the file's name without its ending
    name: str
    address: str  # how they are spoken to
    greeting: str  # how the first line begins
    vocabulary: tuple[tuple[str, str], ...]  # (the papers' word, the plain one)
    sentence_chars: int  # about how long a spoken sentence may be
    asks: tuple[Ask, ...]  # what they ask first, weightiest first
    manner: str  # how to speak to them, for a chat model
    listener: str  # the other speaker of a dialogue


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a script is told: a file in `assistant/scenes`."""

    key: str
    name: str
    opening: str  # said after the greeting; `{title}` stands for what it is about
    ending: str  # said last
    manner: str  # for a chat model


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that the papers bear out."""

    number: int  # 1-based, as lines name it
    text: str
    citations: tuple[int, ...]  # numbers of the script's citations, never empty
    essential: bool  # no script on the topic may leave it out
    why: str | None  # why it is essential, in Chinese; None: it is not
    figure: str | None  # its key figure with the unit, as printed; None: it has none


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says in one go, one to three sentences."""

    number: int  # 1-based, in speaking order
    speaker: str  # PRESENTER, or the audience's listener
    text: str  # without marks
    claims: tuple[int, ...]  # numbers of the claims it tells, announces or asks for, never empty
    part: Part


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that a chat model wrote and that does not stand in the script."""

    text: str
    reasons: tuple[str, ...]  # in Chinese


@dataclass(frozen=True, slots=True)
class Timing:
    """When a stretch of a line is heard."""

    line: int  # the line's number
    text: str  # the words heard, a whole sentence or clause of the line
    start: float  # seconds from the beginning of the sound
    end: float


@dataclass(frozen=True, slots=True)
class Script:
    """An explanation for one audience: every line tells claims, every claim cites the papers."""

    topic: str  # as it was asked for; empty: articles were
    title: str  # what it is about, without a fact that no claim has
    audience: str  # key of the Audience
    audience_name: str
    scene: str  # key of the Scene
    scene_name: str
    form: ScriptForm
    minutes: float  # asked for
    lines: tuple[Line, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    articles: tuple[str, ...]  # library ids of every article its claims rest on
    cut: tuple[Cut, ...]
    label: Label
    usage: Spent
    state: State = "draft"  # anything but `approved` is watermarked in voice and video

    def citations_of(self, line: Line) -> tuple[Citation, ...]:
        """The sources of a line's claims, in order, each once."""
        wanted = {n for claim in self.claims if claim.number in line.claims for n in claim.citations}
        return tuple(citation for citation in self.citations if citation.number in wanted)


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did with a kept script."""

    stage: Stage
    by: str
    at: datetime
    note: str = ""
    line: int | None = None  # the line edited; None: no edit
    before: str | None = None  # its words before; None: no edit
    after: str | None = None  # its words now; None: no edit


@dataclass(frozen=True, slots=True)
class Kept:
    """A script in the library, with everything that was done with it, oldest first."""

    id: int
    script: Script  # with its state
    steps: tuple[Step, ...]
