"""A question to hits: filters, both legs, a second ranking step, one hit a report with its reprints beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from vectorstore.embedding import Vectors
from vectorstore.feedback import FIRST, WEIGHT, lacking
from vectorstore.legs import Candidate, Leg, LexicalLeg, Probe
from vectorstore.library import Library
from vectorstore.ranking import Asked, Found, Rarity, choose, look, read_question, score
from vectorstore.records import Article, Filter, Hit, Passage
from vectorstore.tokens import fold

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
class _Seen:
    """A candidate whose text was looked at."""

    passage: Passage
    article: Article
    report: int | str  # what counts as one report: a cluster of reprints, or the article
    text: str  # under its headline, folded
    found: Found
    score: float  # on the scale of a cosine


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
        seen = _look(words.question, shortlist, library=library, prefer=prefer)
        picks = _pick(words.question, seen, limit=limit, rarity=lexical.rarity)
        if len(picks) == limit:
            break
    others = library.reprints_of([pick.article.id for pick in picks], admit)
    return _hits(picks, by_dense, words.whole, others)


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


def _look(
    question: Asked, shortlist: dict[str, float], *, library: Library, prefer: Days | None
) -> list[_Seen]:
    """Passages given with their cosines, looked at one by one."""
    stored = library.passages(tuple(shortlist))
    # An index may know what the library has stopped serving.
    pairs = [stored[name] for name in shortlist if name in stored]
    clusters = library.relations.clusters(tuple({article.id for _, article in pairs}))
    seen = []
    for passage, article in pairs:
        text = fold(_under_headline(passage, article))
        found = look(question, text, headline=article.headline or "")
        preferred = prefer is not None and _meant(passage, article, prefer)
        worth = score(shortlist[passage.id], found, preferred=preferred)
        seen.append(_Seen(passage, article, clusters.get(article.id, article.id), text, found, worth))
    return seen


def _pick(question: Asked, seen: Sequence[_Seen], *, limit: int, rarity: Rarity) -> list[_Pick]:
    """The best reports among what was looked at, best first; those behind the first by what they share with them."""
    scores = [each.score for each in seen]
    found, reports = [each.found for each in seen], [each.report for each in seen]
    chosen = choose(scores, found, reports, limit=min(limit, FIRST))
    low, high = min(scores, default=0.0), chosen[0][1] if chosen else 0.0
    if limit > FIRST:
        first = {reports[index] for index, _ in chosen}
        behind = [index for index, report in enumerate(reports) if report not in first]
        lacks = lacking(
            [seen[index].text for index, _ in chosen],
            [seen[index].text for index in behind],
            known={term for part in question.parts for term, _ in part},
            rarity=rarity,
        )
        for index, lack in zip(behind, lacks, strict=True):
            scores[index] -= WEIGHT * lack
        chosen = choose(scores, found, reports, limit=limit)
    return [
        _Pick(
            seen[index].passage,
            seen[index].article,
            max(0.0, (value - low) / (high - low)) if high > low else 1.0,
        )
        for index, value in chosen
    ]


def _hits(
    picks: Sequence[_Pick],
    dense: Sequence[Candidate],
    lexical: Sequence[Candidate],
    others: Mapping[str, tuple[Article, ...]],
) -> tuple[Hit, ...]:
    """What was picked, with what each leg thought of it and its reprints."""
    similarity = {candidate.passage_id: candidate.score for candidate in dense}
    dense_rank, lexical_rank = _ranks(dense), _ranks(lexical)
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
