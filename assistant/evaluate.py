"""Stored questions asked, and what became of each examined: retrieval, answer, citations, refusal, time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.ask import Asking, ask
from assistant.evaluation.examine import examine
from assistant.evaluation.judge import Judge, judged_by_model
from assistant.evaluation.metrics import DEPTH
from assistant.evaluation.overheard import Overheard
from assistant.evaluation.records import Conditions, Outcome, Run, Stored
from assistant.evaluation.runs import Runs
from assistant.period import read_period
from assistant.records import Answer
from vectorstore.records import Filter, Hit


@dataclass(frozen=True, slots=True)
class Evaluating:
    """The system that is evaluated, and what it is evaluated with."""

    answer: Callable[[str], Answer]
    search: Callable[[str], Sequence[Hit]]  # the best `DEPTH` articles, best first
    clock: Callable[[], float]  # seconds
    judge: Judge | None = None  # a chat model that judges beside the gate; None: only the gate does
    overheard: Overheard | None = None  # the chat model that answers, listened to; None: none answers


def evaluating(
    asking: Asking, *, today: date, clock: Callable[[], float], judge: Judge | None = None
) -> Evaluating:
    """The assistant as it answers readers, and its own search."""
    overheard = Overheard(asking.writer.chat) if asking.writer else None
    if asking.writer and overheard:
        asking = replace(asking, writer=replace(asking.writer, chat=overheard))

    def answer(question: str) -> Answer:
        return ask(question, using=asking, admit=Filter(), today=today)

    def search(question: str) -> Sequence[Hit]:
        period = read_period(question, admit=Filter(), today=today)
        return asking.store.search(question, admit=period.admit, limit=DEPTH, prefer=period.prefer)

    return Evaluating(answer, search, clock, judge, overheard)


def evaluate(
    questions: Sequence[Stored],
    *,
    using: Evaluating,
    runs: Runs,
    conditions: Conditions,
    now: Callable[[], datetime],
    report: Callable[[int, int], None],
) -> Run:
    """Ask every question and keep the run. One that was broken off under these conditions goes on where it was.

    `report` hears after each question how many are done. Raises StoreError, ChatError, ReadError.
    """
    known = {outcome.stored: outcome for outcome in runs.begun(conditions)}
    outcomes: list[Outcome] = []
    for done, stored in enumerate(questions, 1):
        if (outcome := known.get(stored)) is None:
            outcome = asked(stored, using)
            runs.keep(conditions, outcome)
        outcomes.append(outcome)
        report(done, len(questions))
    return runs.finish(conditions, outcomes, now=now())


def asked(stored: Stored, using: Evaluating) -> Outcome:
    """What becomes of one question. Raises StoreError, ChatError."""
    started = using.clock()
    answer = using.answer(stored.question)
    seconds = using.clock() - started
    outcome = examine(stored, answer, using.search(stored.question), seconds=seconds)
    if using.overheard:
        written, marked = using.overheard.sentences()
        outcome = replace(outcome, written=written, marked=marked)
    return judged_by_model(outcome, answer, using.judge) if using.judge else outcome
