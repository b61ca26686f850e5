"""Ask the library: retrieve, decide whether it can answer, write, judge every sentence, cite."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answering import odds_needed
from assistant.compare import compare
from assistant.comparison import read_comparison
from assistant.confirm import confirm
from assistant.evidence import remembered, weigh
from assistant.extractive import NAME as EXTRACTIVE
from assistant.find import Found, find
from assistant.followup import Followed, Turn, followup
from assistant.period import Period, read_period
from assistant.records import Answer, Coverage, Spent, unanswered
from assistant.refuse import refuse
from assistant.roundup import round_up, roundup_topic
from assistant.searching import Searching
from assistant.spending import added, spent_on
from assistant.suggest import suggest
from assistant.tell import Event, tell
from assistant.undated import undated
from assistant.writing import Writer
from vectorstore.records import Filter
from vectorstore.store import VectorStore

_CLEARLY = 1.0  # log odds beyond those needed, from which one passage is enough: what is written must stand by them too


@dataclass(frozen=True, slots=True)
class Asking:
    """What answering needs, the same for every question."""

    store: VectorStore
    writer: Writer | None  # None: answers are extractive
    depth: int = 10  # hits retrieved
    fitted: bool = True  # cosines are those of the embedder that `answering` was fitted with
    # what finding, for one of many questions, waits for
    turns: AbstractContextManager[object] = field(default_factory=nullcontext)


def ask(question: str, *, using: Asking, admit: Filter, today: date, history: Sequence[Turn] = ()) -> Answer:
    """The answer to a question, or a refusal that says what was searched.

    `history`: what was asked and answered before, oldest first. Raises StoreError, ChatError.
    """
    *_, last = ask_stream(question, using=using, admit=admit, today=today, history=history)
    if not isinstance(last, Answer):
        raise TypeError("ask_stream ended without an Answer")
    return last


def ask_stream(
    question: str,
    *,
    using: Asking,
    admit: Filter,
    today: date,
    history: Sequence[Turn] = (),
    heed_dates: bool = True,
) -> Iterator[Event]:
    """Each sentence once it is written and judged, then the whole Answer. Raises like `ask`.

    A sentence that was shown and is not in the Answer is announced as withdrawn, with the reason. Without
    `heed_dates` the dates in the question neither choose the issues nor have to be found in them.
    """
    writer = using.writer
    followed = followup(
        question, history, chat=writer.chat if writer else None, prompt=writer.followup if writer else None
    )
    period = (
        read_period(followed.question, admit=admit, today=today) if heed_dates else Period(admit, None, None)
    )
    empty = _empty(question, followed, period, using)
    # Days that chose the issues need not be named in them.
    dated = heed_dates and period.admit == admit
    matter = followed.question if dated else undated(followed.question, today)
    searching = _searching(period, using)
    if (yield from _compared(empty, matter, searching, using, today=today)):
        return
    topic = roundup_topic(undated(followed.question, today)) if heed_dates else None
    if topic == "" and (rounded := _rounded(empty, topic, period, using)):
        yield from rounded
        return
    with using.turns:
        found = find(followed.question, matter, searching, fitted=using.fitted)
    empty, found = _confirmed(empty, found, writer)
    if not found.enough:
        refusal = refuse(empty, found.hits, missing=found.evidence.missing)
        yield from (_rounded(empty, topic, period, using) if topic else ()) or (refusal,)
        return
    for event in tell(empty, found, writer=writer, today=today):
        yield _with_suggestions(event, found, searching, using) if isinstance(event, Answer) else event


def _searching(period: Period, using: Asking) -> Searching:
    store = using.store
    return Searching(
        search=lambda text: store.search(text, admit=period.admit, limit=using.depth, prefer=period.prefer),
        rarity=remembered(store.rarity),
        corrections=lambda ids: store.library.corrections_of(ids, period.admit),
    )


def _confirmed(empty: Answer, found: Found, writer: Writer | None) -> tuple[Answer, Found]:
    """As a chat model reads what was found, where the evidence leaves open whether it answers."""
    if writer is None or writer.confirm is None or not found.open:
        return empty, found
    needed = odds_needed(found.finding)
    read = confirm(
        found.matter, found.telling, chat=writer.chat, prompt=writer.confirm, enough=needed + _CLEARLY
    )
    spent = replace(empty, usage=added(empty.usage, spent_on(read.used, writer.price)))
    if read.odds is None:
        return spent, found
    return spent, replace(found, enough=read.odds >= needed, odds=read.odds)


def _compared(
    empty: Answer, matter: str, searching: Searching, using: Asking, *, today: date
) -> Generator[Event, None, bool]:
    """The table that answers a comparison, and whether there is one: none where the question is no comparison, or the
    papers cover none of it."""
    comparison = read_comparison(matter)
    tabled = False
    if comparison is not None:
        for event in compare(empty, comparison, searching=searching, writer=using.writer, today=today):
            tabled = True
            yield event
    return tabled


def _rounded(empty: Answer, topic: str | None, period: Period, using: Asking) -> tuple[Event, ...]:
    """What happened in the time asked for, sentence by sentence, then the whole Answer; () where `topic` is None, no time
    is asked for, there is nothing, or only some pages are to be searched."""
    admit = period.admit
    named = (admit.since, admit.until) if admit.since and admit.until else None
    days = period.prefer or named
    if topic is None or days is None or admit.publication or admit.page or admit.kind:
        return ()
    with using.turns:
        answer = round_up(empty, topic, days=days, library=using.store.library)
    return (*answer.sentences, replace(answer, model=EXTRACTIVE)) if answer else ()


def _empty(question: str, followed: Followed, period: Period, using: Asking) -> Answer:
    """The answer before anything is written, with what is searched for it."""
    writer = using.writer
    extent = using.store.extent(period.admit)
    coverage = Coverage(extent.articles, extent.first, extent.last, extent.publications)
    return replace(
        unanswered(question, coverage, model=writer.chat.name if writer else EXTRACTIVE),
        usage=spent_on([followed.usage], writer.price) if writer else Spent(),
        understood_as=followed.question if followed.question != question else None,
        period_said=period.said,
    )


def _with_suggestions(answer: Answer, found: Found, searching: Searching, using: Asking) -> Answer:
    """The answer with next questions, each put to the library as it would be if it were asked."""
    cited = {citation.article_id for citation in answer.citations}
    hits = [hit for hit in found.hits if hit.article.id in cited]
    shown = [sentence.text for sentence in answer.sentences]
    made = suggest(found.asked, shown, hits, rarity=found.rarity)
    answered = (each for each in made if weigh(each, searching.search(each), rarity=found.rarity).enough)
    with using.turns:
        return replace(answer, suggestions=tuple(answered))
