"""Frozen records of the assistant: pages and what is found on them. Data only, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PieceKind = Literal["article", "photo", "other"]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on the page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line as the extraction left it."""

    number: int  # 1-based, in the file's order
    text: str  # without its line end
    box: Box | None = None  # None: the format has no geometry
    size: float | None = None  # height of a character in points; None: not known
    vertical: bool = False  # set top to bottom


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page: its lines, blank ones included, in the order of extraction."""

    origin: str  # file name, or "-"
    number: int  # 1-based place in the file
    lines: tuple[Line, ...]
    issued: date | None = None  # from the file name or the record; None: to be read off the masthead


@dataclass(frozen=True, slots=True)
class LineRange:
    """Lines `first`..`last` (both included) of the page."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PageArticle:
    """An article (or, for kind `other`, a run of lines that belongs to none) recovered from a page."""

    headline: str | None  # None: the page has none for it
    kicker: str | None  # 引题; None: none
    subtitle: str | None  # 副题; None: none
    byline: str | None  # reporters, agency or photographer; None: not signed
    publication: str | None  # None: the page does not name it
    issued: date | None  # None: the page does not tell
    page: str | None  # page number as printed; None: not printed
    kind: PieceKind
    text: str  # paragraphs joined by "\n", in reading order
    ranges: tuple[LineRange, ...]  # every line it came from, in reading order
    note: str | None = None  # 栏题 / 阅读提示 / 编者按 text, or why a piece is `other`; None: nothing to say


Verdict = Literal["supported", "partly", "unsupported"]
# The connection broke; the reply was cut at its longest; the reader broke it off; the program ended meanwhile.
Unfinished = Literal["interrupted", "length", "stopped", "halted"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as a reader sees it: `article.text[start:end] == quote`."""

    number: int  # 1-based, as printed behind a sentence
    article_id: str  # the library's id
    external_id: str | None  # the caller's own id; None: the input had none
    headline: str | None  # None: the page lost it
    publication: str | None  # None: not known
    issued: date | None  # None: not known
    page: str | None  # None: not known
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, judged against the sources it cites."""

    text: str
    citations: tuple[int, ...]  # numbers of Citations
    verdict: Verdict
    reason: str | None = None  # which part is not supported, in Chinese; None: supported

    @property
    def marked(self) -> str:
        """The sentence with its marks, and with the part that is not supported where one is not."""
        marks = "".join(f"[{number}]" for number in self.citations)
        doubt = f"（部分核对不上：{self.reason}）" if self.verdict == "partly" else ""
        return f"{self.text}{marks}{doubt}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A thing that a comparison compares."""

    name: str
    # One a column. A cell is judged like sentences; () where nothing is said, and where what was written of it is
    # supported by no source the one sentence that failed, which is no fact and is shown as struck.
    cells: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a comparison: rows are the things compared, columns what they are compared in."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What the cells say as fact, row by row."""
        cells = (cell for row in self.rows for cell in row.cells)
        return tuple(sentence for cell in cells for sentence in cell if sentence.verdict != "unsupported")

    @property
    def text(self) -> str:
        """The table as plain text: a line for each cell."""
        return "\n".join(
            f"{row.name}｜{column}：{cell_text(cell)}"
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
        )


def cell_text(cell: tuple[Sentence, ...]) -> str:
    """What a cell says, with its marks; that it was struck, with the reason; or a dash."""
    said = [
        f"（已删去：{sentence.reason}）" if sentence.verdict == "unsupported" else sentence.marked
        for sentence in cell
    ]
    return " ".join(said) or "—"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched for an answer."""

    articles: int
    first: date | None  # oldest issue; None: nothing dated
    last: date | None  # newest issue; None: nothing dated
    publications: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A model begins to write: the answer as far as it is known, with every source its sentences may cite."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A sentence that was shown while the answer was written and does not stand in the whole answer."""

    sentence: Sentence
    reason: str  # in Chinese


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens and calls of chat models; zero for extractive answers and for replies kept from earlier."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    cost: float | None = None  # None: no price is set for the model
    currency: str = "元"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the refusal to give one."""

    question: str
    sentences: tuple[Sentence, ...]  # shown; empty where refused
    citations: tuple[Citation, ...]
    refused: bool
    refusal: str | None  # what the reader is told instead; None: not refused
    nearest: tuple[str, ...]  # headlines closest to the question, for refusals
    struck: tuple[Sentence, ...]  # what the model wrote and no source supports; not shown as fact
    as_of: date | None  # newest issue searched; None: nothing dated
    coverage: Coverage
    model: str  # the chat model's name, or the extractive method's
    prompt_digest: str | None  # None: no chat model was asked
    usage: Spent
    remarks: tuple[str, ...] = ()  # what the reader should know of the sources, such as figures that differ
    unfinished: Unfinished | None = None  # why the model's reply ended early; None: it is whole
    understood_as: str | None = None  # with what it pointed back at put in; None: as it was asked
    suggestions: tuple[str, ...] = ()  # next questions that the library can answer
    period_said: str | None = None  # what was made of the question's dates, a clause; None: it has none
    table: Table | None = (
        None  # stands first, its cells among the sentences; None: the question compares nothing
    )

    @property
    def text(self) -> str:
        """The answer as plain text with its marks, or the refusal."""
        if self.refusal is not None:
            return self.refusal
        said = "".join(sentence.marked for sentence in self.beside)
        return "\n".join(part for part in (self.table.text if self.table else "", said) if part)

    @property
    def beside(self) -> tuple[Sentence, ...]:
        """The sentences that stand in no table."""
        tabled = frozenset(self.table.sentences if self.table else ())
        return tuple(sentence for sentence in self.sentences if sentence not in tabled)


def unanswered(question: str, coverage: Coverage, *, model: str) -> Answer:
    """The answer to the question before anything of it is written."""
    return Answer(
        question=question,
        sentences=(),
        citations=(),
        refused=False,
        refusal=None,
        nearest=(),
        struck=(),
        as_of=coverage.last,
        coverage=coverage,
        model=model,
        prompt_digest=None,
        usage=Spent(),
    )
