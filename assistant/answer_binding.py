"""How firmly a thing in an article is bound to what a question asks: signs, each 0..1. Pure."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answer_forms import Candidate, candidates
from assistant.answer_kinds import Kind
from assistant.answer_matter import Matter, prepare
from assistant.answer_times import YEAR, elsewhen
from assistant.datelines import said_spans
from assistant.evidence import Rarity
from assistant.question import Part, fold
from vectorstore.records import Article, Hit
from vectorstore.tokens import tagged

_DEPTH = 6  # hits looked at
_BESIDE = 12  # characters beside a candidate that count as its clause
_FAR = 25  # characters from which a candidate is no longer near
_UNLIKE, _ALIKE = 0.78, 0.96  # cosines by e5-small: of a passage on another matter, of one that answers
_UNKNOWN = 0.5  # likeness of a passage whose cosine is not known
_CLAUSE = re.compile(r"[,;。!?:…()]|\.\.\.")
_TELLING = 0.12  # likeness by which an article weighs e times as much as another
_BARE = re.compile(r"^(?:19|20)\d\d年")  # the same day is told with its year and without
_NAME_TAGS = ("nr", "ns", "nt", "nz")


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed of a candidate."""

    clause: float  # weighted share of the question's characters in its clause
    context: float  # weighted share of the question's words within three sentences and the headline
    near: float  # how near it stands to the word that says what is asked
    elsewhen: float  # 1 where what it stands beside is of another year or period than asked
    others: float  # other names in its clause that the question does not have
    fit: float  # how much it is of the kind asked for
    rank: float  # place of its article among the hits, 1 the first
    share: float  # of the articles found, each weighing by its likeness to the question, those that have it
    shown: float  # 1 where its sentence is one of those that answer best by their words

    @property
    def values(self) -> tuple[float, ...]:
        """The signs in their order; `dataclasses.astuple` copies deeply, and takes too long here."""
        return (
            *(self.clause, self.context, self.near, self.elsewhen),
            *(self.others, self.fit, self.rank, self.share, self.shown),
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """A candidate in an article."""

    text: str  # folded
    article: Article
    start: int  # of its sentence in the article's text
    end: int
    signs: Signs


@dataclass(frozen=True, slots=True)
class Read:
    """An article of a hit, folded and cut into sentences."""

    article: Article
    rank: float
    weight: float  # among the articles, by its likeness to the question; together 1
    head: str
    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  # of the sentences in the article's text
    looked_at: frozenset[int]  # numbers of the sentences that may hold an answer


def read(hits: Sequence[Hit], *, shown: Sequence[str]) -> tuple[Read, ...]:
    """The articles of the best hits. `shown`: the sentences that answer best by their words."""
    hits = hits[:_DEPTH]
    odds = [math.exp((_likeness(hit) - 1) / _TELLING) for hit in hits]
    folded = frozenset(map(fold, shown))
    return tuple(
        _read(hit, rank=1 - number / _DEPTH, weight=odd / sum(odds), shown=folded)
        for number, (hit, odd) in enumerate(zip(hits, odds, strict=True))
    )


def _read(hit: Hit, *, rank: float, weight: float, shown: frozenset[str]) -> Read:
    article = hit.article
    spans = said_spans(article.text)
    sentences = tuple(fold(article.text[start:end]) for start, end in spans)
    low, high = hit.passage.start, hit.passage.end
    inside = {n for n, (start, end) in enumerate(spans) if start < high and end > low}
    beside = {n + step for n in inside for step in (-1, 1)}
    return Read(
        article=article,
        rank=rank,
        weight=weight,
        head=fold(f"{article.headline or ''} {article.kicker or ''}"),
        sentences=sentences,
        spans=spans,
        looked_at=frozenset(inside | beside | {n for n, text in enumerate(sentences) if text in shown}),
    )


def likeness(hits: Sequence[Hit]) -> float:
    """How like the question the nearest of the best hits' passages is, 0..1."""
    return max(map(_likeness, hits[:_DEPTH]), default=0.0)


def _likeness(hit: Hit) -> float:
    if hit.similarity is None:
        return _UNKNOWN
    return min(1.0, max(0.0, (hit.similarity - _UNLIKE) / (_ALIKE - _UNLIKE)))


def bind(
    part: Part, kind: Kind, articles: Sequence[Read], *, shown: Sequence[str], rarity: Rarity
) -> tuple[Bound, ...]:
    """The candidates for the part in and beside the passages found and in `shown`, each with its signs."""
    matter = prepare(part, kind, [text for article in articles for text in article.sentences], rarity)
    best = frozenset(map(fold, shown))
    places = [place for article in articles for place in _places(part, kind, article)]
    having: dict[str, dict[str, float]] = {}
    for place in places:
        for each in place.near:
            having.setdefault(place.bare(each), {})[place.article.article.id] = place.article.weight
    shares = {bare: sum(weights.values()) for bare, weights in having.items()}
    return tuple(
        each for place in places for each in _bound(matter, place, shares, shown=place.sentence in best)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence with the candidates in it."""

    article: Read
    number: int
    near: tuple[Candidate, ...]
    year: int | None  # the last named before the sentence, or of the issue; None: neither

    @property
    def sentence(self) -> str:
        return self.article.sentences[self.number]

    def bare(self, each: Candidate) -> str:
        return _BARE.sub("", self.sentence[each.start : each.end])


def _places(part: Part, kind: Kind, article: Read) -> Iterator[_Place]:
    year = article.article.issued.year if article.article.issued else None
    for number, sentence in enumerate(article.sentences):
        if number in article.looked_at and not sentence.endswith("?"):
            near = candidates(kind, part.text, sentence)
            if near:
                yield _Place(article, number, near, year)
        years = YEAR.findall(sentence)
        year = int(years[-1]) if years else year


def _bound(matter: Matter, place: _Place, shares: Mapping[str, float], *, shown: bool) -> Iterator[Bound]:
    article, number, sentence = place.article, place.number, place.sentence
    context = matter.told(" ".join((article.head, *article.sentences[max(0, number - 1) : number + 2])))
    names = _names(matter.text, sentence)
    cuts = (0, *(match.end() for match in _CLAUSE.finditer(sentence)), len(sentence))
    held = cache(matter.held)
    for each in place.near:
        low, high = _clause(cuts, each)
        beside = sum(
            low <= start < high and not (start < each.end and end > each.start) for start, end in names
        )
        signs = Signs(
            clause=held(sentence[low:high]),
            context=context,
            near=_near(matter, sentence, each),
            elsewhen=elsewhen(
                matter.times,
                sentence,
                (each.start, each.end),
                clause=sentence[low:high],
                issued=article.article.issued,
                before=place.year,
                dated=matter.kind == "when",
                counted=matter.kind in ("share", "money", "number"),
            ),
            others=min(beside, 3) / 3,
            fit=each.fit,
            rank=article.rank,
            share=shares[place.bare(each)],
            shown=float(shown),
        )
        yield Bound(sentence[each.start : each.end], article.article, *article.spans[number], signs)


def _clause(cuts: Sequence[int], each: Candidate) -> tuple[int, int]:
    """Start and end of the clause the candidate stands in, with what is right beside it.

    `cuts`: where the clauses of its sentence begin, and the sentence's length.
    """
    low, high = cuts[bisect_right(cuts, each.start) - 1], cuts[bisect_left(cuts, each.end)]
    return min(low, max(0, each.start - _BESIDE)), max(high, min(cuts[-1], each.end + _BESIDE))


def _near(matter: Matter, sentence: str, each: Candidate) -> float:
    if matter.asked is None:
        return 0.0
    gaps = [
        max(0, match.start() - each.end, each.start - match.end())
        for match in matter.asked.finditer(sentence)
    ]
    return max(0.0, 1 - min(gaps, default=_FAR) / _FAR)


def _names(question: str, sentence: str) -> list[tuple[int, int]]:
    """Start and end of the names in the sentence that the question has no part of."""
    found, at = [], 0
    for word, tag in tagged(sentence):
        known = word in question or word[:2] in question or word[-2:] in question
        if len(word) > 1 and tag.startswith(_NAME_TAGS) and not known:
            found.append((at, at + len(word)))
        at += len(word)
    return found
