"""Sentences judged against what they cite: wrong citations replaced, quotes narrowed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.citations import Marked, says_nothing_found
from assistant.orders import blank_orders, echoes_order, find_orders
from assistant.records import Citation, Sentence
from assistant.verdict import Source
from assistant.verify import support, verify
from vectorstore.sentences import sentence_spans

_ECHO = "照搬了文章里写给程序的话"
_TRIED = 3  # sources tried in place of a citation that does not support


def judge(marked: Marked, citations: Sequence[Citation]) -> Sentence:
    """The sentence with its verdict; a citation that does not support it is replaced by one that does.

    A sentence that only says the papers do not say needs no source. What stands in an article only as an
    order to a program supports nothing, and a sentence that repeats it is not shown.
    """
    if not marked.numbers and says_nothing_found(marked.text):
        return Sentence(marked.text, (), "supported")
    if any(echoes_order(marked.text, citation.quote) for citation in citations):
        return Sentence(marked.text, marked.numbers, "unsupported", _ECHO)
    by_number = {citation.number: source_of(citation) for citation in citations}
    cited = [by_number[number] for number in marked.numbers if number in by_number]
    first = verify(marked.text, cited)
    if first.verdict == "supported":
        return Sentence(marked.text, marked.numbers, "supported")
    ranked = sorted(by_number.values(), key=lambda source: -support(marked.text, source))
    for source in ranked[:_TRIED]:
        if verify(marked.text, [source]).verdict == "supported":
            return Sentence(marked.text, (source.number,), "supported")
    if not cited and ranked:
        second = verify(marked.text, ranked[:1])
        if second.verdict == "partly":
            return Sentence(marked.text, (ranked[0].number,), "partly", second.reason)
    return Sentence(marked.text, marked.numbers, first.verdict, first.reason)


def narrow(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations that are used, each quoting only the sentences of its passage that are relied on."""
    narrowed: list[Citation] = []
    for citation in citations:
        claims = [sentence.text for sentence in sentences if citation.number in sentence.citations]
        spans = sentence_spans(citation.quote)
        if not claims:
            continue
        used = (
            [max(spans, key=lambda span: _support(claim, citation, span)) for claim in claims]
            if spans
            else []
        )
        start, end = (min(a for a, _ in used), max(b for _, b in used)) if used else (0, len(citation.quote))
        narrowed.append(
            replace(
                citation,
                quote=citation.quote[start:end],
                start=citation.start + start,
                end=citation.start + end,
            )
        )
    return tuple(narrowed)


def source_of(citation: Citation) -> Source:
    """The citation as the sentence gate reads it."""
    headline = citation.headline
    return Source(
        number=citation.number,
        text=blank_orders(citation.quote),
        headline=None if headline is None or find_orders(headline) else headline,
        issued=citation.issued,
        publication=citation.publication,
    )


def _support(claim: str, citation: Citation, span: tuple[int, int]) -> float:
    return support(claim, replace(source_of(citation), text=citation.quote[span[0] : span[1]]))
