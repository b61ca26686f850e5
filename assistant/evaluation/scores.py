"""Outcomes to a table of scores with confidence intervals, and two runs compared: paired bootstrap. Pure.

Efron and Tibshirani, An Introduction to the Bootstrap (1993); for comparing systems on the same questions, Koehn,
Statistical significance tests for machine translation evaluation (EMNLP 2004). Questions are resampled, and both
runs are scored on the same resample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.metrics import METRICS, Metric
from assistant.evaluation.records import KINDS, Outcome

RESAMPLES = 10_000
SEED = 12351
ALL = ""  # the name of all kinds together
_LEVEL = (2.5, 97.5)
_CHUNK = 1_000  # resamples at one time

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """A metric over the questions of one kind."""

    metric: str
    kind: str  # ALL: of every kind
    questions: int  # that the metric asks
    value: float
    low: float  # 95 % confidence interval
    high: float


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in two runs over the same questions."""

    metric: str
    kind: str  # ALL: of every kind
    questions: int
    before: float
    after: float
    low: float  # 95 % confidence interval of after - before
    high: float
    p: float  # two-sided: how often a difference as large would come of chance

    @property
    def certain(self) -> bool:
        """Whether the interval of the difference leaves zero out."""
        return self.low > 0 or self.high < 0


def scored(
    outcomes: Sequence[Outcome], *, resamples: int = RESAMPLES, metrics: Sequence[Metric] = METRICS
) -> tuple[Score, ...]:
    """Every metric over all questions and over those of each kind; what a metric asks nobody is left out."""
    found: list[Score] = []
    for kind, chosen in _by_kind(outcomes):
        for metric in _asked_of(kind, metrics):
            values, weights = _parts(metric, chosen)
            if not weights.any():
                continue
            drawn = _resampled(metric, values, weights, resamples)
            low, high = _interval(drawn)
            value = _score(metric, values, weights)
            found.append(Score(metric.name, kind, int((weights > 0).sum()), value, low, high))
    return tuple(found)


def compared(
    before: Sequence[Outcome], after: Sequence[Outcome], *, resamples: int = RESAMPLES
) -> tuple[Change, ...]:
    """Every metric over the questions that both runs asked, by id and wording."""
    earlier = {(each.stored.id, each.stored.question): each for each in before}
    pairs = [
        (earlier[key], each) for each in after if (key := (each.stored.id, each.stored.question)) in earlier
    ]
    found: list[Change] = []
    for kind, chosen in _by_kind([each for _, each in pairs]):
        ids = {each.stored.id for each in chosen}
        old = [first for first, each in pairs if each.stored.id in ids]
        changes = [_change(metric, kind, old, chosen, resamples) for metric in _asked_of(kind, METRICS)]
        found += [change for change in changes if change is not None]
    return tuple(found)


def _change(
    metric: Metric, kind: str, before: Sequence[Outcome], after: Sequence[Outcome], resamples: int
) -> Change | None:
    old, old_weights = _parts(metric, before)
    new, new_weights = _parts(metric, after)
    if not (old_weights.any() and new_weights.any()):
        return None
    # The same seed and as many questions: the same resamples.
    drawn = _resampled(metric, new, new_weights, resamples) - _resampled(metric, old, old_weights, resamples)
    drawn = drawn[~np.isnan(drawn)]
    low, high = _interval(drawn)
    tail = min((drawn <= 0).mean(), (drawn >= 0).mean()) if len(drawn) else 1.0
    return Change(
        metric=metric.name,
        kind=kind,
        questions=int(((old_weights > 0) | (new_weights > 0)).sum()),
        before=_score(metric, old, old_weights),
        after=_score(metric, new, new_weights),
        low=low,
        high=high,
        p=float(min(1.0, 2 * tail)),
    )


def _by_kind(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    kinds = [kind for kind in KINDS if any(each.stored.kind == kind for each in outcomes)]
    whole = [(ALL, list(outcomes))] if outcomes else []
    return whole + [(kind, [each for each in outcomes if each.stored.kind == kind]) for kind in kinds]


def _asked_of(kind: str, metrics: Sequence[Metric]) -> list[Metric]:
    return [metric for metric in metrics if metric.by_kind or kind == ALL]


def _parts(metric: Metric, outcomes: Sequence[Outcome]) -> tuple[Floats, Floats]:
    """Numerators and denominators, one of each a question."""
    parts = [metric.parts(outcome) or (0.0, 0.0) for outcome in outcomes]
    table = np.array(parts, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _score(metric: Metric, values: Floats, weights: Floats) -> float:
    if metric.percent is not None:
        return float(np.percentile(values[weights > 0], metric.percent))
    return float(values.sum() / weights.sum())


def _resampled(metric: Metric, values: Floats, weights: Floats, resamples: int) -> Floats:
    """The metric on each resample of the questions; NaN where a resample holds none that it asks."""
    random = np.random.default_rng(SEED)
    count = len(values)
    found: list[Floats] = []
    for start in range(0, resamples, _CHUNK):
        drawn = random.integers(0, count, size=(min(_CHUNK, resamples - start), count))
        if metric.percent is not None:
            found.append(np.percentile(values[drawn], metric.percent, axis=1))
            continue
        sums = weights[drawn].sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            found.append(values[drawn].sum(axis=1) / sums)
    return np.concatenate(found)


def _interval(drawn: Floats) -> tuple[float, float]:
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return (0.0, 0.0)
    low, high = np.percentile(known, _LEVEL)
    return float(low), float(high)
