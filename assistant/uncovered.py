"""Which parts of a question of several parts the papers cover. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence, Rarity, weigh
from assistant.question import Part, parts, terms_of
from vectorstore.records import Hit

# Evidence below which a part counts as not covered, from which alone it is reason to answer: between them parts
# are asked in too few words to tell. Of 120 parts asked in pairs over the sample 118 of those covered lie above.
_COVERED, _ENOUGH = 0.1, 0.5
_ANYTHING = 0.02  # evidence of one hit below which it tells of another matter
_SUBJECTS = 3  # words of the first part that later parts leave out


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part of a question with the evidence there is for it."""

    text: str  # folded, without its question mark
    whole: str  # with what the first part is about, where it names neither this nor anything itself
    evidence: Evidence  # of the hits for the whole

    @property
    def covered(self) -> bool:
        """Whether the papers say anything to it, as far as can be told."""
        return self.evidence.score >= _COVERED

    @property
    def enough(self) -> bool:
        """Whether there is reason to answer for this part alone."""
        return self.evidence.score >= _ENOUGH


def weigh_parts(question: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Weighed, ...]:
    """The parts of the question, each with its evidence; () for a question of one part."""
    asked = parts(question)
    if len(asked) < 2:
        return ()
    subject = [term.text for term in asked[0].terms[:_SUBJECTS] if term.kind in ("name", "noun")]
    return tuple(_weighed(part, subject, hits, rarity) for part in asked if part.terms)


def on_the_matter(question: str, hit: Hit, *, rarity: Rarity) -> bool:
    """Whether the hit by itself has anything of what the question, or one of its parts, asks."""
    parts = weigh_parts(question, [hit], rarity=rarity)
    scores = [weigh(question, [hit], rarity=rarity).score, *(part.evidence.score for part in parts)]
    return max(scores) >= _ANYTHING


def _weighed(part: Part, subject: Sequence[str], hits: Sequence[Hit], rarity: Rarity) -> Weighed:
    named = any(term.kind == "name" for term in terms_of(part.text)) or any(
        each in part.text for each in subject[:1]
    )
    left_out = "" if named else "".join(each for each in subject if each not in part.text)
    whole = f"{left_out}{part.text}"
    return Weighed(part.text.rstrip("？?；;。"), whole, weigh(whole, hits, rarity=rarity))
