"""A question asked in a conversation: its answer grows there while it is written, and outlives what broke it off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.ask import Asking, ask_stream
from assistant.background import Job, JobStopped
from assistant.chat.breakable import BreakableChat
from assistant.conversations import Conversations, turns_of
from assistant.errors import AssistantError
from assistant.records import Answer, Begun, Coverage, Sentence, Withdrawn, unanswered
from assistant.tell import Event, so_far
from vectorstore.errors import StoreError
from vectorstore.records import Filter


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was put."""

    question: str
    admit: Filter
    today: date  # what "last week" is reckoned from
    heed_dates: bool = True  # False: the dates in the question are not to choose the issues


@dataclass(frozen=True, slots=True)
class Growing:
    """An answer while it is written."""

    answer: Answer  # so far
    shown: tuple[Sentence, ...]  # every sentence shown, those withdrawn since among them
    withdrawn: tuple[Withdrawn, ...]


def begin_turn(question: str, *, kept: Conversations, conversation: int) -> int:
    """Put the question at the end of the conversation, its answer yet to come; the turn. Raises ConversationError."""
    return kept.add(conversation, _blank(question))


def converse(
    asked: Asked,
    *,
    using: Asking,
    kept: Conversations,
    conversation: int,
    turn: int,
    job: Job,
) -> Answer:
    """The answer to the question of this turn, kept there sentence by sentence as it comes.

    Whatever breaks it off, what was written so far stays. Raises JobStopped, StoreError, ChatError,
    ConversationError.
    """
    page = _Page(_blank(asked.question))
    try:
        for event in _events(asked, _breakable(using, job), kept.answers(conversation)[: turn - 1]):
            page.take(event)
            if isinstance(event, Answer):
                break
            if using.writer is not None:  # quoting takes no time worth keeping
                kept.put(conversation, turn, page.answer)
            job.show(page.growing())
    except JobStopped:
        kept.put(conversation, turn, replace(page.answer, unfinished="stopped"))
        raise
    except (AssistantError, StoreError):
        kept.put(conversation, turn, replace(page.answer, unfinished="interrupted"))
        raise
    kept.put(conversation, turn, page.answer)
    return page.answer


def _events(asked: Asked, using: Asking, before: Sequence[Answer]) -> Iterator[Event]:
    return ask_stream(
        asked.question,
        using=using,
        admit=asked.admit,
        today=asked.today,
        history=turns_of(before),
        heed_dates=asked.heed_dates,
    )


def _breakable(using: Asking, job: Job) -> Asking:
    if using.writer is None:
        return using
    chat = BreakableChat(using.writer.chat, job.check)
    return replace(using, writer=replace(using.writer, chat=chat))


class _Page:
    """What was written so far."""

    def __init__(self, blank: Answer) -> None:
        self.answer = blank
        self._begun = Begun(blank)
        self._shown: list[Sentence] = []
        self._withdrawn: list[Withdrawn] = []

    def take(self, event: Event) -> None:
        match event:
            case Answer():
                self.answer = event
                return
            case Begun():
                self._begun = event
            case Withdrawn():
                self._withdrawn.append(event)
            case Sentence():
                self._shown.append(event)
        # As a reader of the library would have to see it, were the program to end now.
        self.answer = so_far(self._begun, shown=self._shown, withdrawn=self._withdrawn, unfinished="halted")

    def growing(self) -> Growing:
        return Growing(self.answer, tuple(self._shown), tuple(self._withdrawn))


def _blank(question: str) -> Answer:
    """The answer before anything was searched: no model is named."""
    return replace(unanswered(question, Coverage(0, None, None, ()), model=""), unfinished="halted")
