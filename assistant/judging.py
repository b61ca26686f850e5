"""Sentences judged against what they cite: wrong citations replaced, quotes narrowed. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from assistant.citations import Marked, says_nothing_found
from assistant.orders import blank_orders, echoes_order, find_orders
from assistant.records import Citation, Sentence
from assistant.verdict import Source
from assistant.verify import support, verify
from vectorstore.sentences import sentence_spans

_ECHO = "照搬了文章里写给程序的话"
_TRIED = 3  # sources tried in place of a citation that does not support
_CLAUSES = re.compile(r"[^，,；;：:]+[，,；;：:]?")
_MOST_CLAUSES = 8  # of a sentence that is cut down
_MOST_TRIED = 40  # ways to cut it down
_ON_ITS_OWN = 6  # letters of the least that can stand for a sentence
# A clause that opens so leans on the one before it, or bears on the one behind it.
_LEANING = re.compile(
    r"^(?:并|且|而|但|却|则|就|也|还|又|其|从而|因此|所以|如果|若|虽然|尽管|只要|除非|由于|因为|为了)"
)


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


def cut_down(sentence: Sentence, citations: Sequence[Citation]) -> Sentence | None:
    """The sentence without the clauses that its sources do not bear out; None: nothing that can stand remains.

    Of what remains the longest is taken. It is judged like any sentence, and does not begin with a clause that
    leans on one left out.
    """
    clauses = _CLAUSES.findall(sentence.text)
    end = re.search(r"[。！？!?]+[”’」』]?$", sentence.text)
    if not 2 <= len(clauses) <= _MOST_CLAUSES:
        return None
    kept = [
        chosen
        for count in range(1, len(clauses))
        for chosen in combinations(range(len(clauses)), count)
        if not any(_LEANING.match(clauses[n]) and n and n - 1 not in chosen for n in chosen)
        and not any(
            _LEANING.match(clauses[n]) and n + 1 < len(clauses) and n + 1 not in chosen for n in chosen
        )
    ]
    kept.sort(key=lambda chosen: -sum(len(clauses[n]) for n in chosen))
    for chosen in kept[:_MOST_TRIED]:
        text = "".join(clauses[n] for n in chosen).rstrip("，,；;：:")
        if sum(char.isalnum() for char in text) < _ON_ITS_OWN or text.count("“") != text.count("”"):
            continue
        whole = text if end is None or text.endswith(end[0]) else f"{text}{end[0]}"
        cut = judge(Marked(whole, sentence.citations), citations)
        if cut.verdict == "supported" and cut.citations:
            return cut
    return None


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
