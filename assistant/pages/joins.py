"""Evidence in the wording that one piece of text carries on another (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from assistant.pages.blocks import Block
from assistant.pages.lines import Ending
from assistant.pages.repeats import overlap
from assistant.pages.weights import JOIN_WEIGHTS
from assistant.pages.wording import continues_sentence, hangs, opens_sentence
from assistant.pages.words import cuts_word, first_class, last_class

_HAN_NUMERALS = frozenset("一二三四五六七八九十百千万两几")
_UNITS = "万亿元年月日个名人岁时分%.多余件家条次项届期号吨斤亩米里十百千"
_PARTICLES = frozenset("uqkyfe")  # jieba's tags
_NOUNS = frozenset("nrts")
_FUNCTION_WORDS = frozenset("pcdu")
_BRACKETS = (("“", "”"), ("「", "」"), ("《", "》"), ("(", ")"), ("『", "』"))
_OVERLAP = 8.0  # the second repeats the end of the first: extracted twice in part
_WEIGHTS = tuple(JOIN_WEIGHTS.values())
_COHESION, _COHESION_BROKEN = JOIN_WEIGHTS["cohesion"], JOIN_WEIGHTS["cohesion when open"]


@dataclass(frozen=True, slots=True)
class Head:
    """How a piece begins."""

    text: str  # comparison text of the first block
    opener: bool  # with what usually begins a sentence
    continuer: bool  # with what cannot
    word: str  # class of the first word
    closes: frozenset[str]  # brackets it closes before opening them
    odd: bool  # an odd count of plain quotes


@dataclass(frozen=True, slots=True)
class Tail:
    """How a piece ends."""

    text: str  # comparison text of the last block
    ending: Ending
    hangs: bool  # on a word or mark nothing ends on
    word: str  # class of the last word
    opens: frozenset[str]  # brackets it leaves open, by their closing mark
    odd: bool  # an odd count of plain quotes


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive body blocks that surely belong together, with what is needed to judge joins."""

    number: int  # place in page order
    blocks: tuple[int, ...]
    begins: bool  # opening formula or byline
    photo: bool  # ends with a photographer's credit
    head: Head
    tail: Tail
    pairs: frozenset[str]  # character pairs


def make_piece(
    number: int,
    indexes: tuple[int, ...],
    blocks: Sequence[Block],
    keys: Sequence[str],
    pairs: Sequence[frozenset[str]],
) -> Piece:
    """The piece made of the blocks at `indexes`; `keys` and `pairs` are those of all blocks."""
    first, last = blocks[indexes[0]], blocks[indexes[-1]]
    return Piece(
        number=number,
        blocks=indexes,
        begins=first.begins,
        photo=last.last.photo,
        head=_head(keys[indexes[0]]),
        tail=_tail(keys[indexes[-1]], last.last.ending),
        pairs=pairs[indexes[0]].union(*(pairs[index] for index in indexes[1:])),
    )


def _head(text: str) -> Head:
    closes = set()
    for opening, closing in _BRACKETS:
        close = text.find(closing)
        if close >= 0 and not 0 <= text.find(opening) < close:
            closes.add(closing)
    return Head(
        text=text,
        opener=opens_sentence(text),
        continuer=continues_sentence(text),
        word=first_class(text),
        closes=frozenset(closes),
        odd=text.count('"') % 2 == 1,
    )


def _tail(text: str, ending: Ending) -> Tail:
    return Tail(
        text=text,
        ending=ending,
        hangs=hangs(text),
        word=last_class(text),
        opens=frozenset(
            closing for opening, closing in _BRACKETS if text.rfind(opening) > text.rfind(closing)
        ),
        odd=text.count('"') % 2 == 1,
    )


def wording_score(left: Piece, right: Piece, page_text: str) -> float:
    """Log-odds that `right` carries on where `left` stops, wherever the two stand and whatever they speak of.

    `page_text` is the comparison text of the page's blocks, one a line.
    """
    if right.begins:
        return -8.0
    if left.tail.ending == "final":
        return -5.0
    features = join_features(left, right, page_text, 0.0)
    score: float = sum(map(mul, _WEIGHTS, features))
    broken = left.tail.ending == "open"
    return score + (_OVERLAP if broken and overlap(left.tail.text, right.head.text) else 0.0)


def cohesion_weight(left: Piece) -> float:
    """What the log-odds of one subject count for after `left`."""
    if left.tail.ending == "final":
        return 0.0
    return _COHESION + (_COHESION_BROKEN if left.tail.ending == "open" else 0.0)


def join_features(left: Piece, right: Piece, page_text: str, cohesion: float) -> tuple[float, ...]:
    """The values `JOIN_WEIGHTS` weighs."""
    tail, head = left.tail, right.head
    closed = tail.ending == "closed"
    broken = tail.ending == "open"
    return (
        1.0,
        broken,
        tail.ending == "unsure",
        not closed and head.opener,
        not closed and head.continuer,
        closed and head.opener,
        closed and head.continuer,
        *((0.0,) * 7 if closed else _crossing(tail.text, head.text, page_text)),
        *_brackets(tail, head),
        cohesion,
        cohesion if broken else 0.0,
        broken and tail.hangs,
        right.photo and len(head.text) < 30,
        *_classes(tail.word, head.word, closed=closed),
    )


def _crossing(tail: str, head: str, page_text: str) -> tuple[float, ...]:
    """Whether a word lies across the joint, and whether the page has what stands about it elsewhere too."""
    four = tail[-2:] + head[:2] in page_text
    three = not four and (tail[-1:] + head[:2] in page_text or tail[-2:] + head[:1] in page_text)
    two = four or three or tail[-1:] + head[:1] in page_text
    digit, first = tail[-1:].isdigit(), head[:1]
    unit = (digit or tail[-1:] in _HAN_NUMERALS) and first in _UNITS
    return (
        cuts_word(tail, head),
        four,
        three,
        not two,
        unit,
        digit and first.isdigit(),
        digit and not unit and not first.isdigit(),
    )


def _classes(before: str, after: str, *, closed: bool) -> tuple[float, ...]:
    """What the word classes on either side say."""
    verb, particle, adverb, noun = after == "v", after in _PARTICLES, after == "d", after in _NOUNS
    return (
        not closed and verb,
        closed and verb,
        not closed and particle,
        closed and particle,
        not closed and adverb,
        not closed and noun,
        closed and noun,
        not closed and before in _FUNCTION_WORDS,
    )


def _brackets(tail: Tail, head: Head) -> tuple[float, ...]:
    """Brackets that close across the joint, that stay open, that close unopened; and an odd count of plain quotes.

    A bracket left open before a full stop says nothing: quotations run over paragraphs, and OCR loses quotes.
    """
    closed = tail.ending == "closed"
    closes = bool(tail.opens & head.closes)
    hanging = bool(tail.opens - head.closes) and not closed
    appears = bool(head.closes - tail.opens)
    return closes, hanging, appears, not closed and tail.odd != head.odd
