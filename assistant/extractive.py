"""The answer without any chat model: the sentences that answer, picked and cited. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence import Rarity, article_text, term_weights
from assistant.question import Part, parts
from assistant.question_types import asks_outcome, holding
from assistant.rating import (
    Candidate,
    Signs,
    answers_in_kind,
    candidates,
    chances,
    logit,
    matter,
    of_one_matter,
    read_signs,
)
from assistant.superseded import counts_newest, says_change, successor, supersedes
from vectorstore.identity import pairs_of
from vectorstore.records import Hit

QUOTED = "摘句"
NAME = f"{QUOTED}（未配置大模型）"
_DEPTH = 8  # hits whose sentences are considered
_FIRST, _A_PART, _MOST = 2, 2, 16  # sentences of an answer: at most two, and two for each part, and sixteen
_WORTH = 0.055  # answers a sentence is expected to add, from which it is shown
_OTHERS = 2  # sentences of other articles that answer a part in other figures
_BEHIND = 2.0  # logits by which what they say may fall behind
_ABOUT_BEHIND = 0.15  # share of the part's words their articles may lack that the best one has
_SAME = 0.7  # share of the shorter sentence's character pairs from which two say the same

_FOLLOWING = 2  # sentences behind one that only states a matter, whose end is asked for
_TROUBLE = re.compile(r"没有?结果|未果|被|欠|不肯|不给|拒|纠纷|求助|投诉|为难|犯难|犯愁")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that answers: `hit.article.text[start:end] == text`."""

    text: str
    hit: Hit
    start: int
    end: int
    score: float  # answers it is expected to add to those of the sentences picked before it
    instead_of: tuple[
        tuple[str, int], ...
    ] = ()  # (article, start) of picked ones whose figure it says has changed


def extract(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Picked, ...]:
    """The sentences of the hits that answer the parts of the question, in reading order.

    Reading order: the best sentence, then the article with the best ones first, each as it has them. At most four for a question of one part, two more
    for each further one, never more than sixteen; fewer where no other is likely to add an answer. Where other
    articles answer a part nearly as well in other figures, up to two of their sentences are shown beside: they may be
    newer, or disagree. What a later report tells anew comes before what it was.
    """
    hits = hits[:_DEPTH]
    found = candidates(hits)
    if not found:
        return ()
    asked = parts(question)
    weights = term_weights(tuple(dict.fromkeys(term for part in asked for term in part.terms)), rarity)
    texts = {hit.article.id: article_text(hit.article) for hit in hits}
    read = [read_signs(part, found, weights=weights, texts=texts) for part in asked]
    table = [chances(row) for row in of_one_matter(asked, [[*map(logit, row)] for row in read], found)]
    others = [
        place for part, row in zip(asked, read, strict=True) for place in _other_figures(part, row, found)
    ]
    chosen = _cover(table, found, limit=min(_MOST, _FIRST + _A_PART * len(asked)))
    for place in others:
        said = _said(found[place].folded)
        if len(chosen) < _MOST and not any(_nothing_new(said, _said(found[each].folded)) for each in chosen):
            chosen[place] = round(sum(row[place] for row in table), 3)
    for part, row in zip(asked, read, strict=True):
        for place in _outcome(part, row, found, chosen):
            chosen.setdefault(place, 0.0)
    newer = _newer([*zip(asked, read, strict=True)], found, chosen)
    for place in newer:
        chosen.setdefault(place, 0.0)
    order = _newest_first(_reading_order(chosen, found), newer)
    return tuple(_picked(place, found, chosen[place], newer.get(place, ())) for place in order)


def _reading_order(chosen: Mapping[int, float], found: Sequence[Candidate]) -> list[int]:
    """The place that adds most, then the others: by article, the one that holds the better sentence first, and as
    the article has them."""
    first = max(chosen, key=chosen.__getitem__)
    best: dict[str, float] = {}
    for place, gain in chosen.items():
        name = found[place].hit.article.id
        best[name] = max(gain, best.get(name, gain))
    names = sorted(best, key=lambda name: -best[name])
    return sorted(chosen, key=lambda place: (place != first, names.index(found[place].hit.article.id), place))


def _other_figures(part: Part, read: Sequence[Signs], found: Sequence[Candidate]) -> list[int]:
    """Places of sentences of other articles that answer the part nearly as well as the best, in other figures."""
    places = [place for place, signs in enumerate(read) if answers_in_kind(part, signs)]
    if not places:
        return []
    best = max(places, key=lambda place: logit(read[place]))
    seen = {found[best].hit.article.id}
    figures = set(_FIGURE.findall(found[best].folded))
    chosen: list[int] = []
    for place in sorted(places, key=lambda place: -matter(read[place])):
        if len(chosen) == _OTHERS or matter(read[place]) < matter(read[best]) - _BEHIND:
            break
        told = set(_FIGURE.findall(found[place].folded))
        name = found[place].hit.article.id
        if name not in seen and read[place].about >= read[best].about - _ABOUT_BEHIND and told - figures:
            chosen.append(place)
            seen.add(name)
            figures |= told
    return chosen


def _cover(table: Sequence[Sequence[float]], found: Sequence[Candidate], *, limit: int) -> dict[int, float]:
    """Places of the sentences that together hold most answers, each with what it adds to those before it.

    `table`: for each part the chance of each sentence to be the one that answers it. Taking the sentence that
    adds most, again and again, comes within 1 - 1/e of the best set (Nemhauser, Wolsey and Fisher 1978).
    """
    gains = [sum(column) for column in zip(*table, strict=True)]
    said = [_said(candidate.folded) for candidate in found]
    chosen: dict[int, float] = {}
    while len(chosen) < limit:
        best = max(range(len(gains)), key=gains.__getitem__)
        if chosen and gains[best] < _WORTH:
            break
        chosen[best] = round(gains[best], 3)
        for place, other in enumerate(said):
            if place == best or _nothing_new(other, said[best]):
                gains[place] = 0.0
    return chosen


def _said(folded: str) -> tuple[frozenset[str], frozenset[str]]:
    """Pairs of neighbouring characters, and figures."""
    return pairs_of(folded), frozenset(_FIGURE.findall(folded))


def _nothing_new(
    other: tuple[frozenset[str], frozenset[str]], shown: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether the other sentence is the one shown in nearly the same words, without a figure of its own."""
    same = len(other[0] & shown[0]) >= _SAME * min(len(other[0]), len(shown[0]))
    return same and other[1] <= shown[1]


def _outcome(
    part: Part, read: Sequence[Signs], found: Sequence[Candidate], chosen: Iterable[int]
) -> list[int]:
    """Where the part asks how a matter ended, and the sentence that tells most of it only states the matter: places of
    those that follow on it in its paragraph."""
    best = max(chosen, key=lambda place: logit(read[place]))
    if not asks_outcome(part.text) or not _TROUBLE.search(found[best].folded):
        return []
    places = []
    for place in range(best + 1, min(best + 1 + _FOLLOWING, len(found))):
        one, other = found[place - 1], found[place]
        article = one.hit.article
        if article.id != other.hit.article.id or "\n" in article.text[one.end - 1 : other.start]:
            break
        places.append(place)
    return places


def _newer(
    asked: Sequence[tuple[Part, Sequence[Signs]]], found: Sequence[Candidate], chosen: Iterable[int]
) -> dict[int, tuple[int, ...]]:
    """Places of sentences that count now, each with those of the chosen ones that it answers in place of; one that is
    not chosen counts where it says that a figure has changed."""
    newer: dict[int, tuple[int, ...]] = {}
    for part, read in asked:
        figures = holding(part.text, part.asks)
        told = [place for place in chosen if figures and figures.search(found[place].folded)]
        if not told or not counts_newest(part):
            continue
        first = max(told, key=lambda place: logit(read[place]))
        others = [place for place, each in enumerate(found) if says_change(each)]
        place = successor(part, first, found, read, among=told)
        place = successor(part, first, found, read, among=others) if place is None else place
        if place is not None:
            count = found[place], read[place]
            newer[place] = tuple(each for each in told if supersedes(part, count, (found[each], read[each])))
    return newer


def _newest_first(order: Sequence[int], newer: Mapping[int, Sequence[int]]) -> list[int]:
    """The order, with each sentence that counts now before those that it answers in place of."""
    arranged = list(order)
    for place, earlier in newer.items():
        arranged.remove(place)
        at = [arranged.index(each) for each in earlier]
        arranged.insert(min(at, default=len(arranged)), place)
    return arranged


def _picked(place: int, found: Sequence[Candidate], gain: float, earlier: Sequence[int]) -> Picked:
    each = found[place]
    changed = earlier if says_change(each) else ()
    instead = tuple((found[other].hit.article.id, found[other].start) for other in changed)
    return Picked(each.hit.article.text[each.start : each.end], each.hit, each.start, each.end, gain, instead)
