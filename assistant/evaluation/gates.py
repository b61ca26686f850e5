"""What a run must keep to: limits on metrics, and no significant drop against a baseline. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import SettingsError
from assistant.evaluation.metrics import BY_NAME
from assistant.evaluation.records import KINDS
from assistant.evaluation.scores import ALL, Change, Score


@dataclass(frozen=True, slots=True)
class Gate:
    """A metric, over all questions or those of one kind, that must not be bad, or not worse than before."""

    metric: str
    kind: str  # ALL: over all questions
    limit: float | None  # the worst value allowed; None: no significant drop against the baseline


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate and whether the run passed it."""

    gate: Gate
    passed: bool
    said: str  # in Chinese


def read_gates(limits: Sequence[str], drops: Sequence[str]) -> tuple[Gate, ...]:
    """Gates from `metric=value`, `metric:kind=value` and `metric`, `metric:kind`. Raises SettingsError."""
    gates = [_limit(text) for text in limits]
    return (*gates, *(Gate(*_named(text), None) for text in drops))


def checked(gates: Sequence[Gate], scores: Sequence[Score], changes: Sequence[Change]) -> tuple[Verdict, ...]:
    """Each gate with its verdict. What was not measured has not passed: nobody knows that it is good."""
    return tuple(_checked(gate, scores, changes) for gate in gates)


def label_of(metric: str, kind: str) -> str:
    """The metric's name for people."""
    return BY_NAME[metric].label + (f"（{KINDS[kind]}）" if kind else "")


def _checked(gate: Gate, scores: Sequence[Score], changes: Sequence[Change]) -> Verdict:
    name = label_of(gate.metric, gate.kind)
    higher = BY_NAME[gate.metric].higher
    if gate.limit is not None:
        score = next((each for each in scores if (each.metric, each.kind) == (gate.metric, gate.kind)), None)
        if score is None:
            return Verdict(gate, False, f"{name}：题库里没有能算这一项的题目")
        passed = score.value >= gate.limit if higher else score.value <= gate.limit
        sign = "不低于" if higher else "不高于"
        return Verdict(gate, passed, f"{name} {score.value:.4f}，应{sign} {gate.limit:g}")
    change = next((each for each in changes if (each.metric, each.kind) == (gate.metric, gate.kind)), None)
    if change is None:
        return Verdict(gate, False, f"{name}：与基线没有可比的题目")
    dropped = change.high < 0 if higher else change.low > 0
    told = f"{name} {change.before:.4f} → {change.after:.4f}，差的 95% 区间 [{change.low:+.4f}, {change.high:+.4f}]"
    return Verdict(gate, not dropped, told + ("：明显变差" if dropped else ""))


def _limit(text: str) -> Gate:
    name, equals, value = text.rpartition("=")
    try:
        limit = float(value)
    except ValueError:
        limit = None
    if not equals or limit is None:
        raise SettingsError(f"--fail-under {text} 看不懂：要写成 指标=数值，如 hit@5=0.98。")
    return Gate(*_named(name), limit)


def _named(text: str) -> tuple[str, str]:
    metric, _, kind = text.partition(":")
    if metric not in BY_NAME:
        raise SettingsError(f"没有 {metric} 这个指标；可用：{'、'.join(BY_NAME)}。")
    if kind not in (ALL, *KINDS):
        raise SettingsError(f"没有 {kind} 这种题型；可用：{'、'.join(KINDS)}。")
    return metric, kind
