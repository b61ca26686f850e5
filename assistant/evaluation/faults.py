"""What is wrong with an answer, in words, and which answers are the worst. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.metrics import BY_NAME, brevity, reading_limit
from assistant.evaluation.records import Outcome

_WEIGHED = (
    "hit@5",
    "fact_recall",
    "citation_recall",
    "citation_precision",
    "conflict_handling",
    "correction_handling",
)


def faults(outcome: Outcome) -> tuple[str, ...]:
    """What is wrong, in Chinese, the gravest first; () where nothing is."""
    if not outcome.stored.answerable:
        return () if outcome.refused else ("报上没有，却作了答",)
    found: list[str] = []
    if outcome.refused:
        found.append("报上有，却没有作答")
    missing = [fact for fact, there in zip(outcome.stored.facts, outcome.facts, strict=True) if not there]
    if missing and not outcome.refused:
        found.append(f"漏了：{'、'.join(missing)}")
    if outcome.leads_outdated:
        found.append(f"先说了已过时的：{'、'.join(outcome.stored.outdated)}")
    found += [
        f"出处不支持“{each.text[:24]}”：{each.reason}"
        for each in outcome.sentences
        if each.verdict != "supported"
    ]
    if outcome.article_ranks and not any(rank and rank <= 5 for rank in outcome.article_ranks):
        found.append("前 5 条里没有该用的报道")
    elif None in outcome.article_ranks:
        found.append("该用的报道没有找全")
    if 0 < brevity(outcome) < 1:
        found.append(f"太长：超过 {reading_limit(outcome)} 字")
    return tuple(found)


def goodness(outcome: Outcome) -> float:
    """How good the outcome is, 0 to 1: the mean of the metrics that ask this question; right silence is 1."""
    if not outcome.stored.answerable:
        return float(outcome.refused)
    parts = [part for name in _WEIGHED if (part := BY_NAME[name].parts(outcome)) is not None]
    return sum(value / weight for value, weight in parts) / len(parts) if parts else 1.0


def worst(outcomes: Sequence[Outcome], limit: int) -> tuple[Outcome, ...]:
    """At most `limit` outcomes with faults, the worst first."""
    faulty = [outcome for outcome in outcomes if faults(outcome)]
    return tuple(sorted(faulty, key=goodness)[:limit])
