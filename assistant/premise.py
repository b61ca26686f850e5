"""Questions that take for granted a figure, a day or a name which the best source gives otherwise. Pure.

Conservative: only where the same subject stands with another figure for the same counted thing, another age of the
same person, another day or year of founding in one sentence of the best article, and what was asked about stands in
none of the articles found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Rarity, term_weights
from assistant.matching import year_presence
from assistant.premise_figures import (
    CLAUSE_END,
    ROUGHLY,
    agrees,
    comparable,
    founded,
    kind_of,
    likeliest,
    rivals_of,
)
from assistant.premise_names import on_matter, wrong_name
from assistant.question import Term, fold, terms_of
from assistant.verify.atoms import Atom, atoms_of
from assistant.verify.dates import Day
from assistant.verify.quantities import Quantity
from assistant.verify.tokens import fold as folded
from vectorstore.records import Hit

_ENOUGH = 3  # words of a clause that can be looked for alone


@dataclass(frozen=True, slots=True)
class Premise:
    """What the question takes for granted and how the best source has it."""

    text: str  # the sentence that puts it right, without marks
    rest: str  # the question without it, or with the right name in its place
    said: str  # the figure, day or name as the source has it, with what is counted
    hit: Hit
    start: int  # of the source's sentence in its article
    end: int


def false_premise(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> Premise | None:
    """The first premise that the best hit contradicts, figures and days before names; None: none does for certain."""
    if not hits:
        return None
    text = folded(question)
    for asked in atoms_of(text):
        weights = term_weights(_terms_beside(text, asked), rarity)
        on_it = on_matter(hits, weights)
        granted = _taken_for_granted(text, asked) and weights and hits[0] in on_it
        if not granted or any(_says(hit, asked) for hit in on_it):
            continue
        rival = likeliest(rivals_of(hits[0], text, asked, weights))
        if rival is not None:
            said = text[asked.start : asked.end]
            correction = f"报道中的{kind_of(asked)}是{rival.said}，不是{said}。"
            rest = text[: asked.start] + text[asked.end :]
            return Premise(correction, rest, rival.counted, hits[0], rival.start, rival.end)
    wrong = wrong_name(text, hits, rarity=rarity)
    if wrong is None:
        return None
    rest = f"{text[: wrong.start]}{wrong.found}{text[wrong.end :]}"
    return Premise(wrong.text, rest, wrong.found, wrong.hit, *wrong.source)


def _terms_beside(text: str, asked: Atom) -> tuple[Term, ...]:
    """The words of the clause that takes the figure or the day for granted, with the names of the question; those of
    the whole question where the clause has too few."""
    rest = f"{text[: asked.start]} {text[asked.end :]}"
    whole = terms_of(fold(rest))
    start = max((match.end() for match in CLAUSE_END.finditer(text, 0, asked.start)), default=0)
    ends = [match.start() for match in CLAUSE_END.finditer(text, asked.end)]
    clause = f"{text[start : asked.start]} {text[asked.end : ends[0] if ends else len(text)]}"
    own = tuple(term for term in terms_of(fold(clause)) if not term.light)
    if len(own) < _ENOUGH or not any(term.kind == "name" for term in whole):
        return whole
    return tuple(dict.fromkeys((*own, *(term for term in whole if term.kind == "name"))))


def _taken_for_granted(text: str, atom: Atom) -> bool:
    if isinstance(atom.value, Quantity):
        quantity = atom.value
        exact = quantity.bound is None or ROUGHLY.match(quantity.text) is not None
        vague = quantity.weak or quantity.ordinal or quantity.unit is None or quantity.value is None
        return exact and not vague
    if not isinstance(atom.value, Day):
        return False
    return (atom.value.day is not None and atom.value.month is not None) or founded(text, atom) is not None


def _says(hit: Hit, asked: Atom) -> bool:
    """Whether the article has the figure of that unit, or the day, or was issued on it."""
    article = hit.article
    if isinstance(asked.value, Day):
        day, issued = asked.value, article.issued
        if issued and (issued.month, issued.day) == (day.month, day.day):
            return True
        if day.month is None:
            return year_presence(Term(f"{day.year}年", "number"), article.text, article.issued) > 0
    text = folded(f"{article.headline or ''}\n{article.text}")
    if isinstance(asked.value, Quantity):
        return any(agrees(atom, asked) and comparable(atom, asked) for atom in atoms_of(text))
    days = [atom.value for atom in atoms_of(text) if isinstance(atom.value, Day)]
    return any(_may_be(day, asked.value) for day in days)


def _may_be(found: Day, asked: object) -> bool:
    """Whether a day of the article, which may leave out its month, can be the one asked about."""
    if not isinstance(asked, Day):
        return False
    relative = found.days_off is not None
    return relative or (found.day == asked.day and found.month in (None, asked.month))
