from __future__ import annotations

import pytest

from assistant.errors import SettingsError
from assistant.evaluation.gates import checked, read_gates
from assistant.evaluation.scores import Change, Score


def scores(value: float, metric: str = "fact_recall", kind: str = "") -> list[Score]:
    return [Score(metric, kind, 10, value, value, value)]


def changes(low: float, high: float, metric: str = "fact_recall") -> list[Change]:
    return [Change(metric, "", 10, 0.9, 0.8, low, high, 0.01)]


def test_a_score_below_its_limit_fails() -> None:
    (gate,) = read_gates(["fact_recall=0.8"], [])
    assert checked([gate], scores(0.8), [])[0].passed
    (verdict,) = checked([gate], scores(0.79), [])
    assert not verdict.passed
    assert "0.7900" in verdict.said


def test_time_fails_above_its_limit() -> None:
    (gate,) = read_gates(["latency_p95=0.5"], [])
    assert checked([gate], scores(0.4, "latency_p95"), [])[0].passed
    assert not checked([gate], scores(0.6, "latency_p95"), [])[0].passed


def test_only_a_drop_that_is_certain_fails() -> None:
    (gate,) = read_gates([], ["fact_recall"])
    assert checked([gate], [], changes(-0.2, 0.0))[0].passed
    assert not checked([gate], [], changes(-0.2, -0.01))[0].passed
    assert checked([gate], [], changes(0.01, 0.2))[0].passed


def test_for_time_a_rise_is_the_drop() -> None:
    (gate,) = read_gates([], ["latency_p50"])
    assert not checked([gate], [], changes(0.01, 0.2, "latency_p50"))[0].passed
    assert checked([gate], [], changes(-0.2, -0.01, "latency_p50"))[0].passed


def test_a_gate_may_be_for_one_kind_of_question() -> None:
    (gate,) = read_gates(["hit@5:date=0.9"], [])
    assert checked([gate], scores(0.95, "hit@5", "date"), [])[0].passed
    assert not checked([gate], scores(0.95, "hit@5"), [])[0].passed


def test_what_was_not_measured_has_not_passed() -> None:
    gates = read_gates(["conflict_handling=0.1"], ["refusal_f1"])
    assert [verdict.passed for verdict in checked(gates, [], [])] == [False, False]


@pytest.mark.parametrize(
    "text", ["fact_recall", "fact_recall=viel", "=0.5", "unknown=0.5", "hit@5:riddle=0.5"]
)
def test_a_gate_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        read_gates([text], [])


def test_a_drop_of_an_unknown_metric_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(SettingsError, match="citation_recall"):
        read_gates([], ["quality"])
