"""Stored questions to scores: does the right article come up, do the facts stand in the answer, is what the
papers do not say refused."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter

from assistant.ask import Asking, ask
from assistant.errors import ReadError
from assistant.records import Answer
from vectorstore.records import Filter, Hit

KINDS = ("single", "multi", "unanswerable", "superseded", "conflict", "number", "date")
_DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Gold:
    """A source that answers: its headline, and a run of words that only it has."""

    headline: str
    quote: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored question with its answer."""

    id: str
    question: str
    answer: str
    facts: tuple[str, ...]  # short strings a right answer holds; () for unanswerable ones
    gold: tuple[Gold, ...]  # () for unanswerable ones
    kind: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    stored: Stored
    answer: Answer
    first_gold: int | None  # 1-based rank of the first hit that holds a gold quote; None: not among the hits
    facts_found: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """Scores over a set of questions; a share is None where there is nothing to take a share of."""

    questions: int
    hit_at: tuple[
        tuple[int, float | None], ...
    ]  # (k, share of answerable questions with a gold in the top k)
    fact_recall: float | None  # facts found in shown answers / all facts; a refusal finds none
    refusal_precision: float | None  # refused and unanswerable / refused
    refusal_recall: float | None  # refused and unanswerable / unanswerable
    sentences: float  # mean number of sentences in answers given
    p50: float  # seconds
    p95: float


def load_questions(path: Path) -> tuple[Stored, ...]:
    """The stored questions of a JSONL file. Raises ReadError naming the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}：读不了题库文件，请检查路径，并确认是 UTF-8 编码的 JSONL。") from error
    found = tuple(_stored(line, f"{path.name} 第{n}行") for n, line in enumerate(lines, 1) if line.strip())
    if not found:
        raise ReadError(f"{path}：题库里没有题目。")
    return found


def evaluate(
    questions: Sequence[Stored], *, using: Asking, today: date, report: Callable[[int, int], None]
) -> Iterator[Outcome]:
    """Ask every question and look at what came of it. Raises StoreError, ChatError."""
    for done, stored in enumerate(questions, 1):
        started = perf_counter()
        answer = ask(stored.question, using=using, admit=Filter(), today=today)
        seconds = perf_counter() - started
        hits = using.store.search(stored.question, admit=Filter(), limit=max(_DEPTHS))
        shown = squash("".join(sentence.text for sentence in answer.sentences))
        yield Outcome(
            stored=stored,
            answer=answer,
            first_gold=_first_gold(stored, hits),
            facts_found=sum(squash(fact) in shown for fact in stored.facts),
            seconds=seconds,
        )
        report(done, len(questions))


def summarised(outcomes: Sequence[Outcome]) -> Report:
    """The scores of the outcomes; at least one outcome is needed."""
    answerable = [outcome for outcome in outcomes if outcome.stored.gold]
    refused = [outcome for outcome in outcomes if outcome.answer.refused]
    unanswerable = [outcome for outcome in outcomes if not outcome.stored.gold]
    right = sum(not outcome.stored.gold for outcome in refused)
    facts = sum(len(outcome.stored.facts) for outcome in outcomes)
    given = [len(outcome.answer.sentences) for outcome in outcomes if not outcome.answer.refused]
    seconds = [outcome.seconds for outcome in outcomes]
    return Report(
        questions=len(outcomes),
        hit_at=tuple(
            (k, _share(sum((o.first_gold or k + 1) <= k for o in answerable), len(answerable)))
            for k in _DEPTHS
        ),
        fact_recall=_share(sum(outcome.facts_found for outcome in outcomes), facts),
        refusal_precision=_share(right, len(refused)),
        refusal_recall=_share(right, len(unanswerable)),
        sentences=round(mean(given), 2) if given else 0.0,
        p50=round(_quantile(seconds, 50), 4),
        p95=round(_quantile(seconds, 95), 4),
    )


def squash(text: str) -> str:
    """Letters, digits, ideographs, and the signs that change a figure: what a fact is compared by."""
    return re.sub(r"[^\w.%]|_", "", unicodedata.normalize("NFKC", text)).lower()


def _first_gold(stored: Stored, hits: Sequence[Hit]) -> int | None:
    quotes = [squash(gold.quote) for gold in stored.gold]
    for rank, hit in enumerate(hits, 1):
        text = squash(hit.article.text)
        if any(quote in text for quote in quotes):
            return rank
    return None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _quantile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _stored(line: str, where: str) -> Stored:
    try:
        values = json.loads(line)
        stored = Stored(
            id=str(values["id"]),
            question=str(values["question"]),
            answer=str(values["answer"]),
            facts=tuple(map(str, values["facts"])),
            gold=tuple(Gold(str(gold["headline"]), str(gold["quote"])) for gold in values["gold"]),
            kind=str(values["kind"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{where}：题目缺字段或不是 JSON（{error}）；请改正这一行。") from error
    if stored.kind not in KINDS:
        raise ReadError(f"{where}：不认识的题型 {stored.kind}；可用：{'、'.join(KINDS)}。")
    return stored
