"""An answer and the hits it rests on, examined: what became of a stored question. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from assistant.citations import says_nothing_found
from assistant.evaluation.found_facts import Told, found, squash, told_by
from assistant.evaluation.records import Cited, Judged, Outcome, Seen, Stored
from assistant.evaluation.retrieval import article_ranks, holds, passage_ranks
from assistant.judging import source_of
from assistant.records import Answer, Sentence
from assistant.verdict import Source
from assistant.verify import verify
from vectorstore.records import Hit

# 是42个，不是60个: no source says what a figure is not, and the figure itself is judged.
_CONTRAST = re.compile(r"[，,](?:而)?不是[^，,。；！？]*(?=[。；！？]|$)")


def examine(stored: Stored, answer: Answer, hits: Sequence[Hit], *, seconds: float) -> Outcome:
    """All that scores and reports need of one question. `hits`: best first, as deep as any metric looks."""
    shown = told_by(answer)
    spent = answer.usage
    ranks = article_ranks(stored.gold, hits)
    return Outcome(
        stored=stored,
        refused=answer.refused,
        answer=answer.text,
        sentences=judged(answer, hits),
        sources=tuple(
            Cited(each.number, each.article_id, each.headline or "", _iso(each.issued), each.quote)
            for each in answer.citations
        ),
        remarks=answer.remarks,
        facts=tuple(found(fact, shown, question=stored.question) for fact in stored.facts),
        leads_outdated=_leads_outdated(stored, answer, shown),
        article_ranks=ranks.fused,
        dense_ranks=ranks.dense,
        lexical_ranks=ranks.lexical,
        passage_ranks=passage_ranks(stored.gold, hits),
        seen=tuple(
            Seen(
                hit.article.id,
                hit.article.headline or "",
                _iso(hit.article.issued),
                hit.passage.text,
                any(holds(gold, hit) for gold in stored.gold),
            )
            for hit in hits
        ),
        seconds=seconds,
        prompt_tokens=spent.prompt_tokens,
        completion_tokens=spent.completion_tokens,
        cost=spent.cost,
    )


def judged(answer: Answer, hits: Sequence[Hit]) -> tuple[Judged, ...]:
    """Each sentence of the answer, judged by the gate against its citations as a reader finds them."""
    sources = {citation.number: source_of(citation) for citation in answer.citations}
    everything = [*sources.values(), *(_passage(hit, 1000 + n) for n, hit in enumerate(hits))]
    return tuple(_judged(sentence, sources, everything) for sentence in answer.sentences)


def _judged(sentence: Sentence, sources: dict[int, Source], everything: Sequence[Source]) -> Judged:
    make = partial(Judged, text=sentence.text, citations=sentence.citations)
    if not sentence.citations and says_nothing_found(sentence.text):
        return make(claims=False, verdict="supported", reason="", precise=0, grounded=True)
    cited = [sources[number] for number in sentence.citations if number in sources]
    text = _CONTRAST.sub("", sentence.text)
    judgement = verify(text, cited)
    supported = judgement.verdict == "supported"
    return make(
        claims=True,
        verdict=judgement.verdict,
        reason=judgement.reason or "",
        precise=sum(_needed(text, source, cited) for source in cited) if supported else 0,
        grounded=supported or any(verify(text, [each]).verdict == "supported" for each in everything),
    )


def _needed(text: str, source: Source, cited: Sequence[Source]) -> bool:
    """ALCE's rule: a citation is idle where it does not support alone and the others support without it."""
    if len(cited) == 1 or verify(text, [source]).verdict == "supported":
        return True
    return verify(text, [each for each in cited if each is not source]).verdict != "supported"


def _leads_outdated(stored: Stored, answer: Answer, shown: Sequence[Told]) -> bool:
    """Whether what is no longer right is told before what is in its place, and no remark says which is the newer.

    A sentence that has both (由100元提高到150元) puts it right.
    """
    old: tuple[int, ...] = ()
    for sentence, told in zip(answer.sentences, shown, strict=True):
        if any(found(fact, [told], question=stored.question) for fact in stored.facts):
            return bool(old) and not any(
                _names(remark, old) and _names(remark, sentence.citations) for remark in answer.remarks
            )
        if any(squash(each) in squash(told.text) for each in stored.outdated):
            old = (*old, *sentence.citations)
    return bool(old)


def _names(remark: str, numbers: Sequence[int]) -> bool:
    return any(f"[{number}]" in remark for number in numbers)


def _passage(hit: Hit, number: int) -> Source:
    article = hit.article
    return Source(number, hit.passage.text, article.headline, article.issued, article.publication)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
