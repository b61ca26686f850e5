"""Whether an evaluation notices what is damaged on purpose, each damage by a gate that fails.

    python -m benchmarks.bench_damage LIBRARY QUESTIONS

LIBRARY is a data folder as `assistant ingest` makes it, QUESTIONS stored questions over it. The undamaged assistant
is the baseline; ends with 1 where a damage passes every gate, or the undamaged assistant fails one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from assistant.evaluate import Evaluating, asked
from assistant.evaluation.gates import checked, read_gates
from assistant.evaluation.questions import load_questions
from assistant.evaluation.records import Outcome, Stored
from assistant.evaluation.scores import compared
from assistant.settings import load_settings
from assistant.wiring import build_asking
from benchmarks.damages import DAMAGES, GATES, System


def main() -> int:
    """Damage, evaluate, compare; 1 where a damage goes unnoticed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    questions = load_questions([given.questions])
    settings = load_settings().model_copy(update={"home": given.library, "chat_model": ""})
    asking = build_asking(settings, report=lambda _label, _share: None)
    system = System(asking, asking.store.extent().last or date.today(), perf_counter)
    baseline = run(questions, system.whole())
    unnoticed = failed(baseline, run(questions, system.whole()))
    print(f"undamaged: {'; '.join(unnoticed) or 'passes'}")
    missed = bool(unnoticed)
    for name, damage in DAMAGES.items():
        gates = failed(baseline, run(questions, damage(system)))
        print(f"{name}: {'; '.join(gates) or 'NOT NOTICED'}")
        missed = missed or not gates
    return int(missed)


def run(questions: Sequence[Stored], using: Evaluating) -> list[Outcome]:
    """The outcome of every question."""
    return [asked(stored, using) for stored in questions]


def failed(baseline: Sequence[Outcome], outcomes: Sequence[Outcome]) -> list[str]:
    """What the gates that fail say."""
    verdicts = checked(read_gates([], GATES), (), compared(baseline, outcomes))
    return [verdict.said for verdict in verdicts if not verdict.passed]


if __name__ == "__main__":
    sys.exit(main())
