"""Records of evaluation: stored questions, outcomes, runs. Data only."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Verdict

# What a question asks for; the report has a column for each.
KINDS = {
    "single": "单篇",
    "multi": "多篇",
    "comparison": "比较",
    "number": "数字",
    "date": "日期",
    "superseded": "更正与更新",
    "conflict": "说法不一",
    "premise": "前提有误",
    "unanswerable": "报上没有",
}


@dataclass(frozen=True, slots=True)
class Gold:
    """A source that answers: where it stands, and the words that do."""

    headline: str  # empty: not known
    quote: str  # a run of words that only this article has; empty: the article as a whole
    articles: tuple[str, ...] = ()  # the caller's own ids of the article and of its near-duplicates


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored question with its answer."""

    id: str
    question: str
    answer: str
    facts: tuple[str, ...]  # short strings a right answer holds; () for unanswerable ones, or not known
    gold: tuple[Gold, ...]  # () for unanswerable ones, or not known
    kind: str  # a key of KINDS
    outdated: tuple[str, ...] = ()  # what was printed earlier and is no longer right

    @property
    def answerable(self) -> bool:
        """Whether the papers hold an answer."""
        return self.kind != "unanswerable"


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage that was found for a question."""

    article_id: str
    headline: str  # empty: the page lost it
    issued: str  # ISO date; empty: not known
    text: str
    right: bool  # from an article that answers


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of the answer."""

    number: int
    article_id: str
    headline: str  # empty: the page lost it
    issued: str  # ISO date; empty: not known
    quote: str  # empty in runs kept as a baseline


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of the answer, judged anew: what the answer said of itself is not believed."""

    text: str
    citations: tuple[int, ...]
    claims: bool  # False: it only says that the papers do not say so
    verdict: Verdict  # the gate's, against what the sentence cites, taken together
    reason: str  # in Chinese; empty: supported
    precise: int  # of the citations, those that are needed or support the sentence alone
    grounded: bool  # whether the gate finds it supported by anything retrieved or cited
    model: Verdict | None = None  # what the judging chat model says; None: not asked, or no usable reply


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: all that scores and reports are made from."""

    stored: Stored
    refused: bool
    answer: str  # as plain text with its marks, or the refusal
    sentences: tuple[Judged, ...]
    sources: tuple[Cited, ...]
    remarks: tuple[str, ...]
    facts: tuple[bool, ...]  # which of the stored facts stand in the answer
    leads_outdated: bool  # what is no longer right comes before what is
    article_ranks: tuple[int | None, ...]  # of each article that answers, 1-based; None: not among the hits
    dense_ranks: tuple[
        int | None, ...
    ]  # of the same articles in the dense leg; None: not among its candidates
    lexical_ranks: tuple[int | None, ...]  # in the lexical leg
    passage_ranks: tuple[int | None, ...]  # of each passage that holds a gold quote; () where none is stored
    seen: tuple[Seen, ...]  # best first; () in runs kept as a baseline
    seconds: float
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None  # None: no price is set for the model
    written: int = 0  # sentences in the chat model's own replies; 0: none was asked
    marked: int = 0  # of these, those in which it named a source itself


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that decides what a run gives: two runs under the same conditions are the same run."""

    questions: str  # first 16 hex digits of a SHA-256 over the stored questions
    corpus: str  # the same over the ids of the articles in the library
    articles: int
    today: str  # ISO date
    settings: tuple[tuple[str, str], ...]
    prompts: tuple[tuple[str, str], ...]  # name and digest of each prompt file
    packages: tuple[tuple[str, str], ...]  # name and version


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run."""

    id: str
    made: str  # ISO date and time
    conditions: Conditions
    outcomes: tuple[Outcome, ...]
