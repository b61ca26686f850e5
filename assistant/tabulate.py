"""The table that answers a comparison without any chat model: cells are words of the papers. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.comparison import Aspect, Comparison
from assistant.condense import condense
from assistant.datelines import news_spans
from assistant.evidence import Rarity, article_text, term_weights, weigh
from assistant.newer import differ
from assistant.portions import whole
from assistant.question import characters, fold, parts, terms_of
from assistant.rating import Candidate, Signs, answers_in_kind, candidates, logit, matter, read_signs
from assistant.sides import own_stretches
from vectorstore.corrections import read_notice
from vectorstore.records import Hit

_DEPTH = 5  # hits a thing whose sentences are considered
_COVERED = 0.1  # evidence below which the papers say nothing to it
_OPEN_COLUMNS = 3  # where the question leaves open what to compare in
_BEHIND = 2.0  # logits by which figures of another article may fall behind and be shown beside
_AS_GOOD = 2.0  # logits within which the newer of two counts
_SOMETHING = 0.25  # weighted share of the characters asked for that a cell must hold
_SHORTEST = 4  # letters of a cell
_EDGES = "，,；;、：: \n"
_SUMMARY, _SUMMARISED = 120, 1  # characters and sentences of a summary
_NAMING = ("name", "noun")
_AT_ALL = "概况"
# What reports have figures for, as a reader compares: the column's head, and what its cells must hold.
_USUAL = (
    (
        "时间",
        r"(?:\d{4}年|[去今前]年|\d{1,2}月)[^，,。；;]{0,24}(?:启动|开通|启用|开[始张办]|起|成立|上线|首播|亮相|试行|报名|实施|设立)",
    ),
    ("钱数", r"\d[\d.]*[余多]?[万亿]?[余多]?元"),
    ("规模", r"\d[\d.]*[余多]?[万亿]?[余多]?(?:人次|[名人家个条件场座台份单])"),
    ("比率", r"\d[\d.]*%|百分之"),
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of an article that fill a cell: `hit.article.text[start:end]`."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.hit.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before its cells are judged."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Quoted, ...], ...]], ...]  # (thing, its cells)


def tabulate(comparison: Comparison, hits: Mapping[str, Sequence[Hit]], *, rarity: Rarity) -> Grid:
    """The table: a row for each thing, a column for each aspect; cells to which the papers say nothing are empty.

    `hits`: for each thing compared, what was found for it. Where the question leaves open in what to compare, the
    columns are what the reports say at all, and the figures that those of several things have.
    """
    own = {
        side: _own(side, [other for other in hits if other != side], found) for side, found in hits.items()
    }
    if comparison.every or not comparison.aspects:
        about = {side: _about(comparison, side, found) for side, found in own.items()}
        own = about if any(about.values()) else own
    told = {side: found if _covered(comparison, side, found, rarity) else [] for side, found in own.items()}
    if comparison.every:
        told = {side: found for side, found in told.items() if found}
    if not comparison.aspects:
        return _at_large(comparison, told, rarity)
    rows = [
        (side, tuple(_cell(_asked(comparison, aspect), found, rarity) for aspect in comparison.aspects))
        for side, found in told.items()
    ]
    return Grid(tuple(aspect.label for aspect in comparison.aspects), tuple(rows))


def _nouns(comparison: Comparison, side: str) -> list[str]:
    """What of the thing is compared, in words, the last first: 热线 of 河阳的热线."""
    told = comparison.topic or side.partition("的")[2]
    return [term.text for term in terms_of(fold(told)) if term.kind in _NAMING][::-1]


def _about(comparison: Comparison, side: str, own: Sequence[Candidate]) -> list[Candidate]:
    """Those whose article says, of the thing or in its headline, the last noun of what is compared that any says."""
    said: dict[str, str] = {}
    for each in own:
        article = each.hit.article
        said[article.id] = said.get(article.id, fold(article.headline or "")) + each.folded
    for noun in _nouns(comparison, side)[:1]:
        return [each for each in own if noun in said[each.hit.article.id]]
    return list(own)


def _covered(comparison: Comparison, side: str, own: Sequence[Candidate], rarity: Rarity) -> bool:
    """Whether there is evidence for the question put to the thing alone, in as many words or in fewer."""
    hits = tuple({each.hit.article.id: each.hit for each in own}.values())
    asked = [comparison.ask_of(side, aspect) for aspect in comparison.aspects or (None,)]
    asks = [aspect.asks for aspect in comparison.aspects] or ["有哪些?"]
    name = side.partition("的")[0]
    asked += [
        f"{name}{noun}{each}"
        for noun in ("", *_nouns(comparison, side))
        for each in asks
        if noun or comparison.aspects
    ]
    return any(weigh(each, hits, rarity=rarity).score >= _COVERED for each in asked)


def _asked(comparison: Comparison, aspect: Aspect) -> str:
    """What a cell must answer: the aspect, with the topic where it names nothing itself. Whose it is, is known."""
    telling = any(not term.light for term in terms_of(fold(aspect.asks)))
    return aspect.asks if telling else f"{comparison.topic}{aspect.asks}"


def _at_large(comparison: Comparison, own: Mapping[str, Sequence[Candidate]], rarity: Rarity) -> Grid:
    """The table of a comparison that leaves open in what."""
    columns = [(_AT_ALL, "")]
    covered = sum(map(bool, own.values())) or 1
    for label, holding in _USUAL:
        having = [
            side for side, found in own.items() if any(re.search(holding, each.folded) for each in found)
        ]
        if len(having) >= min(2, covered) and len(columns) <= _OPEN_COLUMNS:
            columns.append((label, holding))
    rows = []
    for side, found in own.items():
        taken: list[Quoted] = []
        cells: list[tuple[Quoted, ...]] = []
        nouns = _nouns(comparison, side)[:1]
        for _, holding in columns:
            left = [each for each in found if not _within(each, taken) and re.search(holding, each.folded)]
            if holding:
                left = [each for each in left if all(_bears(each, noun) for noun in nouns)]
            told = _central(left) if not holding else []
            cells.append(_cell(comparison.topic or side, told or left, rarity, least=0.0)[:1])
            taken += cells[-1]
        rows.append((side, tuple(cells)))
    return Grid(tuple(label for label, _ in columns), tuple(rows))


def _bears(candidate: Candidate, noun: str) -> bool:
    """Whether the sentence, the one before it or the headline over it says the noun."""
    return any(
        noun in said
        for said in (candidate.folded, candidate.context, fold(candidate.hit.article.headline or ""))
    )


def _central(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that would be in a summary of their article."""
    articles = {each.hit.article.id: each.hit.article for each in found}
    told = {
        name: condense([whole(article)], length=_SUMMARY, most=_SUMMARISED)
        for name, article in articles.items()
    }
    return [
        each
        for each in found
        if any(one.start < each.end and each.start < one.end for one in told[each.hit.article.id])
    ]


def _own(side: str, others: Sequence[str], hits: Sequence[Hit]) -> list[Candidate]:
    """What of each sentence of the hits tells of the thing, without datelines and orders to a program.

    A correction fills no cell: it is stated beside the table.
    """
    found: list[Candidate] = []
    for hit in [hit for hit in hits[:_DEPTH] if read_notice(hit.article) is None]:
        spans = own_stretches(hit.article, side, others)
        news = {end: start for start, end in news_spans(hit.article)}
        for each in candidates([hit]):
            cuts = [
                _trimmed(hit.article.text, max(low, news[each.end]), min(high, each.end))
                for low, high in (spans if each.end in news else ())
            ]
            start, end = max(cuts, key=lambda cut: cut[1] - cut[0], default=(0, 0))
            if end - start >= _SHORTEST:
                found.append(Candidate(hit, start, end, fold(hit.article.text[start:end]), each.context))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _cell(
    question: str, found: Sequence[Candidate], rarity: Rarity, *, least: float = _SOMETHING
) -> tuple[Quoted, ...]:
    """The words that answer, of several as good the newest, and those of another article that answer in other
    figures; () where none do. `least`: share of the question's characters that they must hold."""
    if not found:
        return ()
    (part, *_) = parts(question)
    weights = term_weights(part.terms, rarity)
    texts = {each.hit.article.id: article_text(each.hit.article) for each in found}
    signs = read_signs(part, found, weights=weights, texts=texts)
    order = sorted(range(len(found)), key=lambda place: -logit(signs[place]))
    if characters(part.text):
        order = [place for place in order if _bears_on(signs[place], least)]
    if not order:
        return ()
    formed = bool(part.asks) and any(answers_in_kind(part, signs[place]) for place in order)
    if formed:
        order = [place for place in order if answers_in_kind(part, signs[place])]
    counted = formed and "when" not in part.asks  # of a beginning the newest report is none the better
    top = matter(signs[order[0]])
    newest = max(
        (place for place in order if counted and matter(signs[place]) >= top - _AS_GOOD),
        key=lambda place: (str(found[place].hit.article.issued or ""), -order.index(place)),
        default=order[0],
    )
    chosen = [newest]
    for place in order:
        one, other = found[newest], found[place]
        apart = one.hit.article.id != other.hit.article.id
        if apart and matter(signs[place]) >= top - _BEHIND and differ(one.folded, other.folded):
            chosen.append(place)
            break
    return tuple(Quoted(found[place].hit, found[place].start, found[place].end) for place in chosen)


def _bears_on(signs: Signs, least: float) -> bool:
    """Whether a sentence, with what stands before and over it, holds so much of what is asked."""
    return signs.characters >= least / 2 and signs.characters + signs.context + signs.head >= least


def _within(each: Candidate, taken: Sequence[Quoted]) -> bool:
    return any(
        each.hit.article.id == other.hit.article.id and other.start <= each.start < other.end
        for other in taken
    )
