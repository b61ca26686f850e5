"""Whether what would be shown answers the question: a thing of the kind asked for, bound in its source to what is
asked. Pure.

Evidence tells that hits are about a question; this tells an answer from a near miss: the figure of another year,
the winner of another contest, the report from before the matter was decided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer_binding import Bound, bind, likeness, read
from assistant.answer_kinds import kind_of_answer
from assistant.evidence import Evidence, Rarity
from assistant.question import fold, parts
from vectorstore.records import Hit

# Two logistic models, fitted by `python -m benchmarks.fit_answering`: of a candidate by its signs, and of the
# question by its evidence, its best candidate and its likeness to the best passage.
_BIAS = -8.73
_COEFFICIENTS = (0.76, 3.77, 0.83, -2.7, -0.71, 1.46, 1.76, 1.93, 0.67)
_LOWEST, _HIGHEST = -6.0, 4.0  # between which a best candidate's log odds count
_LEAST_EVIDENCE = 0.0001
_BASE, _BY_EVIDENCE, _BY_ANSWER, _OPEN, _BY_LIKENESS = -1.2, 0.3, 1.3, 1.06, 1.62

_FOUND, _SAID, _SURE = 0.25, 0.5, 0.7
_HOPELESS, _CERTAIN = 0.1, 0.9  # scores between which a model that reads the hits is heard
# A logistic model, fitted by `python -m benchmarks.fit_confirm`: of what is bound to the question, and of a model's odds.
_HEARD, _BY_BOUND, _BY_MODEL = -3.4, 1.11, 1.54
_ENOUGH = 0.6  # its probability from which to answer: a wrong answer is worse than none


@dataclass(frozen=True, slots=True)
class Finding:
    """How sure it is that an answer was found."""

    score: float  # 0..1
    best: Bound | None  # what is taken for the answer; None: nothing, or the question is open
    bound: float  # log odds by this and by how like the passages are: the words of a question near misses have too

    @property
    def found(self) -> bool:
        """Whether quoting what was found is better than refusing, where the evidence is enough."""
        return self.score >= _FOUND

    @property
    def open(self) -> bool:
        """Whether it is left open."""
        return _HOPELESS <= self.score < _CERTAIN

    @property
    def said(self) -> bool:
        """Whether a model's word may be given for it."""
        return self.score >= _SAID

    @property
    def sure(self) -> bool:
        """Whether it stands against weak evidence, and against a model that does not name it."""
        return self.score >= _SURE


def answer_found(
    question: str,
    hits: Sequence[Hit],
    *,
    shown: Sequence[str],
    evidence: Evidence,
    rarity: Rarity,
    said: Sequence[str] | None = None,
) -> Finding:
    """Whether the hits state an answer to one part of the question, bound to what is asked.

    `shown`: their sentences that answer best by their words. `evidence`: of the hits for the question. `said`: what
    a model wrote; only answers it names count then. None: all do. Where a part is open (why, how), the evidence
    decides.
    """
    articles = read(hits, shown=shown)
    asked = [(part, kind_of_answer(part.text)) for part in parts(question)]
    found = [
        each
        for part, kind in asked
        if kind is not None
        for each in bind(part, kind, articles, shown=shown, rarity=rarity)
    ]
    if said is not None:
        text = "\n".join(map(fold, said))
        found = [each for each in found if each.text in text]
    best = max(found, key=log_odds, default=None)
    bound = weigh_bound(
        None if best is None else log_odds(best),
        is_open=any(kind is None for _, kind in asked),
        alike=likeness(hits),
    )
    logit = bound + _BY_EVIDENCE * odds_of(evidence.score)
    return Finding(round(1 / (1 + math.exp(-logit)), 4), best, bound)


def odds_needed(finding: Finding) -> float:
    """The log odds a chat model that read the hits must give to an answer being in them, for one to be given."""
    return (odds_of(_ENOUGH) - _HEARD - _BY_BOUND * finding.bound) / _BY_MODEL


def odds_of(score: float) -> float:
    """Log odds of a score from 0 to 1; near either end they are those of a score a little within."""
    held = min(max(score, _LEAST_EVIDENCE), 1 - _LEAST_EVIDENCE)
    return math.log(held / (1 - held))


def log_odds(each: Bound) -> float:
    """That the candidate is the answer."""
    return _BIAS + sum(factor * value for factor, value in zip(_COEFFICIENTS, each.signs.values, strict=True))


def weigh_bound(best: float | None, *, is_open: bool, alike: float) -> float:
    """Log odds that the question is answered, by its best candidate (None: there is none) and its likeness to the best
    passage."""
    told = 0.0 if is_open else min(max(_LOWEST if best is None else best, _LOWEST), _HIGHEST)
    return _BASE + _BY_ANSWER * told + _OPEN * is_open + _BY_LIKENESS * alike
