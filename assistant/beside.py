"""Sentences of the papers beside what a model wrote, for what of a question it left out or denied. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer_binding import Bound
from assistant.answer_forms import candidates
from assistant.answer_kinds import kind_of_answer
from assistant.answering import log_odds
from assistant.citations import Marked, cite, says_nothing_found
from assistant.extractive import Picked, extract
from assistant.find import Found
from assistant.judging import judge
from assistant.matching import presence
from assistant.question import answers, asked, fold, terms_of
from assistant.question_types import asks_several
from assistant.records import Citation, Sentence
from assistant.uncovered import weigh_parts
from vectorstore.identity import pairs_of, squash
from vectorstore.records import Article

_MOSTLY = 0.5  # share of a part's words in a sentence of it, above which this gives way
_NEARLY = 0.75  # share of a part's words from which a sentence tells of it
_LIKELY = 0.1  # answers a sentence is expected to hold, from which it is shown where none was told
_MOST_LIKELY = 0.5  # the same where one was
_FAR = 0.8  # log odds by which an answer is likelier than the one told, from which it is shown beside it
_LIKE = 0.3  # share of the shorter one's character pairs from which two sentences are alike
_LEAD_IN = ("：", ":")  # announces what then is not there
_SEVERAL = 2  # sentences for a part that asks for several answers

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
        places, most = _untold(part, told, alone=len(parts) == 1)
        for article, start, end in places:
            source = cite(article, number=number, start=start, end=end)
            sentence = judge(Marked(source.quote, (number,)), [source])
            known = any(squash(source.quote) in squash(each.text) for each in told)
            if sentence.verdict == "supported" and not known:
                told.append(sentence)
                number, most = number + 1, most - 1
                yield Beside(part.matter, sentence, source)
            if not most:
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
    return _share(part, sentence) if says_nothing_found(sentence.text) else 0.0


def gives_way(beside: Beside, sentence: Sentence) -> bool:
    """Whether what a model wrote of the part is not shown where the papers' sentence is: it denies that they say
    anything, or has a figure that they have not."""
    wrong_figure = sentence.verdict == "partly" and re.search(r"\d", sentence.reason or "")
    return _share(beside.part, sentence) > _MOSTLY and bool(wrong_figure or says_nothing_found(sentence.text))


def _share(part: str, sentence: Sentence) -> float:
    words = [term.text for term in terms_of(fold(part))]
    text = fold(sentence.text)
    return sum(word in text for word in words) / len(words) if words else 0.0


def _by_part(found: Found) -> Iterator[Found]:
    """What was found, for each part of the question by itself."""
    parts = weigh_parts(found.matter, found.hits, rarity=found.rarity)
    for part in parts:
        picks = extract(part.whole, found.hits, rarity=found.rarity)
        alone = replace(found, matter=part.whole, evidence=part.evidence, picks=picks)
        yield replace(alone, finding=alone.answered(None))
    if not parts:
        yield found


def _untold(part: Found, told: Sequence[Sentence], *, alone: bool) -> tuple[Iterator[Place], int]:
    """Where the papers state what of the part was not told, the best first, and how many of these are to be shown.

    `alone`: it is all that is asked.
    """
    several = asks_several(fold(part.matter))
    most = _SEVERAL if several else 1
    if part.finding.best is None:  # none can be named (why, how): then it is enough to have told of the part
        answered, named = bool(told) if alone else tells_of(part.matter, told), None
    else:
        finding = part.answered([each.text for each in told])
        answered, named = finding.said, finding.best
    if not answered:
        return _stated(part), most
    return _others(part, told) if several else _likelier(part, named, told), most


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
    """Where the best sentences name things of the kind asked that were not told."""
    question = fold(part.matter)
    kind = kind_of_answer(question)
    if kind is None:
        return
    text = _text(told)
    for pick in _likely(part)[:_SEVERAL]:
        sentence = fold(pick.text)
        names = {sentence[each.start : each.end] for each in candidates(kind, question, sentence)}
        if any(name not in text for name in names):
            yield pick.hit.article, pick.start, pick.end


def _likelier(part: Found, named: Bound | None, told: Sequence[Sentence]) -> Iterator[Place]:
    """Where the papers state an answer far likelier than the one named, and where they likely do in words of which
    hardly one was told."""
    best = part.finding.best
    if best is None or named is None:
        return
    if log_odds(best) - log_odds(named) >= _FAR:
        yield best.article, best.start, best.end
    for pick in _likely(part)[:1]:
        if pick.score >= _MOST_LIKELY and not any(_alike(pick.text, each.text) for each in told):
            yield pick.hit.article, pick.start, pick.end


def _alike(one: str, other: str) -> bool:
    """Whether they share more than a few words."""
    left, right = (pairs_of(squash(fold(text))) for text in (one, other))
    return len(left & right) >= _LIKE * min(len(left), len(right))


def _text(told: Sequence[Sentence]) -> str:
    return "\n".join(fold(each.text) for each in told)
