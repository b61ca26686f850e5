"""Sentences of the papers beside what a model wrote, for what of a question it left out or denied. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer_forms import candidates
from assistant.answer_kinds import kind_of_answer
from assistant.citations import Marked, cite, says_nothing_found
from assistant.extractive import Picked, extract
from assistant.find import Found
from assistant.judging import judge
from assistant.matching import presence
from assistant.question import answers, asked, fold, terms_of
from assistant.records import Citation, Sentence
from assistant.uncovered import weigh_parts
from vectorstore.identity import squash
from vectorstore.records import Article

_NEARLY = 0.75  # share of a part's words from which a sentence tells of it
_LIKELY = 0.15  # answers a sentence is expected to hold, from which it is put beside what a model wrote
_SEVERAL = re.compile(r"哪些|有哪|哪(?:几|[两三四五六七八九十\d])|分别|各")
_LEAD_IN = ("：", ":")  # announces what then is not there
_OTHERS = 2  # sentences with other answers, for a part that asks for several

Place = tuple[Article, int, int]  # a sentence: article, start, end


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence of the papers that answers a part of the question."""

    part: str
    sentence: Sentence
    source: Citation


def put_beside(found: Found, supported: Sequence[Sentence], *, number: int) -> Iterator[Beside]:
    """The sentences of the papers that state the answers a model did not name.

    `supported`: what it wrote and the papers support. `number`: of the first citation.
    """
    told = [
        each for each in supported if not says_nothing_found(each.text) and not each.text.endswith(_LEAD_IN)
    ]
    parts = list(_by_part(found))
    for part in parts:
        named = _named(part, told, alone=len(parts) == 1)
        for article, start, end in _others(part, told) if named else _stated(part):
            source = cite(article, number=number, start=start, end=end)
            sentence = judge(Marked(source.quote, (number,)), [source])
            known = any(squash(source.quote) in squash(each.text) for each in told)
            if sentence.verdict == "supported" and not known:
                told.append(sentence)
                number += 1
                yield Beside(part.matter, sentence, source)
                if not named:
                    break


def tells_of(part: str, sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence that is supported tells of the part: it has nearly all its words, and the type asked for."""
    terms = [term for term in terms_of(fold(part)) if not term.light]
    kinds = asked(fold(part))
    return bool(terms) and any(
        sum(presence(term, text) for term in terms) >= _NEARLY * len(terms)
        and (not kinds or any(answers(kind, text) for kind in kinds))
        for sentence in sentences
        if sentence.citations and sentence.verdict == "supported"
        for text in [fold(sentence.text)]
    )


def denied(part: str, sentence: Sentence) -> float:
    """The share of the part's words in a sentence that says the papers do not say; 0 for any other."""
    words = [term.text for term in terms_of(fold(part))]
    if not words or not says_nothing_found(sentence.text):
        return 0.0
    text = fold(sentence.text)
    return sum(word in text for word in words) / len(words)


def _by_part(found: Found) -> Iterator[Found]:
    """What was found, for each part of the question by itself."""
    parts = weigh_parts(found.matter, found.hits, rarity=found.rarity)
    for part in parts:
        picks = extract(part.whole, found.hits, rarity=found.rarity)
        alone = replace(found, matter=part.whole, evidence=part.evidence, picks=picks)
        yield replace(alone, finding=alone.answered(None))
    if not parts:
        yield found


def _named(part: Found, told: Sequence[Sentence], *, alone: bool) -> bool:
    """Whether what was told names an answer to the part; where none can be named (why, how), whether it is of it."""
    if part.finding.best is None:
        return bool(told) if alone else tells_of(part.matter, told)
    return part.answered([each.text for each in told]).said


def _stated(part: Found) -> Iterator[Place]:
    """Where the papers state the answer to the part, the likeliest first; nowhere where none is likely."""
    best = part.finding.best
    if best is not None and part.finding.sure:
        yield best.article, best.start, best.end
    for pick in _likely(part):
        yield pick.hit.article, pick.start, pick.end


def _likely(part: Found) -> list[Picked]:
    return sorted((each for each in part.picks if each.score >= _LIKELY), key=lambda each: -each.score)


def _others(part: Found, told: Sequence[Sentence]) -> Iterator[Place]:
    """Where the best sentences name things of the kind asked that were not told, if the part asks for several."""
    question = fold(part.matter)
    kind = kind_of_answer(question)
    if kind is None or not _SEVERAL.search(question):
        return
    text = "\n".join(fold(each.text) for each in told)
    for pick in _likely(part)[:_OTHERS]:
        sentence = fold(pick.text)
        names = {sentence[each.start : each.end] for each in candidates(kind, question, sentence)}
        if any(name not in text for name in names):
            yield pick.hit.article, pick.start, pick.end
