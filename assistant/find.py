"""Find what the library has for a question, its parts and its premise, and decide by the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import Finding, answer_found
from assistant.comparison import asks_each
from assistant.corrections import Corrections
from assistant.evidence import Evidence, Rarity, weigh
from assistant.extractive import Picked, extract
from assistant.premise import Premise, false_premise
from assistant.question import parts
from assistant.searching import Searching
from assistant.sides import not_elsewhere
from assistant.uncovered import weigh_parts
from vectorstore.records import Hit

_BESIDE = 3  # hits for a part that those for the whole question do not cover


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for the question as it was understood."""

    asked: str
    matter: str  # what of it the papers cover, without the dates that chose the issues
    uncovered: tuple[str, ...]  # its parts that they do not
    hits: tuple[Hit, ...]
    corrections: Corrections
    premise: Premise | None  # what it takes for granted and the papers have otherwise; None: nothing
    rarity: Rarity
    evidence: Evidence
    picks: tuple[Picked, ...]  # sentences of the hits that answer best by their words
    finding: Finding  # whether these hits state an answer
    enough: bool = True  # whether it is to be answered
    odds: float | None = None  # of a chat model that read the hits, for there being one; None: none was heard

    @property
    def open(self) -> bool:
        """Whether the evidence leaves it open and one passage can tell: several answers may stand in several."""
        return self.finding.open and self.premise is None and not self.several

    @property
    def several(self) -> bool:
        """Whether it asks several things, of which some may be answered and some not."""
        return len(parts(self.matter)) > 1 or asks_each(self.matter)

    @property
    def telling(self) -> tuple[Hit, ...]:
        """The hits by how much they tell: that of what is taken for the answer, then those of the best sentences, then
        all others as they were found."""
        best = [self.finding.best.article.id] if self.finding.best else []
        picked = [pick.hit.article.id for pick in sorted(self.picks, key=lambda pick: -pick.score)]
        names = dict.fromkeys([*best, *picked, *(hit.article.id for hit in self.hits)])
        hits = {hit.article.id: hit for hit in self.hits}
        return tuple(hits[name] for name in names if name in hits)

    def answered(self, told: Sequence[str] | None) -> Finding:
        """How sure it is that what a model wrote is an answer. `told` None: that the hits state one."""
        return answer_found(
            self.matter,
            self.hits,
            shown=[pick.text for pick in self.picks],
            evidence=self.evidence,
            rarity=self.rarity,
            said=told,
        )


def find(asked: str, matter: str, searching: Searching, *, fitted: bool) -> Found:
    """What the library has. `matter`: the question without the dates that chose the issues. `fitted`: cosines are
    those of the embedder that `answering` was fitted with. Raises StoreError."""
    rarity = searching.rarity
    hits = searching.search(asked)
    premise = false_premise(matter, hits, rarity=rarity)
    if premise is not None:
        matter = premise.rest
    evidence = weigh(matter, hits, rarity=rarity)
    weighed = weigh_parts(matter, hits, rarity=rarity)
    for missed in [part for part in weighed if not part.covered]:
        others = searching.search(missed.whole)[:_BESIDE]
        if weigh(missed.whole, others, rarity=rarity).enough:
            hits = _beside(hits, others)
            weighed = weigh_parts(matter, hits, rarity=rarity)
    picks = _pick(matter, hits, rarity=rarity)
    shown = [pick.text for pick in picks]
    if not fitted:
        hits = tuple(replace(hit, similarity=None) for hit in hits)
    finding = answer_found(matter, hits, shown=shown, evidence=evidence, rarity=rarity)
    enough = evidence.enough or any(part.enough for part in weighed)
    covered = [part for part in weighed if part.covered]
    partial = 0 < len(covered) < len(weighed)
    if partial:
        matter = "".join(f"{part.whole.rstrip('？?；;')}？" for part in covered)
        picks = _pick(matter, hits, rarity=rarity)
    return Found(
        asked=asked,
        matter=matter,
        uncovered=tuple(part.text for part in weighed if not part.covered) if partial else (),
        hits=hits,
        corrections=searching.corrections([hit.article.id for hit in hits]),
        premise=premise,
        rarity=rarity,
        evidence=evidence,
        picks=picks,
        finding=finding,
        enough=finding.sure or (enough and (finding.found or premise is not None)),
    )


def _pick(matter: str, hits: Sequence[Hit], *, rarity: Rarity) -> tuple[Picked, ...]:
    """The sentences that answer; those of another town than the one asked about only where there are no others."""
    near = {hit.article.id for hit in not_elsewhere(matter, hits)}
    picks = extract(matter, hits, rarity=rarity)
    return tuple(pick for pick in picks if pick.hit.article.id in near) or picks


def _beside(hits: Sequence[Hit], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """The best hits of both, each article once: those for a part come behind the best of the whole question."""
    best: dict[str, Hit] = {}
    for hit in (*hits[:_BESIDE], *others, *hits[_BESIDE:]):
        best.setdefault(hit.article.id, hit)
    return tuple(best.values())
