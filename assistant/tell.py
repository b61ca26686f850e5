"""The answer told from what was found: by quoting or by a chat model, put right, every sentence judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant.answering import odds_needed
from assistant.beside import denied, gives_way, put_beside, tells_of
from assistant.citations import Marked, cite, number_sources, says_nothing_found
from assistant.corrections import Corrections, correction_sources, state_corrections
from assistant.extractive import QUOTED, Picked
from assistant.find import Found
from assistant.judging import judge, narrow
from assistant.newer import newer_figures
from assistant.premise import Premise
from assistant.records import Answer, Begun, Citation, Sentence, Unfinished, Withdrawn
from assistant.refuse import refuse
from assistant.spending import added
from assistant.uncovered import on_the_matter
from assistant.writing import Draft, Writer, write

_SOURCES = 6  # passages a chat model is given
_NO_ANSWER = "报道里没有对得上的回答"
_SAID_AFTER_ALL = "报道里有这一问的回答，已另外摘出"
_QUOTED_INSTEAD = "模型没有写出对得上的回答，改为摘句"
Event = Begun | Sentence | Withdrawn | Answer


def tell(empty: Answer, found: Found, *, writer: Writer | None, today: date) -> Iterator[Event]:
    """Each sentence once it is written and judged, then the whole Answer. Raises ChatError."""
    told = _quoted(empty, found) if writer is None else _written(empty, found, writer=writer, today=today)
    for event in told:
        if not isinstance(event, Answer) or event.refused:
            yield event
            continue
        absent = tuple(
            Sentence(f"关于“{part}”，报道中没有提到。", (), "supported")
            for part in found.uncovered
            if not any(denied(part, each) for each in event.sentences) and not tells_of(part, event.sentences)
        )
        yield from absent
        yield replace(event, sentences=(*event.sentences, *absent))


def so_far(
    begun: Begun, *, shown: Sequence[Sentence], withdrawn: Sequence[Withdrawn], unfinished: Unfinished
) -> Answer:
    """The answer of which no more was read: the sentences shown so far, with what they cite."""
    gone = {each.sentence for each in withdrawn}
    kept = tuple(sentence for sentence in shown if sentence not in gone)
    citations = narrow(kept, begun.answer.citations)
    return replace(begun.answer, sentences=kept, citations=citations, unfinished=unfinished)


def _quoted(empty: Answer, found: Found) -> Iterator[Event]:
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    places = {
        (pick.hit.article.id, pick.start): (pick.hit.article, pick.start, pick.end) for pick in found.picks
    }
    if (best := found.finding.best) is not None:
        places.setdefault((best.article.id, best.start), (best.article, best.start, best.end))
    for article, start, end in places.values():
        number = len(citations) + 1
        citation = cite(article, number=number, start=start, end=end)
        sentence = judge(Marked(article.text[start:end], (number,)), [citation])
        if sentence.verdict != "unsupported":  # an order to a program that stands in the article
            citations.append(citation)
            sentences.append(sentence)
    if not sentences:
        yield refuse(empty, found.hits, missing=())
        return
    if found.premise is not None:
        right, source = _put_right(found.premise, len(citations) + 1)
        sentences.insert(0, right)
        citations.append(source)
    stated, sources = state_corrections(sentences, citations, found.corrections)
    yield from stated
    remarks = newer_figures(stated, sources, changed=_changed(found.picks, citations))
    yield replace(empty, sentences=stated, citations=sources, remarks=remarks)


def _changed(picks: Sequence[Picked], citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Numbers of the citations of picked sentences, each with that of one whose figure it says has changed."""
    numbers = {(each.article_id, each.start): each.number for each in citations}
    pairs = [((pick.hit.article.id, pick.start), earlier) for pick in picks for earlier in pick.instead_of]
    return [(numbers[one], numbers[other]) for one, other in pairs if one in numbers and other in numbers]


def _written(empty: Answer, found: Found, *, writer: Writer, today: date) -> Iterator[Event]:
    hits = found.hits[:_SOURCES]
    sources = number_sources(hits)
    sources += correction_sources(hits, found.corrections, first_number=len(sources) + 1)
    right = _put_right(found.premise, len(sources) + 1) if found.premise else None
    citable = (*sources, right[1]) if right else sources
    yield Begun(replace(empty, citations=citable, prompt_digest=writer.prompt.digest))
    first = (right[0],) if right else ()
    yield from first
    draft: Draft | None = None
    others = _on_other_matters(found, sources[: len(hits)])
    for event in write(found.asked, sources, writer=writer, today=today, others=others):
        if isinstance(event, Draft):
            draft = event
        else:
            yield event
    if draft is None:
        raise TypeError("write ended without a Draft")
    answer = replace(
        empty,
        struck=draft.struck,
        prompt_digest=writer.prompt.digest,
        usage=added(empty.usage, draft.spent),
        unfinished=draft.unfinished,
    )
    shown = (*first, *draft.shown)
    told = [sentence.text for sentence in draft.shown if not says_nothing_found(sentence.text)]
    decided = found.finding.sure or right is not None or draft.unfinished is not None
    stands = bool(told) and (decided or _stands(found, told))
    if stands:
        yield from _completed(answer, shown, citable, found=found)
    elif decided or found.several:
        # Evidence decided that there is an answer; or one reply does not decide it for several things at once.
        yield from (Withdrawn(sentence, _QUOTED_INSTEAD) for sentence in shown)
        quoted = replace(answer, model=f"{QUOTED}；{writer.chat.name} 没有写出对得上的回答")
        yield from _quoted(quoted, found)
    else:
        # The evidence is undecided, and what the model wrote, which is whole, does not decide it.
        yield from (Withdrawn(sentence, _NO_ANSWER) for sentence in shown)
        yield refuse(answer, found.hits, missing=found.evidence.missing)


def _on_other_matters(found: Found, sources: Sequence[Citation]) -> list[int]:
    """Numbers of those of the first sources, one a hit, that tell of another matter than the question."""
    best = [found.finding.best.article.id] if found.finding.best else []
    known = {*best, *(pick.hit.article.id for pick in found.picks)}
    return [
        source.number
        for source, hit in zip(sources, found.hits, strict=False)
        if hit.article.id not in known and not on_the_matter(found.matter, hit, rarity=found.rarity)
    ]


def _completed(
    answer: Answer, shown: tuple[Sentence, ...], citable: tuple[Citation, ...], *, found: Found
) -> Iterator[Event]:
    """What a model wrote, and beside it the papers' sentences for the parts of the question it left out or denied."""
    supported = [each for each in shown if each.verdict == "supported"]
    beside = tuple(put_beside(found, supported, number=len(citable) + 1))
    yield from (each.sentence for each in beside)
    gone = [sentence for sentence in shown if any(gives_way(each, sentence) for each in beside)]
    yield from (Withdrawn(sentence, _SAID_AFTER_ALL) for sentence in gone)
    shown = (*(each for each in shown if each not in gone), *(each.sentence for each in beside))
    citable = (*citable, *(each.source for each in beside))
    yield from _corrected(answer, shown, narrow(shown, citable), found.corrections)


def _stands(found: Found, told: Sequence[str]) -> bool:
    """Whether what a model wrote is likely enough an answer, by the evidence for what it names and its own reading."""
    answered = found.answered(told)
    return answered.said if found.odds is None else found.odds >= odds_needed(answered)


def _corrected(
    answer: Answer, shown: Sequence[Sentence], citations: Sequence[Citation], corrections: Corrections
) -> Iterator[Event]:
    # A correction the model left out is known only now, and yet stands first in the whole answer.
    stated, sources = state_corrections(shown, citations, corrections)
    yield from stated[: len(stated) - len(shown)]
    yield replace(answer, sentences=stated, citations=sources, remarks=newer_figures(stated, sources))


def _put_right(premise: Premise, number: int) -> tuple[Sentence, Citation]:
    """The sentence that puts a premise right: what it says of the papers stands in its quote."""
    source = cite(premise.hit.article, number=number, start=premise.start, end=premise.end)
    return Sentence(premise.text, (number,), judge(Marked(premise.said, (number,)), [source]).verdict), source
