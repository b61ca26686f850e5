"""Answers a real chat model writes: how many of the facts asked for stand in what is shown.

    python -m benchmarks.bench_written LIBRARY QUESTIONS.jsonl --base-url URL --model NAME --out OUT.jsonl

The same questions every time: the first --count of --kind by the digest of their ids. An answer is appended to OUT
as soon as it is there, and a run goes on where the last one stopped; --seconds ends a run before its next question.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr

from assistant.ask import Asking, ask
from assistant.evaluation.found_facts import Told, can_be_quoted, found, found_strictly
from assistant.settings import load_settings
from assistant.wiring import build_asking
from vectorstore.records import Filter

_TODAY = date(2023, 12, 31)  # behind the last issue of news-small


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the facts its answer must hold, each with the part that asks for it."""

    id: str
    question: str
    facts: tuple[tuple[str, str], ...]


def main() -> None:
    """Ask what is not yet answered, then print the figures of all that is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--base-url", required=True, help="an OpenAI-compatible endpoint")
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kind", default="1doc")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=1e9)
    options = parser.parse_args()
    settings = load_settings().model_copy(
        update={
            "home": options.library,
            "chat_model": options.model,
            "base_url": options.base_url,
            "api_key": SecretStr("any"),
            "chat_timeout": 600,
            "chat_max_tokens": 300,
        }
    )
    rows = read_rows(options.out)
    done = {row["id"] for row in rows}
    started = perf_counter()
    using = build_asking(settings, report=lambda _label, _done: None)
    with options.out.open("a", encoding="utf-8") as out:
        for asked in sample(options.questions, options.kind, options.count):
            if asked.id in done or perf_counter() - started > options.seconds:
                continue
            rows.append(written(asked, using))
            out.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
            out.flush()
    print(summary(rows))


def read_rows(path: Path) -> list[dict[str, object]]:
    """The answers of earlier runs."""
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def sample(path: Path, kind: str, count: int) -> Iterator[Asked]:
    """The questions asked, the same every time."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = [record for record in records if record["kind"] == kind]
    wanted.sort(key=lambda record: sha256(record["id"].encode()).hexdigest())
    for record in wanted[:count]:
        pairs = tuple((pair["q"], pair["a"]) for pair in record["sub_qa"])
        yield Asked(record["id"], record["question"], pairs)


def written(asked: Asked, using: Asking) -> dict[str, object]:
    """What became of a question."""
    started = perf_counter()
    answer = ask(asked.question, using=using, admit=Filter(), today=_TODAY)
    issued = {citation.number: citation.issued for citation in answer.citations}
    shown = [
        Told(each.text, next((issued[number] for number in each.citations if number in issued), None))
        for each in answer.sentences
    ]
    quotable = [(part, fact) for part, fact in asked.facts if can_be_quoted(fact)]
    return {
        "id": asked.id,
        "seconds": round(perf_counter() - started, 1),
        "refused": answer.refused,
        "model": answer.model,
        "found": [found(fact, shown, question=part) for part, fact in quotable],
        "strictly": [found_strictly(fact, shown) for _, fact in asked.facts],
        "verdicts": [each.verdict for each in answer.sentences],
        "struck": len(answer.struck),
        "text": answer.text,
    }


def summary(rows: list[dict[str, object]]) -> str:
    """The figures in a line."""
    told = [each for row in rows for each in _list(row["found"])]
    strictly = [each for row in rows for each in _list(row["strictly"])]
    sentences = sum(len(_list(row["verdicts"])) for row in rows)
    return (
        f"{len(rows)} questions; refused {sum(bool(row['refused']) for row in rows)}; facts found "
        f"{sum(map(bool, told)) / max(1, len(told)):.3f} of {len(told)} "
        f"(strictly {sum(map(bool, strictly)) / max(1, len(strictly)):.3f}); "
        f"{sentences / max(1, len(rows)):.2f} sentences an answer; "
        f"quoted instead of written {sum(str(row['model']).startswith('摘句') for row in rows)}"
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


if __name__ == "__main__":
    main()
