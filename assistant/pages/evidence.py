"""Evidence that one piece of text carries on another (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from operator import add

from assistant.pages.blocks import Block
from assistant.pages.lines import Ending, Row
from assistant.pages.repeats import overlap
from assistant.pages.weights import JOIN_WEIGHTS
from assistant.pages.wording import continues_sentence, hangs, opens_sentence
from assistant.pages.words import cuts_word, first_class, last_class

_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fffA-Za-z0-9]{2}))")
_HAN_NUMERALS = frozenset("一二三四五六七八九十百千万两几")
_UNITS = "万亿元年月日个名人岁时分%.多余件家条次项届期号吨斤亩米里十百千"
_PARTICLES = frozenset("uqkyfe")
_NOUNS = frozenset("nrts")
_FUNCTION_WORDS = frozenset("pcdu")
_QUOTES = (("“", "”"), ("「", "」"), ("《", "》"), ("(", ")"), ("『", "』"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive body blocks that surely belong together, with what is needed to judge joins."""

    number: int  # place in page order
    blocks: tuple[int, ...]
    begins: bool  # opening formula or byline
    photo: bool  # ends with a photographer's credit
    ending: Ending
    head: str  # comparison text of the first block
    tail: str  # comparison text of the last block
    pairs: frozenset[str]  # character pairs
    head_class: str  # word classes at either end
    tail_class: str


class Cohesion:
    """How much two passages of a page speak of the same: cosine over the character pairs they share.

    A pair weighs its inverse document frequency (Spärck Jones 1972) among the page's blocks, squared.
    """

    def __init__(self, blocks: Sequence[frozenset[str]]) -> None:
        spread = Counter(chain.from_iterable(blocks))
        total = len(blocks) + 1.0
        by_count = [0.0, *(log(total / count) ** 2 for count in range(1, len(blocks) + 1))]
        self._weights = {pair: by_count[count] for pair, count in spread.items()}
        self._norms: dict[frozenset[str], float] = {}

    def log_odds(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Log-odds that the passages, each made of the page's blocks, belong to one article: from -2 to 3."""
        if not left or not right:
            return 0.0
        norm = (self._norm(left) * self._norm(right)) ** 0.5
        shared = sum(map(self._weights.__getitem__, left & right))
        blocks = min(len(left), len(right)) / _BLOCK
        expected = 0.008 + 0.005 * min(blocks, 4.0)  # grows with the passages
        odds = max(-2.0, min(3.0, 1.5 * log((shared / norm + 0.004) / (expected + 0.004))))
        return odds * min(1.0, 0.3 + blocks)  # a few words share nothing, whatever they belong to

    def _norm(self, pairs: frozenset[str]) -> float:
        norm = self._norms.get(pairs)
        if norm is None:
            self._norms[pairs] = norm = max(sum(map(self._weights.__getitem__, pairs)), 1.0)
        return norm


def coverage(title: frozenset[str], text: frozenset[str]) -> float:
    """Share of a title's character pairs that the text has."""
    return len(title & text) / len(title) if title else 0.0


def pairs_of(text: str) -> frozenset[str]:
    """Overlapping character pairs of a comparison text."""
    return frozenset(map(add, text, text[1:]))


_BLOCK = 110.0  # character pairs of a common paragraph
_OVERLAP = 8.0  # the second repeats the end of the first: extracted twice in part

_WEIGHTS = tuple(JOIN_WEIGHTS.values())


def join_score(left: Piece, right: Piece, page_text: str, cohesion: float) -> float:
    """Log-odds that `right` carries on where `left` stops, wherever on the page the two stand."""
    if right.begins:
        return -8.0
    if left.ending == "final":
        return -5.0
    features = join_features(left, right, page_text, cohesion)
    score = sum([weight * value for weight, value in zip(_WEIGHTS, features, strict=True)])
    return score + (_OVERLAP if left.ending == "open" and overlap(left.tail, right.head) else 0.0)


def join_features(left: Piece, right: Piece, page_text: str, cohesion: float) -> tuple[float, ...]:
    """The values `JOIN_WEIGHTS` weighs."""
    tail, head = left.tail, right.head
    is_open, is_closed = left.ending == "open", left.ending == "closed"
    opener, continuer = opens_sentence(head), continues_sentence(head)
    return (
        1.0,
        is_open,
        left.ending == "unsure",
        not is_closed and opener,
        not is_closed and continuer,
        is_closed and opener,
        is_closed and continuer,
        *(_crossing(tail, head, page_text) if not is_closed else (0.0,) * 7),
        *_brackets(tail, head, is_closed=is_closed),
        cohesion,
        cohesion if is_open else 0.0,
        is_open and hangs(tail),
        right.photo and len(head) < 30,
        *_classes(left.tail_class, right.head_class, is_closed=is_closed),
    )


def _crossing(tail: str, head: str, page_text: str) -> tuple[float, ...]:
    """Whether a word lies across the joint, and whether the page has what stands about it elsewhere too."""
    cut = cuts_word(tail, head)
    four = tail[-2:] + head[:2] in page_text
    three = not four and (tail[-1:] + head[:2] in page_text or tail[-2:] + head[:1] in page_text)
    two = tail[-1:] + head[:1] in page_text
    digit, first = tail[-1:].isdigit(), head[:1]
    unit = (digit or tail[-1:] in _HAN_NUMERALS) and first in _UNITS
    return (
        cut,
        four,
        three,
        not two,
        unit,
        digit and first.isdigit(),
        digit and not unit and not first.isdigit(),
    )


def _classes(before: str, after: str, *, is_closed: bool) -> tuple[float, ...]:
    """What the word classes on either side say."""
    verb, particle, adverb, noun = after == "v", after in _PARTICLES, after == "d", after in _NOUNS
    return (
        not is_closed and verb,
        is_closed and verb,
        not is_closed and particle,
        is_closed and particle,
        not is_closed and adverb,
        not is_closed and noun,
        is_closed and noun,
        not is_closed and before in _FUNCTION_WORDS,
    )


def _brackets(tail: str, head: str, *, is_closed: bool) -> tuple[float, float, float, float]:
    """Brackets that close across the joint, that stay open, that close unopened; and an odd count of plain quotes.

    A bracket left open before a full stop says nothing: quotations run over paragraphs, and OCR loses quotes.
    """
    closes = hanging = appears = 0.0
    for opening, closing in _QUOTES:
        hangs_open = tail.rfind(opening) > tail.rfind(closing)
        close = head.find(closing)
        if close >= 0 and not 0 <= head.find(opening) < close:
            closes, appears = (1.0, appears) if hangs_open else (closes, 1.0)
        elif hangs_open and not is_closed:
            hanging = 1.0
    return closes, hanging, appears, float(not is_closed and tail.count('"') % 2 != head.count('"') % 2)


def make_piece(
    number: int,
    indexes: tuple[int, ...],
    blocks: Sequence[Block],
    keys: Sequence[str],
    pairs: Sequence[frozenset[str]],
) -> Piece:
    """The piece made of the blocks at `indexes`."""
    first, last = blocks[indexes[0]], blocks[indexes[-1]]
    return Piece(
        number=number,
        blocks=indexes,
        begins=first.begins and not first.first.photo,
        photo=last.last.photo,
        ending=last.last.ending,
        head=keys[indexes[0]],
        tail=keys[indexes[-1]],
        pairs=pairs[indexes[0]].union(*(pairs[index] for index in indexes[1:])),
        head_class=first_class(keys[indexes[0]]),
        tail_class=last_class(keys[indexes[-1]]),
    )


def key_of(block: Block, rows: Sequence[Row]) -> str:
    """Comparison text of a block."""
    return "".join(rows[index].key for index in block.rows)
