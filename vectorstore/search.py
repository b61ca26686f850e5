"""A question to hits: filters, both legs, a second ranking step, one hit a report with its reprints beneath."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from vectorstore.embedding import Vectors
from vectorstore.legs import Candidate, Leg, LexicalLeg, Probe
from vectorstore.library import Library
from vectorstore.ranking import Asked, choose, look, read_question, score
from vectorstore.records import Article, Filter, Hit, Passage

DEPTH = 100  # candidates taken from each leg
SHORTLIST = 60  # candidates whose texts are looked at, unless they hold too few reports
_PART_DEPTH = 10  # candidates taken from the lexical leg for each part of a question of several
_LEG_SCALE = 0.0015  # of cosine, for 1 of the lexical leg's score

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Pick:
    """A report chosen, by its best passage."""

    passage: Passage
    article: Article
    score: float  # 0..1


@dataclass(frozen=True, slots=True)
class _Words:
    """What the question's words tell."""

    question: Asked
    whole: tuple[Candidate, ...]
    parts: tuple[str, ...]  # passages found by one part of the question each


def search(
    text: str,
    *,
    embed: Callable[[str], Vectors],
    library: Library,
    dense: Leg,
    lexical: LexicalLeg,
    admit: Filter,
    limit: int,
    prefer: Days | None = None,
) -> tuple[Hit, ...]:
    """The best `limit` reports for the question, best first, each by its best passage, its reprints beneath.

    Passages of an article issued from the first to the last day of `prefer`, or whose own words name a day of it,
    come before others that are about as good; None: all days are alike. Raises IndexFailure, EmbeddingError, LibraryError.
    """
    with ThreadPoolExecutor(1) as pool:  # words are looked up while the question is embedded
        reading = pool.submit(_by_words, text, lexical=lexical, admit=admit)
        by_dense = dense.search(Probe(text, embed(text)), admit=admit, limit=DEPTH)
        words = reading.result()
    proposed = propose(by_dense, words.whole)
    least = min(proposed.values(), default=0.0)
    picks: list[_Pick] = []
    for size in sorted({min(len(proposed), max(SHORTLIST, 4 * limit)), len(proposed)}):
        shortlist = dict(list(proposed.items())[:size])
        shortlist |= {name: proposed.get(name, least) for name in words.parts}
        picks = _pick(words.question, shortlist, library=library, limit=limit, prefer=prefer)
        if len(picks) == limit:
            break
    similarity = {candidate.passage_id: candidate.score for candidate in by_dense}
    dense_rank, lexical_rank = _ranks(by_dense), _ranks(words.whole)
    others = library.reprints_of([pick.article.id for pick in picks], admit)
    return tuple(
        Hit(
            passage=pick.passage,
            article=pick.article,
            score=pick.score,
            similarity=similarity.get(pick.passage.id),
            dense_rank=dense_rank.get(pick.passage.id),
            lexical_rank=lexical_rank.get(pick.passage.id),
            others=others.get(pick.article.id, ()),
        )
        for pick in picks
    )


def propose(dense: Sequence[Candidate], lexical: Sequence[Candidate]) -> dict[str, float]:
    """A cosine for every passage either leg proposed, likeliest first by the legs' own scores.

    What a leg did not propose counts as its last candidate: it would have come behind it.
    """
    cosine = {candidate.passage_id: candidate.score for candidate in dense}
    words = {candidate.passage_id: candidate.score for candidate in lexical}
    least_cosine, least_words = min(cosine.values(), default=0.0), min(words.values(), default=0.0)
    both = {
        name: cosine.get(name, least_cosine) + _LEG_SCALE * words.get(name, least_words)
        for name in cosine | words
    }
    return {
        name: cosine.get(name, least_cosine) for name in sorted(both, key=lambda name: (-both[name], name))
    }


def _by_words(text: str, *, lexical: LexicalLeg, admit: Filter) -> _Words:
    """Where a question has several parts, each is looked up too: all its words together find what fits most of
    it, and not what only one part asks for."""
    question = read_question(text, rarity=lexical.rarity)
    found = (
        candidate.passage_id
        for part in (question.texts if len(question.texts) > 1 else ())
        for candidate in lexical.by_words(part, admit=admit, limit=_PART_DEPTH)
    )
    return _Words(question, lexical.by_words(text, admit=admit, limit=DEPTH), tuple(dict.fromkeys(found)))


def _pick(
    question: Asked, shortlist: dict[str, float], *, library: Library, limit: int, prefer: Days | None
) -> list[_Pick]:
    """The best reports among passages given with their cosines, best first."""
    stored = library.passages(tuple(shortlist))
    # An index may know what the library has stopped serving.
    pairs = [stored[name] for name in shortlist if name in stored]
    found = [
        look(question, _under_headline(passage, article), headline=article.headline or "")
        for passage, article in pairs
    ]
    scores = [
        score(shortlist[passage.id], each, preferred=prefer is not None and _meant(passage, article, prefer))
        for (passage, article), each in zip(pairs, found, strict=True)
    ]
    clusters = library.relations.clusters(tuple({article.id for _, article in pairs}))
    reports = [clusters.get(article.id, article.id) for _, article in pairs]
    chosen = choose(scores, found, reports, limit=limit)
    low, high = min(scores, default=0.0), chosen[0][1] if chosen else 0.0
    return [
        _Pick(*pairs[index], (value - low) / (high - low) if high > low else 1.0) for index, value in chosen
    ]


def _under_headline(passage: Passage, article: Article) -> str:
    return "\n".join(part for part in (article.kicker, article.headline, passage.text) if part)


def _meant(passage: Passage, article: Article, days: Days) -> bool:
    """Whether the article was issued within the days, or the passage names one of them."""
    first, last = days
    issued = article.issued
    return (issued is not None and first <= issued <= last) or any(
        since <= last and until >= first for since, until in passage.days
    )


def _ranks(candidates: Sequence[Candidate]) -> dict[str, int]:
    return {candidate.passage_id: rank for rank, candidate in enumerate(candidates, 1)}
