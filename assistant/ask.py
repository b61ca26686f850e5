"""Ask the library: retrieve, decide whether it can answer, write, judge every sentence, cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.answering import answer_found
from assistant.compare import Searching, compare
from assistant.comparison import read_comparison
from assistant.evidence import Rarity, remembered, weigh
from assistant.extractive import NAME as EXTRACTIVE
from assistant.extractive import Picked, extract
from assistant.followup import Followed, Turn, followup
from assistant.period import Period, read_period
from assistant.premise import false_premise
from assistant.records import Answer, Coverage, Spent, unanswered
from assistant.refuse import refuse
from assistant.roundup import round_up, roundup_topic
from assistant.sides import not_elsewhere
from assistant.suggest import suggest
from assistant.tell import Event, Found, tell
from assistant.uncovered import weigh_parts
from assistant.undated import undated
from assistant.writing import Writer, spent_on
from vectorstore.records import Filter, Hit
from vectorstore.store import VectorStore

_BESIDE = 3  # hits for a part that those for the whole question do not cover


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
    tabled = False
    rarity = remembered(using.store.rarity)
    for each in _compared(empty, matter, period, using, rarity=rarity, today=today):
        tabled = True
        yield each
    if tabled:
        return
    topic = roundup_topic(undated(followed.question, today)) if heed_dates else None
    if topic == "" and (rounded := _rounded(empty, topic, period, using)):
        yield from rounded
        return
    with using.turns:
        found = _find(followed.question, matter, period, using, rarity=rarity)
    if isinstance(found, _Lacking):
        refusal = refuse(empty, found.hits, missing=found.missing)
        yield from (_rounded(empty, topic, period, using) if topic else ()) or (refusal,)
        return
    for event in tell(empty, found, writer=writer, today=today):
        yield _with_suggestions(event, found, period, using) if isinstance(event, Answer) else event


def _compared(
    empty: Answer, matter: str, period: Period, using: Asking, *, rarity: Rarity, today: date
) -> Iterator[Event]:
    """The table that answers a comparison; nothing where the question is none, or the papers cover none of it."""
    comparison = read_comparison(matter)
    if comparison is None:
        return
    store = using.store
    searching = Searching(
        search=lambda text: store.search(text, admit=period.admit, limit=using.depth, prefer=period.prefer),
        rarity=rarity,
        corrections=lambda ids: store.library.corrections_of(ids, period.admit),
    )
    yield from compare(empty, comparison, searching=searching, writer=using.writer, today=today)


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


@dataclass(frozen=True, slots=True)
class _Lacking:
    """Hits that cannot answer, and the words of the question they do not hold."""

    hits: tuple[Hit, ...]
    missing: tuple[str, ...]


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


def _find(asked: str, matter: str, period: Period, using: Asking, *, rarity: Rarity) -> Found | _Lacking:
    """What the library has for the question, its parts and its premise."""
    hits = using.store.search(asked, admit=period.admit, limit=using.depth, prefer=period.prefer)
    premise = false_premise(matter, hits, rarity=rarity)
    if premise is not None:
        matter = premise.rest
    evidence = weigh(matter, hits, rarity=rarity)
    weighed = weigh_parts(matter, hits, rarity=rarity)
    for missed in [part for part in weighed if not part.covered]:
        others = using.store.search(missed.whole, admit=period.admit, limit=_BESIDE, prefer=period.prefer)
        if weigh(missed.whole, others, rarity=rarity).enough:
            hits = _beside(hits, others)
            weighed = weigh_parts(matter, hits, rarity=rarity)
    picks = _pick(matter, hits, rarity=rarity)
    shown = [pick.text for pick in picks]
    if not using.fitted:
        hits = tuple(replace(hit, similarity=None) for hit in hits)
    finding = answer_found(matter, hits, shown=shown, evidence=evidence, rarity=rarity)
    enough = evidence.enough or any(part.enough for part in weighed)
    if not (finding.sure or (enough and (finding.found or premise is not None))):
        return _Lacking(hits, evidence.missing)
    covered = [part for part in weighed if part.covered]
    partial = 0 < len(covered) < len(weighed)
    if partial:
        matter = "".join(f"{part.whole.rstrip('？?；;')}？" for part in covered)
        picks = _pick(matter, hits, rarity=rarity)
    return Found(
        asked=asked,
        matter=matter,
        uncovered=tuple(part.text for part in weighed if not part.covered) if partial else (),
        hits=hits,
        corrections=using.store.library.corrections_of([hit.article.id for hit in hits], period.admit),
        premise=premise,
        rarity=rarity,
        evidence=evidence,
        picks=picks,
        finding=finding,
    )


def _pick(matter: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Picked, ...]:
    """The sentences that answer; those of another town than the one asked about only where there are no others."""
    near = {hit.article.id for hit in not_elsewhere(matter, hits)}
    picks = extract(matter, hits, rarity=rarity)
    return tuple(pick for pick in picks if pick.hit.article.id in near) or picks


def _beside(hits: Sequence[Hit], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best hits of both, each article once: those for a part come behind the best of the whole question."""
    best: dict[str, Hit] = {}
    for hit in (*hits[:_BESIDE], *others, *hits[_BESIDE:]):
        best.setdefault(hit.article.id, hit)
    return tuple(best.values())


def _with_suggestions(answer: Answer, found: Found, period: Period, using: Asking) -> Answer:
    """The answer with next questions, each put to the library as it would be if it were asked."""
    cited = {citation.article_id for citation in answer.citations}
    hits = [hit for hit in found.hits if hit.article.id in cited]
    shown = [sentence.text for sentence in answer.sentences]
    store = using.store
    made = suggest(found.asked, shown, hits, rarity=found.rarity)
    answered = (
        each
        for each in made
        if weigh(
            each,
            store.search(each, admit=period.admit, limit=using.depth, prefer=period.prefer),
            rarity=found.rarity,
        ).enough
    )
    with using.turns:
        return replace(answer, suggestions=tuple(answered))
