"""The answer without any chat model: the sentences that answer, picked and cited. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence import Rarity, article_text, term_weights
from assistant.matching import presence
from assistant.question import Part, Term, answers, characters, fold, parts
from assistant.question_synonyms import synonyms
from assistant.question_types import sought
from assistant.telling import character_weights, held_characters
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

QUOTED = "摘句"
NAME = f"{QUOTED}（未配置大模型）"
_DEPTH = 6  # hits whose sentences are considered
_LIMIT = 6  # sentences in an answer
_SINGLE, _SEVERAL = 4, 3  # sentences of the best articles for a part: of a question of one part, of several
_BEHIND = 1.5  # log odds by which a further sentence may fall behind the part's best
_UNFIT_BEHIND = 2.5  # the same for the first that holds the form or type asked for
_ECHOES = 2  # sentences of other articles for a part
_ECHO_BEHIND = 2.2  # log odds by which they may fall behind, the articles' places among the hits left aside
_ABOUT_BEHIND = 0.15  # share of the part's words their articles may lack that the best one has

# Log odds that a sentence holds the answer: a logistic model of four signs fitted on sentences of the articles
# found for the dev half of news-qa (1doc) over news-small and for evals/questions.jsonl over the sample.
_CHARACTERS, _RANK, _TYPED, _FORM = 4.0, 3.7, 1.3, 1.4
_OPEN = 0.3  # value of a sign that the question leaves open

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that answers: `hit.article.text[start:end] == text`."""

    text: str
    hit: Hit
    start: int
    end: int
    score: float  # log odds, comparable within one question


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a hit's article."""

    hit: Hit
    start: int
    end: int
    folded: str
    place: int  # among all the sentences considered


@dataclass(frozen=True, slots=True)
class _Rated:
    """A sentence, rated for a part of the question."""

    sentence: _Sentence
    fits: bool  # it holds the form or type asked for, or none is
    matter: float  # log odds by what it says
    score: float  # the same with its article's place among the hits


def extract(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Picked, ...]:
    """At most six sentences of the hits that answer the parts of the question, in reading order.

    Reading order: best hit first, then as the article has them. Where another article answers the same part
    nearly as well with other figures, its sentence is there too: it may be newer, or disagree.
    """
    hits = hits[:_DEPTH]
    sentences = _sentences(hits)
    if not sentences:
        return ()
    asked = parts(question)
    weights = term_weights(tuple(dict.fromkeys(term for part in asked for term in part.terms)), rarity)
    texts = {hit.article.id: article_text(hit.article) for hit in hits}
    quota = _SINGLE if len(asked) == 1 else _SEVERAL
    turns = [
        list(_choose(part, _rate(part, sentences), about=_about(part, texts, weights), quota=quota))
        for part in asked
    ]
    chosen: dict[int, _Rated] = {}
    for turn in range(max(map(len, turns))):
        for ranked in turns:
            if turn < len(ranked) and len(chosen) < _LIMIT:
                chosen.setdefault(ranked[turn].sentence.place, ranked[turn])
    return tuple(_picked(chosen[place]) for place in sorted(chosen))


def _sentences(hits: Sequence[Hit]) -> list[_Sentence]:
    spans = [(hit, start, end) for hit in hits for start, end in sentence_spans(hit.article.text)]
    return [
        _Sentence(hit, start, end, fold(hit.article.text[start:end]), place)
        for place, (hit, start, end) in enumerate(spans)
    ]


def _picked(rated: _Rated) -> Picked:
    sentence = rated.sentence
    text = sentence.hit.article.text[sentence.start : sentence.end]
    return Picked(text, sentence.hit, sentence.start, sentence.end, round(rated.score, 3))


def _rate(part: Part, sentences: Sequence[_Sentence]) -> list[_Rated]:
    """Every sentence rated for the part, best first."""
    weights = character_weights(characters(part.text), [sentence.folded for sentence in sentences])
    total = sum(weights.values()) or 1.0
    words = {term.text: synonyms(term.text) for term in part.terms}
    form = sought(part.text)
    rated = []
    for sentence in sentences:
        held = held_characters(weights, words, sentence.folded)
        typed = any(answers(kind, sentence.folded) for kind in part.asks)
        formed = form is not None and form.search(sentence.folded) is not None
        matter = (
            _CHARACTERS * sum(weights[character] for character in held) / total
            + _TYPED * (float(typed) if part.asks else _OPEN)
            + _FORM * (float(formed) if form else _OPEN)
        )
        fits = formed if form else not part.asks or answers(part.asks[0], sentence.folded)
        rated.append(_Rated(sentence, fits, matter, matter + _RANK * sentence.hit.score))
    return sorted(rated, key=lambda each: -each.score)


def _about(part: Part, texts: Mapping[str, str], weights: Mapping[Term, float]) -> dict[str, float]:
    """By article id: the weighted share of the part's words that the article holds."""
    total = sum(weights[term] for term in part.terms) or 1.0
    return {
        name: sum(weights[term] * presence(term, text) for term in part.terms) / total
        for name, text in texts.items()
    }


def _choose(
    part: Part, rated: Sequence[_Rated], *, about: Mapping[str, float], quota: int
) -> Iterator[_Rated]:
    """The sentences for a part, most needed first: its best, what other articles say to it, what comes near."""
    best = rated[0]
    yield best
    fitting = next((each for each in rated if each.fits and each.score >= best.score - _UNFIT_BEHIND), best)
    if fitting is not best:
        yield fitting
    if best.sentence.folded.endswith("?"):
        yield from (each for each in rated if each.sentence.place == best.sentence.place + 1)
    yield from _echoes(part, fitting, rated, about=about)
    for each in rated[1:quota]:
        if each.score >= best.score - _BEHIND:
            yield each


def _echoes(
    part: Part, best: _Rated, rated: Sequence[_Rated], *, about: Mapping[str, float]
) -> Iterator[_Rated]:
    """For a question with a type of answer, the best sentences of other articles as much about it that hold the
    type with figures not yet seen."""
    if not part.asks:
        return
    seen = {best.sentence.hit.article.id}
    figures = set(_FIGURE.findall(best.sentence.folded))
    enough = about[best.sentence.hit.article.id] - _ABOUT_BEHIND
    for each in sorted(rated, key=lambda each: -each.matter):
        name = each.sentence.hit.article.id
        if len(seen) > _ECHOES or each.matter < best.matter - _ECHO_BEHIND:
            return
        if name in seen or not each.fits or about[name] < enough:
            continue
        told = set(_FIGURE.findall(each.sentence.folded))
        if told - figures:
            seen.add(name)
            figures |= told
            yield each
