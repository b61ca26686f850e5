"""How long an evaluation without a chat model takes, on questions of the shared benchmark data.

    python -m benchmarks.bench_evaluate LIBRARY QUESTIONS [--write FILE]

LIBRARY is a data folder as `assistant ingest` makes it, QUESTIONS a JSONL file with `gold_ids` and `sub_qa`, as
news-qa.dev has them. --write keeps them as stored questions, for `assistant evaluate FILE`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from time import perf_counter

from assistant.evaluate import asked, evaluating
from assistant.evaluation.found_facts import can_be_quoted
from assistant.evaluation.questions import write_questions
from assistant.evaluation.records import Gold, Stored
from assistant.evaluation.scores import ALL, scored
from assistant.settings import load_settings
from assistant.wiring import build_asking
from vectorstore.records import Filter


def main() -> None:
    """Ask, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    questions = [
        stored_question(json.loads(line)) for line in given.questions.read_text(encoding="utf-8").splitlines()
    ]
    if given.write:
        write_questions(given.write, questions)
    settings = load_settings().model_copy(update={"home": given.library, "chat_model": ""})
    asking = build_asking(settings, report=lambda _label, _share: None)
    asking.store.search("预热", admit=Filter(), limit=1)
    using = evaluating(asking, today=asking.store.extent().last or date.today(), clock=perf_counter)
    started = perf_counter()
    outcomes = [asked(stored, using) for stored in questions]
    answered = perf_counter() - started
    scores = scored(outcomes)
    print(
        f"{len(questions)} questions: {answered:.1f} s asked and judged, {perf_counter() - started - answered:.1f} s scored"
    )
    for score in scores:
        if score.kind == ALL:
            print(f"  {score.metric:<22}{score.value:8.4f}  [{score.low:.4f}, {score.high:.4f}]")


def stored_question(record: Mapping[str, object]) -> Stored:
    """A question of the shared data as a stored one; near-duplicates stand in for the one gold of theirs."""
    golds, others = _strings(record["gold_ids"]), _strings(record.get("gold_alt_ids"))
    alike = others if len(golds) == 1 else ()
    return Stored(
        id=str(record["id"]),
        question=str(record["question"]),
        answer=str(record["answer"]),
        facts=tuple(_facts(record.get("sub_qa"))),
        gold=tuple(Gold("", "", (name, *alike)) for name in golds),
        kind="single" if len(golds) == 1 else "multi",
    )


def _facts(pairs: object) -> Iterator[str]:
    for pair in pairs if isinstance(pairs, list) else ():
        if can_be_quoted(str(pair["a"])):
            yield str(pair["a"])


def _strings(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list) else ()


if __name__ == "__main__":
    main()
