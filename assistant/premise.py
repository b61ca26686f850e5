"""Questions that take for granted a figure or a day which the best source gives otherwise. Pure.

Conservative: only where the same subject stands with another figure of the same unit, or another day, in one
sentence of the best article, and what was asked about stands in none of the articles found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Rarity, term_weights
from assistant.matching import presence
from assistant.orders import blank_orders
from assistant.question import Term, fold, terms_of
from assistant.verify.atoms import Atom, atoms_of
from assistant.verify.dates import Day
from assistant.verify.quantities import Quantity, same_unit
from assistant.verify.tokens import fold as folded
from vectorstore.records import Hit
from vectorstore.sentences import sentence_spans

_ALIKE = 0.75  # weighted share of the question's words that the sentence (names: the article) must hold
_NOUN = 2  # characters behind a figure that say what is counted
_KINDS = {"quantity": "数字", "date": "日期"}


@dataclass(frozen=True, slots=True)
class Premise:
    """What the question takes for granted and how the best source has it."""

    text: str  # the sentence that puts it right, without marks
    rest: str  # the question without it
    said: str  # the figure or day as the source has it, with what is counted
    hit: Hit
    start: int  # of the source's sentence in its article
    end: int


def false_premise(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> Premise | None:
    """The first premise that the best hit contradicts; None: none does for certain."""
    if not hits:
        return None
    text = folded(question)
    for asked in atoms_of(text):
        if not _taken_for_granted(asked) or any(_says(hit, asked) for hit in hits):
            continue
        behind = re.match(r"[一-鿿]*", text[asked.end :])
        noun = behind[0][:_NOUN] if behind and asked.kind == "quantity" else ""
        if asked.kind == "quantity" and len(noun) < _NOUN:
            continue
        rest = text[: asked.start] + text[asked.end :]
        terms = terms_of(fold(rest))
        weights = term_weights(terms, rarity)
        for start, end, found in _rivals(hits[0], asked, noun):
            if _about(hits[0], start, end, weights) >= _ALIKE:
                said = text[asked.start : asked.end]
                correction = f"报道中的{_KINDS[asked.kind]}是{found}，不是{said}。"
                return Premise(correction, rest, f"{found}{noun}", hits[0], start, end)
    return None


def _taken_for_granted(atom: Atom) -> bool:
    if isinstance(atom.value, Quantity):
        quantity = atom.value
        return (
            not (quantity.weak or quantity.ordinal or quantity.bound or quantity.unit is None)
            and quantity.value is not None
        )
    return isinstance(atom.value, Day) and atom.value.day is not None and atom.value.month is not None


def _says(hit: Hit, asked: Atom) -> bool:
    """Whether the article has the figure in any unit, or the day, or was issued on it."""
    article = hit.article
    if isinstance(asked.value, Day):
        day, issued = asked.value, article.issued
        if issued and (issued.month, issued.day) == (day.month, day.day):
            return True
    text = folded(f"{article.headline or ''}\n{article.text}")
    if isinstance(asked.value, Quantity):
        return any(isinstance(atom.value, Quantity) and atom.key == asked.key for atom in atoms_of(text))
    days = [atom.value for atom in atoms_of(text) if isinstance(atom.value, Day)]
    return any(_may_be(day, asked.value) for day in days)


def _may_be(found: Day, asked: object) -> bool:
    """Whether a day of the article, which may leave out its month, can be the one asked about."""
    if not isinstance(asked, Day):
        return False
    relative = found.days_off is not None
    return relative or (found.day == asked.day and found.month in (None, asked.month))


def _rivals(hit: Hit, asked: Atom, noun: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of sentences with one other figure of the unit before the noun, or one other day."""
    text = blank_orders(hit.article.text)
    for start, end in sentence_spans(text):
        sentence = folded(text[start:end])
        rivals = [atom for atom in atoms_of(sentence) if _comparable(atom, asked)]
        counted = [atom for atom in rivals if sentence[atom.end :].lstrip("的").startswith(noun)]
        same = {atom.key for atom in rivals}
        if counted and len(same) == 1:
            yield start, end, sentence[counted[0].start : counted[0].end]


def _comparable(found: Atom, asked: Atom) -> bool:
    if isinstance(found.value, Quantity) and isinstance(asked.value, Quantity):
        return not found.value.weak and same_unit(found.value.unit, asked.value.unit)
    both = isinstance(found.value, Day) and isinstance(asked.value, Day)
    return (
        both
        and isinstance(found.value, Day)
        and found.value.day is not None
        and found.value.month is not None
    )


def _about(hit: Hit, start: int, end: int, weights: dict[Term, float]) -> float:
    """Weighted share of the question's words that stand in the sentence; names may stand anywhere in the article."""
    sentence = fold(hit.article.text[start:end])
    whole = fold(f"{hit.article.headline or ''} {hit.article.text}")
    held = {term: presence(term, whole if term.kind == "name" else sentence) for term in weights}
    if any(term.kind == "name" and share < 1 for term, share in held.items()):
        return 0.0
    total = sum(weights.values())
    return sum(weights[term] * share for term, share in held.items()) / total if total else 0.0
