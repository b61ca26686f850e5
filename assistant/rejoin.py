"""Halves of articles that jump from page to page, joined with those that wait or are in the library. Pure.

It does not matter which half comes first, nor whether one comes again: a half that stands in a joined article
already goes into it as another extraction of that part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from assistant.jumps import as_part, comes_from, join, jumps_to, page_number, pairs, parts, put_together
from assistant.second_extraction import merge, merged, same_article, same_content
from vectorstore.identity import identified, squash
from vectorstore.records import Article
from vectorstore.reprints import likeness, shingles


@dataclass(frozen=True, slots=True)
class Rejoined:
    """What is left to store of the articles that waited."""

    articles: tuple[Article, ...]  # in the order they came
    superseded: tuple[str, ...]  # the library's ids of halves that are part of another article now
    fresh: tuple[str, ...]  # ids of articles that take the place of a superseded one under a key of their own
    changed: int  # articles that went into another and changed it
    repeated: int  # articles that went into another and added nothing


@dataclass(frozen=True, slots=True)
class Home:
    """The joined article a half is part of, and which part."""

    whole: Article
    part: int


@dataclass(frozen=True, slots=True)
class _Half:
    article: Article
    place: int | None  # among those that wait; None: it does not wait
    stored: str  # id of its version in the library; "": none


@dataclass(slots=True)
class _Batch:
    waiting: dict[int, Article]
    gone: list[Article] = field(default_factory=list)
    superseded: set[str] = field(default_factory=set)
    fresh: list[str] = field(default_factory=list)
    changed: int = 0
    repeated: int = 0


def rejoin(
    arrived: Sequence[Article], *, paged: AbstractSet[int], issue: Callable[[date], Sequence[Article]]
) -> Rejoined:
    """Join what belongs together of the articles that came, those at the places `paged` from newspaper pages,
    and of those the library has of the same `issue` date."""
    batch = _Batch(dict(enumerate(arrived)))
    for issued in sorted({day for place in paged if (day := arrived[place].issued)}):
        places = [place for place in sorted(paged) if arrived[place].issued == issued]
        known = issue(issued)
        _take_home(batch, places, known)
        _join(batch, places, known)
        _settle(batch, places, known)
    return Rejoined(
        articles=tuple(batch.waiting[place] for place in sorted(batch.waiting)),
        superseded=tuple(sorted(batch.superseded)),
        fresh=tuple(batch.fresh),
        changed=batch.changed,
        repeated=batch.repeated,
    )


def home_of(article: Article, known: Iterable[Article]) -> Home | None:
    """Where among the `known` the article stands as a part of a joined one; None: nowhere."""
    found: dict[Home, float] = {}
    for whole in known:
        if whole.id == article.id or _differ(article.publication, whole.publication):
            continue
        found_parts = parts(whole)
        for place in range(len(found_parts) if len(found_parts) > 1 else 0):
            score = _as_extraction(article, whole, place)
            if score is None and place == 0 and _replaces(article, whole, found_parts[1]):
                score = 0.0
            if score is not None:
                found[Home(whole, place)] = score
    return max(found, key=lambda home: found[home], default=None)


def _as_extraction(article: Article, whole: Article, place: int) -> float | None:
    """How close the article is to that part; None: it is no extraction of it, or of more than that part."""
    part = _numbered(parts(whole)[place])
    half = _numbered(_fitted(article, whole, place))
    if _differ(half.page, part.page) or not squash(half.text) or not same_article(half, part):
        return None
    grams = shingles(half.text)
    score = likeness(grams, shingles(part.text)).jaccard
    return score if score >= likeness(grams, shingles(whole.text)).jaccard else None


def _replaces(article: Article, whole: Article, second: Article) -> bool:
    """Whether the article is what now stands where the first part stood, with other words."""
    return (
        article.page is not None
        and bool(squash(article.headline or ""))
        and _spot(article) == _spot(whole)
        and jumps_to(article) == second.page
    )


def _take_home(batch: _Batch, places: Sequence[int], known: Sequence[Article]) -> None:
    """Halves that stand in a joined article of the library become part of what waits as its new version."""
    groups: defaultdict[str, list[tuple[int, Home]]] = defaultdict(list)
    for place in places:
        home = home_of(batch.waiting[place], known)
        if home is not None:
            groups[home.whole.id].append((place, home))
    for name, members in groups.items():
        whole, changed = members[0][1].whole, 0
        for place, home in members:
            half = batch.waiting.pop(place)
            batch.gone.append(half)
            batch.superseded.update({half.id} - {"", name})
            both = _with_part(whole, home.part, half)
            if not same_content(both, whole):
                whole, changed = both, changed + 1
        held = [place for place in places if place in batch.waiting and batch.waiting[place].id == name]
        batch.waiting[held[0] if held else members[0][0]] = whole
        counted = max(changed - 1, 0)  # one of them is what the store will count
        batch.changed += counted
        batch.repeated += len(members) + len(held) - 1 - counted


def _with_part(whole: Article, place: int, half: Article) -> Article:
    """The joined article with that part read again, from its own file, or extracted a second time."""
    found = list(parts(whole))
    old, new = found[place], _fitted(half, whole, place)
    if old.origin == new.origin and not merged(old):
        publication, page = new.publication or old.publication, new.page or old.page
        part = replace(new, id=old.id, revision=old.revision, publication=publication, page=page)
    else:
        part = merge(old, new)
    return put_together([*found[:place], part, *found[place + 1 :]])


def _join(batch: _Batch, places: Sequence[int], known: Sequence[Article]) -> None:
    """Heads with their tails, wherever either is."""
    halves = [
        _Half(article, place, article.id or _version(article, known))
        for place in places
        if (article := batch.waiting.get(place)) and _marked(article)
    ]
    newer = {half.stored for half in halves} | {each.id for each in batch.waiting.values()}
    for each in known:
        if not _marked(each) or each.id in newer:
            continue
        if _covered(each, known):  # a run was interrupted before it could delete this
            batch.superseded.add(each.id)
        else:
            halves.append(_Half(each, None, each.id))
    follows = dict(pairs([half.article for half in halves]))
    for start in sorted(follows.keys() - set(follows.values())):
        chain = [start]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        _fold(batch, [halves[place] for place in chain])


def _fold(batch: _Batch, chain: Sequence[_Half]) -> None:
    """One article of the halves, a revision of the first."""
    first, *others = chain
    article = replace(reduce(join, [half.article for half in chain]), id=first.stored)
    places = [half.place for half in chain if half.place is not None]
    batch.gone += [batch.waiting.pop(place) for place in places]
    batch.waiting[places[0] if places else max(batch.waiting, default=-1) + 1] = article
    stored = {half.stored for half in others} - {""}
    batch.superseded |= stored
    batch.changed += max(len(places) - 1, 0)
    if stored and not first.stored:
        batch.fresh.append(identified(article)[1].id)


def _settle(batch: _Batch, places: Sequence[int], known: Sequence[Article]) -> None:
    """Name what shares publication, page and headline with a half that is gone: it would be counted anew."""
    spots = {_spot(each) for each in batch.gone}
    for place in places:
        article = batch.waiting.get(place)
        if article and not article.id and _spot(article) in spots:
            same = (each for each in known if same_content(each, article))
            batch.waiting[place] = next(same, article)


def _version(article: Article, known: Sequence[Article]) -> str:
    """The id of the library's version of a half; "": it has none."""
    marks = (jumps_to(article), comes_from(article))
    found = [
        each
        for each in known
        if (jumps_to(each), comes_from(each)) == marks
        and len(parts(each)) == 1
        and same_article(_numbered(article), _numbered(each))
    ]
    found.sort(key=lambda each: not same_content(each, article))
    return found[0].id if found else ""


def _covered(article: Article, known: Sequence[Article]) -> bool:
    """Whether all of a stored half stands in a joined article."""
    others = [each for each in known if each.id != article.id]
    return all(home_of(replace(part, id=""), others) for part in parts(article))


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _marked(article: Article) -> bool:
    return jumps_to(article) is not None or comes_from(article) is not None


def _fitted(article: Article, whole: Article, place: int) -> Article:
    last = place == len(parts(whole)) - 1
    return as_part(article, first=place == 0, last=last, headline=whole.headline)


def _numbered(article: Article) -> Article:
    return replace(article, page=page_number(article.page)) if article.page else article


def _spot(article: Article) -> tuple[str | None, str | None, str]:
    return article.publication, article.page, squash(article.headline or "")
