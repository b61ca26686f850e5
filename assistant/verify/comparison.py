"""One stretch of a claim beside one sentence of a source: the alignment, and what the checks note on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from assistant.verify.alignment import Gap, gaps, matches
from assistant.verify.analysis import Analysis
from assistant.verify.tokens import Token, squeeze

Fault = Literal["contradicted", "misplaced", "absent", "loose"]
_CLOSE = 0.5  # below this share of aligned words the source was told in other words, not altered in one place
_VERBATIM = 0.85
_ENOUGH = 2.0  # weight aligned without which nothing is taken to be word for word
_GAP = 3.0  # weight of a gap that is left out of account


class Finding(NamedTuple):
    """A part of the claim that the source does not bear out."""

    fault: Fault
    text: str  # as the claim has it
    instead: str | None = None  # what the source has in its place; None: nothing


class Place(NamedTuple):
    """A gap in the alignment and the source tokens that may stand for the claim's."""

    gap: Gap
    beside: Sequence[Token]  # the source's tokens of the gap that share a clause with its edges
    close: float  # share of the claim's weight that is aligned, the gap itself left out of account

    @property
    def tight(self) -> bool:
        """Whether what stands on one side can be taken to stand for what is on the other."""
        return self.close >= _CLOSE

    @property
    def verbatim(self) -> bool:
        """Whether all around the gap is taken from the source word for word."""
        return self.close >= _VERBATIM


@dataclass
class Comparison:
    """How far each token of the claim is borne out (0..1), and the findings. Filled by the checks."""

    claim: Sequence[Token]
    passage: Analysis
    sentence: int
    elsewhere: str = ""  # the text of all cited sources
    support: list[float] = field(init=False)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        low, high = self.passage.sentences[self.sentence]
        self.found: Sequence[Token] = self.passage.tokens[low:high]
        self.pairs = matches([token.key for token in self.claim], [token.key for token in self.found])
        self.total = sum(token.weight for token in self.claim)
        self.aligned = sum(self.claim[i].weight for i, _ in self.pairs)
        self.support = [0.0] * len(self.claim)
        for i, _ in self.pairs:
            self.support[i] = 1.0

    def places(self) -> list[Place]:
        """The gaps of the alignment in order."""
        result: list[Place] = []
        for gap in gaps(self.pairs, len(self.claim), len(self.found)):
            beside = self._beside(gap)
            inside = self.claim[gap.low : gap.high]
            rest = self.total - min(sum(token.weight for token in inside), _GAP)
            close = self.aligned / rest if rest > 0 and _narrow(inside, beside) else 0.0
            if self.aligned < _ENOUGH:
                close = min(close, _CLOSE)
            result.append(Place(gap, beside, close))
        return result

    def _beside(self, gap: Gap) -> Sequence[Token]:
        """The source tokens of a gap in the clauses of its edges, or as many clauses off as the claim's."""
        clauses: set[int] = set()
        if gap.low:
            edge = self.found[gap.start - 1].clause
            reach = (
                0 if gap.high < len(self.claim) else self.claim[-1].clause - self.claim[gap.low - 1].clause
            )
            clauses.update(range(edge, edge + min(reach, 1) + 1))
        if gap.high < len(self.claim):
            edge = self.found[gap.end].clause
            reach = 0 if gap.low else self.claim[gap.high].clause - self.claim[0].clause
            clauses.update(range(edge - min(reach, 1), edge + 1))
        return [token for token in self.found[gap.start : gap.end] if token.clause in clauses]

    def window(self) -> Sequence[Token]:
        """The tokens of the source sentence and its neighbours."""
        low, high = self.passage.around(self.sentence)
        return self.passage.tokens[low:high]

    @cached_property
    def sentence_text(self) -> str:
        """The characters of the source sentence."""
        return self.passage.text[self.found[0].start : self.found[-1].end]

    @cached_property
    def window_text(self) -> str:
        """The characters of the source sentence and its neighbours."""
        tokens = self.window()
        return self.passage.text[tokens[0].start : tokens[-1].end]

    @cached_property
    def runs(self) -> dict[int, str]:
        """For the start of each noun of the source sentence, all the nouns it touches, as one text."""
        runs: dict[int, str] = {}
        for run in nominal_runs(self.found):
            text = "".join(token.text for token in run)
            runs.update((token.start, text) for token in run)
        return runs

    @cached_property
    def free_found(self) -> str:
        """The source words that the alignment left over, a bar where matched ones stood."""
        return _rest(self.found, {j for _, j in self.pairs})

    @cached_property
    def free_claim(self) -> str:
        """The claim's words that the alignment left over, a bar where matched ones stood."""
        return _rest(self.claim, {i for i, _ in self.pairs})

    def in_place(self, low: int, high: int) -> bool:
        """Whether the source has claim[low:high] among the very same words, only at another place."""
        near = self.claim[max(low - 1, 0) : high + 1]
        if len(near) > high - low and "".join(t.text for t in near) in squeeze(self.sentence_text):
            return True
        if low < 3 or high + 3 > len(self.claim):
            return False
        return "".join(t.text for t in self.claim[low - 3 : high + 3]) in self.passage.letters

    def fault(self, fault: Fault, text: str, instead: str | None = None) -> None:
        """Note a finding."""
        self.findings.append(Finding(fault, text, instead))

    def contradict(self, place: Place, text: str, instead: str | None = None) -> None:
        """Note that the source says something else; seen through a loose alignment, only that it does not fit."""
        if place.verbatim:
            self.fault("contradicted", text, instead)
        else:
            self.fault("misplaced", text, instead)


def _narrow(claim: Sequence[Token], beside: Sequence[Token]) -> bool:
    """Whether few words stand on either side, a name of several words counting once."""
    return _words(claim) <= 5 and _words(beside) <= 6


def _words(tokens: Sequence[Token]) -> int:
    count, last, noun = 0, -1, False
    for token in tokens:
        if token.weight > 0.3 and not (noun and token.nominal and token.start == last):
            count += 1
        last, noun = token.end, token.nominal
    return count


def nominal_runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """The runs of touching nouns among `tokens`."""
    runs: list[list[Token]] = []
    for token in tokens:
        if not token.nominal:
            continue
        if runs and runs[-1][-1].end == token.start:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _rest(tokens: Sequence[Token], matched: set[int]) -> str:
    return "".join("|" if k in matched else token.text for k, token in enumerate(tokens))
