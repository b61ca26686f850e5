"""A run with all that is made of it: scores, changes against a baseline, gates. And it as JSON and JUnit XML. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from xml.etree import ElementTree as ET

from assistant.evaluation.faults import faults
from assistant.evaluation.gates import Gate, Verdict, checked, label_of
from assistant.evaluation.records import Run
from assistant.evaluation.scores import ALL, Change, Score, compared, scored

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Result:
    """A run, scored."""

    run: Run
    scores: tuple[Score, ...]
    baseline: Run | None  # None: compared with nothing
    changes: tuple[Change, ...]  # () without a baseline
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        """Whether the run passed every gate."""
        return all(verdict.passed for verdict in self.verdicts)

    def value(self, metric: str, kind: str = ALL) -> float | None:
        """The score of a metric; None: it asks none of the questions."""
        found = (each.value for each in self.scores if (each.metric, each.kind) == (metric, kind))
        return next(found, None)


def summed_up(run: Run, *, baseline: Run | None = None, gates: Sequence[Gate] = ()) -> Result:
    """The run scored, compared and held against the gates."""
    scores = scored(run.outcomes)
    changes = compared(baseline.outcomes, run.outcomes) if baseline else ()
    return Result(run, scores, baseline, changes, checked(gates, scores, changes))


def scores_json(result: Result) -> dict[str, object]:
    """The scores over all questions by name, and beneath it those of each kind, the changes and the gates."""
    kinds: dict[str, dict[str, float]] = {}
    for score in result.scores:
        if score.kind:
            kinds.setdefault(score.kind, {})[score.metric] = round(score.value, 4)
    return {
        "run": result.run.id,
        "questions": len(result.run.outcomes),
        **{score.metric: round(score.value, 4) for score in result.scores if not score.kind},
        "kinds": kinds,
        "baseline": result.baseline.id if result.baseline else None,
        "changes": [_change_json(change) for change in result.changes if change.certain],
        "gates": [{"passed": each.passed, "said": each.said} for each in result.verdicts],
    }


def result_json(result: Result) -> dict[str, object]:
    """All of the result, for programs: every interval, every outcome, the conditions of the run."""
    return {
        "scores": [asdict(score) for score in result.scores],
        "changes": [_change_json(change) for change in result.changes],
        "baseline": result.baseline.id if result.baseline else None,
        "gates": [{"passed": each.passed, "said": each.said} for each in result.verdicts],
        "run": asdict(result.run),
    }


def junit(result: Result) -> bytes:
    """JUnit XML for build servers: gates as test cases that fail; questions with faults as skipped ones.

    Which questions a sound system misses is for people to see; whether a build fails is for the gates to say.
    """
    suites = ET.Element("testsuites")
    failed = sum(not verdict.passed for verdict in result.verdicts)
    gates = ET.SubElement(
        suites, "testsuite", {"name": "gates", "tests": str(len(result.verdicts)), "failures": str(failed)}
    )
    for verdict in result.verdicts:
        gate = verdict.gate
        wanted = "significant drop" if gate.limit is None else f"{gate.limit:g}"
        name = f"{label_of(gate.metric, gate.kind)} {wanted}"
        case = ET.SubElement(gates, "testcase", {"classname": "evaluate.gates", "name": _clean(name)})
        if verdict.passed:
            ET.SubElement(case, "system-out").text = _clean(verdict.said)
        else:
            ET.SubElement(case, "failure", {"message": _clean(verdict.said)})
    outcomes = result.run.outcomes
    faulty = {outcome.stored.id: said for outcome in outcomes if (said := faults(outcome))}
    questions = ET.SubElement(
        suites,
        "testsuite",
        {"name": "questions", "tests": str(len(outcomes)), "failures": "0", "skipped": str(len(faulty))},
    )
    for outcome in outcomes:
        values = {
            "classname": f"evaluate.{outcome.stored.kind}",
            "name": _clean(f"{outcome.stored.id} {outcome.stored.question}"),
            "time": f"{outcome.seconds:.4f}",
        }
        case = ET.SubElement(questions, "testcase", values)
        if outcome.stored.id in faulty:
            ET.SubElement(case, "skipped", {"message": _clean("；".join(faulty[outcome.stored.id]))})
    return bytes(ET.tostring(suites, encoding="utf-8", xml_declaration=True))


def _change_json(change: Change) -> Mapping[str, object]:
    return {**asdict(change), "certain": change.certain}


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("�", text)
