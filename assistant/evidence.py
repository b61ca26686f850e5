"""Whether the hits found can answer a question: decided by evidence, not by a model. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.matching import is_year, presence, year_presence
from assistant.question import Part, Term, TermKind, answers, bigrams, fold, parts
from vectorstore.records import Article, Hit
from vectorstore.sentences import sentence_spans

Rarity = Callable[[Sequence[str]], tuple[float, ...]]
_DEPTH = 6  # articles in which words are looked for
_CLOSE = 3  # articles whose sentences are looked at
_HELD = 0.8  # presence from which a word counts as held
_WEIGHT: Mapping[TermKind, float] = {"name": 1.5, "number": 1.2, "noun": 1.0, "word": 0.5}
_LIGHT = 0.3  # factor of light words
_BESIDE = 0.2  # share by which the best place of another article may fall behind
_SOME = 0.25  # share a place must have for a figure in it to count
_NOWHERE = 1.25  # factor that lets a verb or adjective found nowhere in the library count like a noun
_STRICT = frozenset({"phone", "money", "share", "material"})  # types whose answers have a form of their own

# A logistic model of the five signs: `python -m benchmarks.bench_answers --fit` on absent-questions.dev and the 1doc
# questions of news-qa.dev over news-small and on evals/questions.jsonl over the sample, each kind weighing the same.
_BIAS = -17.1
_COEFFICIENTS = (8.2, 6.4, -2.5, -1.0, 7.0)
_ENOUGH = 0.5

_Table = Mapping[Term, Sequence[float]]  # how far each article holds each term


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the best hits cover what a question asks."""

    score: float  # 0..1
    enough: bool
    missing: tuple[str, ...]  # words of the question that the hits do not hold, weightiest first


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed, each 0..1."""

    near: float  # weighted share of the best part's words within three neighbouring sentences
    pairs: float  # share of the best part's character pairs in one article
    absent: float  # 1 where a name, year or noun of weight is in no article about the question's names
    absent_verb: float  # weight of the weightiest other word missing
    typed: float  # 1 where the best sentences hold the type asked for, or the type has no form of its own


def remembered(rarity: Rarity) -> Rarity:
    """The same for a question's many steps, each text looked up once."""
    known: dict[str, float] = {}

    def look_up(texts: Sequence[str]) -> tuple[float, ...]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, rarity(new), strict=True))
        return tuple(known[text] for text in texts)

    return look_up


def weigh(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> Evidence:
    """The evidence of `hits`, best first, for the question; no hits are no evidence."""
    signs, missing = read_signs(question, hits, rarity=rarity)
    if not hits:
        return Evidence(0.0, False, missing)
    values = (signs.near, signs.pairs, signs.absent, signs.absent_verb, signs.typed)
    logit = _BIAS + sum(factor * value for factor, value in zip(_COEFFICIENTS, values, strict=True))
    score = 1 / (1 + math.exp(-logit))
    return Evidence(round(score, 4), score >= _ENOUGH, missing)


def read_signs(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Signs, tuple[str, ...]]:
    """The signs of the hits, and the words missing."""
    asked_parts = _named(parts(question))
    terms = tuple(dict.fromkeys(term for part in asked_parts for term in part.terms))
    if not hits:
        return Signs(0, 0, 1, 0, 0), tuple(term.text for term in terms)
    weights = term_weights(terms, rarity)
    articles = tuple(hit.article for hit in hits[:_DEPTH])
    texts = tuple(article_text(article) for article in articles)
    table = {term: [_presence(term, *pair) for pair in zip(articles, texts, strict=True)] for term in terms}
    held = _held(table)
    lacking = {term: weights[term] * (1 - held[term]) for term in terms}
    near, typed = _nearest(asked_parts, weights, articles[:_CLOSE], table)
    absent, absent_verb = min(_absent(part, lacking) for part in asked_parts)
    signs = Signs(
        near=near,
        pairs=max(
            _pairs(part, n, text, table) for part in asked_parts for n, text in enumerate(texts[:_CLOSE])
        ),
        absent=absent,
        absent_verb=absent_verb,
        typed=typed,
    )
    missing = sorted((term for term in terms if held[term] < 0.5), key=lambda term: -lacking[term])
    return signs, tuple(term.text for term in missing)


def _named(asked: Sequence[Part]) -> tuple[Part, ...]:
    """The parts; one that names nobody and nothing is about what the part before it names."""
    found: list[Part] = []
    names: tuple[Term, ...] = ()
    for part in asked:
        own = tuple(term for term in part.terms if term.kind == "name")
        found.append(part if own else replace(part, terms=(*part.terms, *names)))
        names = own or names
    return tuple(found)


def _absent(part: Part, lacking: Mapping[Term, float]) -> tuple[float, float]:
    """How far a word of weight is missing to the part, and how far its weightiest verb or adjective is.

    A name missing counts whichever part it stands in: it tells of another matter.
    """
    own = {term: lack for term, lack in lacking.items() if term.kind == "name" or term in part.terms}
    verbs = [lack for term, lack in own.items() if term.kind == "word"]
    firm = max((lack * (_NOWHERE if term.kind == "word" else 1.0) for term, lack in own.items()), default=0.0)
    return min(1.0, max(0.0, (firm - 0.6) / 0.3)), max(verbs, default=0.0)


def term_weights(terms: Sequence[Term], rarity: Rarity) -> dict[Term, float]:
    """How much each term tells: by its kind and its rarity in the library."""
    rare = rarity([term.text for term in terms]) if terms else ()
    return {
        term: _WEIGHT[term.kind] * (_LIGHT if term.light else 1.0) * (0.2 + share)
        for term, share in zip(terms, rare, strict=True)
    }


def article_text(article: Article) -> str:
    """Headline, kicker and body, folded."""
    return fold(f"{article.headline or ''} {article.kicker or ''} {article.text}")


def _held(table: _Table) -> dict[Term, float]:
    """How far each term is held: names by any article, other terms by an article about one of the names."""
    names = [row for term, row in table.items() if term.kind == "name"]
    count = max(map(len, table.values()), default=0)
    about = [n for n in range(count) if any(row[n] >= _HELD for row in names)] or range(min(_CLOSE, count))
    return {
        term: max(row) if term.kind == "name" else max(row[n] for n in about) for term, row in table.items()
    }


def _presence(term: Term, article: Article, text: str) -> float:
    if is_year(term):
        return year_presence(term, article.text, article.issued)
    return presence(term, text)


def _pairs(part: Part, article: int, text: str, table: _Table) -> float:
    """Share of the part's character pairs that the article holds; for those within a word, the word decides."""
    pairs = bigrams(part.text)
    said = [term.text for term in part.terms if table[term][article] >= _HELD]
    unsaid = [term.text for term in part.terms if not table[term][article]]
    held = sum(
        any(pair in word for word in said) or (pair in text and not any(pair in word for word in unsaid))
        for pair in pairs
    )
    return held / len(pairs) if pairs else 0.0


def _nearest(
    asked: Sequence[Part], weights: Mapping[Term, float], articles: Sequence[Article], table: _Table
) -> tuple[float, float]:
    """The best part's share of words in three neighbouring sentences, and whether these hold the type asked for.

    A part that names several things may draw on two places.
    """
    best, typed = 0.0, 1.0
    groups = [_windows(article) for article in articles]
    for part in asked:
        total = sum(weights[term] for term in part.terms)
        if not total or not any(groups):
            continue
        shares = [
            [
                [weights[term] * _in_window(term, window, table[term][n]) / total for term in part.terms]
                for window in windows
            ]
            for n, windows in enumerate(groups)
        ]
        rows = [row for group in shares for row in group]
        first = max(rows, key=sum)
        share = sum(first)
        if sum(term.kind == "name" for term in part.terms) > 1:
            share = max(sum(map(max, first, row)) for row in rows)
        if share > best:
            best = share
            typed = float(_holds_type(part, groups, shares, least=sum(first) - _BESIDE))
    return best, typed


def _holds_type(
    part: Part, groups: Sequence[Sequence[str]], shares: Sequence[Sequence[Sequence[float]]], *, least: float
) -> bool:
    """Whether an article with a place of at least that share holds the type asked for beside words of the part."""
    strict = [kind for kind in part.asks if kind in _STRICT]
    return not strict or any(
        answers(kind, window)
        for windows, rows in zip(groups, shares, strict=True)
        if any(sum(row) >= least for row in rows)
        for window, row in zip(windows, rows, strict=True)
        if sum(row) >= _SOME
        for kind in strict
    )


def _in_window(term: Term, window: str, in_article: float) -> float:
    """As in the article for a year, which a newspaper does not repeat; for the rest as the window has it."""
    return in_article if is_year(term) else presence(term, window)


def _windows(article: Article) -> list[str]:
    sentences = [fold(article.text[start:end]) for start, end in sentence_spans(article.text)]
    head = fold(f"{article.headline or ''} {article.kicker or ''}")
    return [" ".join((head, *sentences[max(0, n - 1) : n + 2])) for n in range(len(sentences))]
