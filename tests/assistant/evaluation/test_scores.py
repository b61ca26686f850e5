from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.metrics import BY_NAME
from assistant.evaluation.records import Outcome
from assistant.evaluation.scores import ALL, Change, Score, compared, scored
from tests.evaluation_rig import outcome, sentence, stored


def answered(number: int, *, found: bool, kind: str = "single", seconds: float = 0.1) -> Outcome:
    return outcome(stored(f"q{number}", kind=kind), sentence(), facts=(found,), seconds=seconds)


def score(scores: tuple[Score, ...], metric: str, kind: str = ALL) -> Score:
    return next(each for each in scores if (each.metric, each.kind) == (metric, kind))


def change(changes: tuple[Change, ...], metric: str, kind: str = ALL) -> Change:
    return next(each for each in changes if (each.metric, each.kind) == (metric, kind))


def test_the_interval_is_that_of_the_share() -> None:
    """80 of 100: the normal approximation gives 0.8 ± 1.96 * sqrt(0.8 * 0.2 / 100) = 0.722..0.878."""
    scores = scored([answered(n, found=n < 80) for n in range(100)])
    found = score(scores, "fact_recall")
    assert found.value == 0.8
    assert found.questions == 100
    assert found.low == pytest.approx(0.722, abs=0.01)
    assert found.high == pytest.approx(0.878, abs=0.01)


def test_the_same_outcomes_give_the_same_figures() -> None:
    outcomes = [answered(n, found=n % 3 > 0) for n in range(30)]
    assert scored(outcomes, resamples=500) == scored(outcomes, resamples=500)


def test_kinds_are_scored_apart_and_what_nobody_is_asked_is_left_out() -> None:
    outcomes = [answered(1, found=True, kind="number"), answered(2, found=False, kind="date")]
    scores = scored(outcomes, resamples=200)
    assert score(scores, "fact_recall").value == 0.5
    assert score(scores, "fact_recall", "number").value == 1.0
    assert score(scores, "fact_recall", "date").value == 0.0
    assert not any(each.metric in ("conflict_handling", "cost") for each in scores)
    assert scored([]) == ()


def test_quantiles_of_time_with_intervals() -> None:
    scores = scored([answered(n, found=True, seconds=n / 100) for n in range(1, 101)], resamples=500)
    median = score(scores, "latency_p50")
    assert median.value == pytest.approx(0.505)
    assert median.low < 0.505 < median.high
    assert score(scores, "latency_p95").value == pytest.approx(np.percentile(np.arange(1, 101) / 100, 95))


def test_a_drop_on_a_tenth_of_the_questions_is_certain() -> None:
    before = [answered(n, found=n < 180) for n in range(200)]
    after = [answered(n, found=n < 160) for n in range(200)]
    found = change(compared(before, after), "fact_recall")
    assert (found.before, found.after) == (0.9, 0.8)
    assert found.certain
    assert found.high < 0
    assert found.low == pytest.approx(-0.1 - 1.96 * np.sqrt(0.1 * 0.9 / 200), abs=0.01)
    assert found.p < 0.001


def test_one_question_more_or_less_is_chance() -> None:
    before = [answered(n, found=n < 90) for n in range(100)]
    after = [answered(n, found=n < 89) for n in range(100)]
    found = change(compared(before, after), "fact_recall")
    assert not found.certain
    assert found.p > 0.05


def test_pairing_tells_what_two_intervals_would_not() -> None:
    """Ten questions lost of hundred and none won: certain, though the two scores' own intervals overlap."""
    before = [answered(n, found=n < 60) for n in range(100)]
    after = [answered(n, found=n < 50) for n in range(100)]
    own = [score(scored(each), "fact_recall") for each in (before, after)]
    assert own[1].high > own[0].low
    assert change(compared(before, after), "fact_recall").certain


def test_only_questions_that_both_runs_asked_are_compared() -> None:
    before = [answered(n, found=True) for n in range(10)]
    after = [answered(n, found=True) for n in range(5, 15)]
    assert change(compared(before, after, resamples=100), "fact_recall").questions == 5
    reworded = [outcome(stored("q1", question="另一个问题？"), sentence())]
    assert compared(before, reworded, resamples=100) == ()


def test_the_same_run_twice_has_no_difference() -> None:
    run = [answered(n, found=n % 2 == 0) for n in range(20)]
    for each in compared(run, run, resamples=200):
        assert (each.low, each.high, each.p) == (0.0, 0.0, 1.0)
        assert not each.certain


def test_resampling_refusals_of_few_questions_gives_no_nonsense() -> None:
    """Most resamples hold no refusal at all: those are left out, not counted as zero."""
    outcomes = [answered(n, found=True) for n in range(40)]
    outcomes.append(outcome(stored("u", kind="unanswerable")))
    found = score(scored(outcomes), "refusal_precision")
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)
    assert not BY_NAME["refusal_precision"].by_kind
