"""In which order a page's body blocks are read, and where one article ends and another begins (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.pages.blocks import Block
from assistant.pages.cohesion import ODDS_AT_MOST
from assistant.pages.joins import Piece, cohesion_weight, make_piece, wording_score
from assistant.pages.layout import Layout
from assistant.pages.search import best_cover
from assistant.pages.wording import continues_sentence

_NEXT = 3.0  # log-odds of page order, by where the two pieces stand
_NEXT_BROKEN = 1.0  # where the first breaks off a column may have ended
_OTHER_ZONE_BROKEN = -2.5
_NEXT_ZONE = -4.0
_SAME_ZONE = -1.0
_OTHER_ZONE = -2.5
_LOST_ZONE = -3.0  # a title's only article would begin elsewhere
_TAIL_COSTS = {"open": -3.5, "unsure": -0.5}  # of an article that ends so
_CONTEXT = 2  # pieces beyond the joint that show what a side speaks of
_HOPELESS = -6.0  # a join worth less is never made: two loose ends cost less
_MOST_PAIRS = 4000  # joins looked at on a page: its time is bounded however broken it is
_MOST_TEXT = 20000  # characters of the page that are looked through for words at a joint
_LEAST_REACH = 12  # pieces on either side in which a loose end's other half is looked for, at least
_CREDIT = 24  # characters of the longest credit that stands alone
_LOOSE = 0.0  # a join weaker than this leaves both its sides open to others


def reading_order(layout: Layout) -> list[list[int]]:
    """The body blocks of each article, in the order they are read; articles in page order of their first blocks."""
    runs = _cut_runs(layout)
    return _page_order(layout, runs) if _is_orderly(layout, runs) else _best_order(layout, runs)


def _cut_runs(layout: Layout) -> list[tuple[int, ...]]:
    """Body blocks in runs that page order and punctuation leave no doubt about."""
    runs: list[list[int]] = []
    for before, index in pairwise((-1, *layout.body)):
        if (
            before >= 0
            and index not in layout.cuts
            and not _may_part(layout.blocks[before], layout.blocks[index])
        ):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [tuple(run) for run in runs]


def _may_part(before: Block, block: Block) -> bool:
    if block.first.kind == "jump" or (block.first.photo and len(block.first.key) <= _CREDIT):
        return False
    return before.kind != "title" and (before.first.kind != "byline" or before.first.photo)


def _is_orderly(layout: Layout, runs: Sequence[tuple[int, ...]]) -> bool:
    """Whether nothing speaks against page order: no article breaks off, none begins in the middle of another.

    A column that is out of place leaves at least one such trace.
    """
    before = "final"
    for run in runs:
        leads = run[0] in layout.cuts
        if leads and before == "open":
            return False
        before = "final" if leads else before
        if before != "final" and layout.blocks[run[0]].begins:
            return False
        if before in ("closed", "final") and continues_sentence(layout.keys[run[0]]):
            return False
        before = layout.blocks[run[-1]].last.ending
    return before != "open"


def _page_order(layout: Layout, runs: Sequence[tuple[int, ...]]) -> list[list[int]]:
    articles: list[list[int]] = []
    for run in runs:
        begins = run[0] in layout.cuts or layout.blocks[run[0]].begins
        if not articles or begins or layout.blocks[articles[-1][-1]].last.ending == "final":
            articles.append([])
        articles[-1].extend(run)
    return articles


def _best_order(layout: Layout, runs: Sequence[tuple[int, ...]]) -> list[list[int]]:
    pieces = [
        make_piece(number, run, layout.blocks, layout.keys, layout.pairs) for number, run in enumerate(runs)
    ]
    joins = Joins(layout, pieces)
    heads = [_head_cost(piece, headed=joins.leads_zone(piece.number)) for piece in pieces]
    tails = [_TAIL_COSTS.get(piece.tail.ending, 0.0) for piece in pieces]
    firm = [joins.is_firm(piece.number) for piece in pieces]
    cover = best_cover(joins.score, heads, tails, firm=firm, candidates=joins.candidates(firm))
    return [[block for number in path for block in pieces[number].blocks] for path in cover.paths()]


def _head_cost(piece: Piece, *, headed: bool) -> float:
    if piece.begins or piece.photo:
        return 0.0
    return -0.5 if headed else -2.0


class Joins:
    """Scores of joins between the pieces of a page: wording, subject, and where the two stand. Kept once computed.

    A zone is what stands between two titles or breaks.
    """

    def __init__(self, layout: Layout, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._text = "\n".join(layout.keys)[:_MOST_TEXT]
        self._cohesion = layout.cohesion
        self._scores: dict[tuple[int, int], float] = {}
        self._contexts: dict[tuple[int, int], frozenset[str]] = {}
        self._zones: list[int] = []
        for piece in pieces:
            opens = piece.blocks[0] in layout.cuts or not self._zones
            self._zones.append((self._zones[-1] if self._zones else 0) + opens)
        self._begun = {zone for zone, piece in zip(self._zones, pieces, strict=True) if piece.begins}

    def cohesion(self, left: int, right: int) -> float:
        """Log-odds that what leads up to piece `left` and what follows from `right` are of one article."""
        return self._cohesion.log_odds(self._near(left, -1), self._near(right, 1))

    def _near(self, piece: int, step: int) -> frozenset[str]:
        """Character pairs of the piece and the next few that way in page order, within its zone."""
        known = self._contexts.get((piece, step))
        if known is None:
            known, zone, place = self._pieces[piece].pairs, self._zones[piece], piece + step
            while (
                0 <= place < len(self._pieces)
                and self._zones[place] == zone
                and abs(place - piece) <= _CONTEXT
            ):
                known |= self._pieces[place].pairs
                place += step
            self._contexts[piece, step] = known
        return known

    def leads_zone(self, piece: int) -> bool:
        """Whether the piece is the first after a title or a break."""
        return piece == 0 or self._zones[piece] != self._zones[piece - 1]

    def score(self, left: int, right: int) -> float:
        """Log-odds that piece `right` follows piece `left`."""
        score = self._scores.get((left, right))
        if score is None:
            one, other = self._pieces[left], self._pieces[right]
            score = wording_score(one, other, self._text) + self._place(left, right)
            weight = 0.0 if other.begins else cohesion_weight(one)
            if score + weight * ODDS_AT_MOST > _HOPELESS:
                score += weight * self.cohesion(left, right)
            self._scores[left, right] = score
        return score

    def _place(self, left: int, right: int) -> float:
        same = self._zones[left] == self._zones[right]
        broken = self._pieces[left].tail.ending in ("open", "unsure")
        if right == left + 1:
            return (_NEXT_BROKEN if broken else _NEXT) if same else _NEXT_ZONE
        if same:
            return _SAME_ZONE
        return (_OTHER_ZONE_BROKEN if broken else _OTHER_ZONE) + (
            _LOST_ZONE if self._loses_zone(right) else 0.0
        )

    def _loses_zone(self, piece: int) -> bool:
        """Whether a zone would have no article of its own if the piece went to another."""
        return self.leads_zone(piece) and self._zones[piece] not in self._begun

    def is_firm(self, piece: int) -> bool:
        """Whether the join to the next piece is above suspicion."""
        if piece + 1 == len(self._pieces) or self.leads_zone(piece + 1):
            return False
        tail, after = self._pieces[piece].tail, self._pieces[piece + 1]
        if after.begins or tail.ending == "final":
            return False
        if tail.ending == "closed":
            return not after.head.continuer
        return self.score(piece, piece + 1) >= _LOOSE

    def candidates(self, firm: Sequence[bool]) -> list[tuple[int, int]]:
        """Pairs worth trying: those with a loose end on one side at least, where a column may have ended.

        `firm` tells of each piece whether its join to the next is above suspicion.
        """
        pieces, zones = self._pieces, self._zones
        weak = [not sure for sure in firm]
        open_ends = [piece.tail.ending not in ("closed", "final") for piece in pieces]
        heads = [i for i, piece in enumerate(pieces) if not piece.begins and (i == 0 or weak[i - 1])]
        tails = [i for i, piece in enumerate(pieces) if piece.tail.ending == "open" and weak[i]]
        reach = max(_LEAST_REACH, _MOST_PAIRS // (len(heads) + len(tails) + 1))
        pairs = {(i, i + 1) for i in range(len(pieces) - 1) if weak[i]}
        for j in heads:
            for i in () if self._loses_zone(j) else range(max(0, j - reach), min(len(pieces), j + reach)):
                closed = pieces[i].tail.ending == "closed"
                if open_ends[i] or (closed and (weak[i] or zones[i] == zones[j])):
                    pairs.add((i, j))
        for i in tails:
            for j in range(max(0, i - reach), min(len(pieces), i + reach)):
                head = pieces[j].head
                if not pieces[j].begins and (zones[i] == zones[j] or not head.opener):
                    pairs.add((i, j))
        return sorted((i, j) for i, j in pairs if i != j)
