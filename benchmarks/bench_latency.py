"""Seconds from a question to its hits in one process, embedding of the question included.

    python -m benchmarks.bench_latency --library HOME QUESTIONS.jsonl [--limit 300] [--json]

Each question is asked of the whole library, and of one week of it: a week in which something was issued, another one
for each question. Opening the library is not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np

from assistant.settings import Settings
from assistant.wiring import build_store
from benchmarks.bench_ingest import peak_megabytes
from vectorstore.records import Filter
from vectorstore.store import VectorStore

WARM_UP = 5
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds a question, and the memory the process came to hold."""

    questions: int
    passages: int
    open_seconds: float
    p50: float
    p95: float
    week_p50: float
    week_p95: float
    megabytes: float


def measure(home: Path, questions: Sequence[str]) -> Figures:
    """Ask every question of the library in the data folder twice. Raises StoreError."""
    started = perf_counter()
    store = build_store(Settings(home=home), report=lambda _label, _done: None)
    store.search("预热", admit=Filter(), limit=1)
    opened = perf_counter() - started
    weeks = some_weeks(store, len(questions))
    for question, week in zip(questions[:WARM_UP], weeks, strict=False):
        for admit in (Filter(), week):
            store.search(question, admit=admit, limit=10)
    whole = [timed(store, question, Filter()) for question in questions]
    weekly = [timed(store, question, week) for question, week in zip(questions, weeks, strict=True)]
    p50, p95 = np.percentile(whole, [50, 95])
    week_p50, week_p95 = np.percentile(weekly, [50, 95])
    return Figures(
        questions=len(questions),
        passages=store.library.passage_count(),
        open_seconds=opened,
        p50=float(p50),
        p95=float(p95),
        week_p50=float(week_p50),
        week_p95=float(week_p95),
        megabytes=peak_megabytes(),
    )


def timed(store: VectorStore, question: str, admit: Filter) -> float:
    """Milliseconds one search takes."""
    started = perf_counter()
    store.search(question, admit=admit, limit=10)
    return (perf_counter() - started) * 1000


def some_weeks(store: VectorStore, count: int) -> list[Filter]:
    """Weeks that begin on a day of issue, drawn by article, so that busy weeks come up as often as they matter."""
    ids = store.library.in_state("ready")
    random = Random(5)  # noqa: S311  # a choice of weeks, not a secret
    days: list[date] = []
    while len(days) < count:
        drawn = store.library.unserved(random.sample(ids, min(len(ids), 500)))
        issued = [article.issued for article in drawn if article.issued is not None]
        if not issued:
            return [Filter()] * count
        days += random.sample(issued, len(issued))
    return [Filter(since=day, until=day + WEEK) for day in days[:count]]


def read_questions(path: Path, limit: int) -> list[str]:
    """The first `limit` questions of a JSONL file."""
    lines = path.read_text(encoding="utf-8").splitlines()[:limit]
    return [str(json.loads(line)["question"]) for line in lines]


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not (given.library / "library.sqlite").is_file():
        parser.error(f"{given.library} 不是文库的数据目录：先用 assistant ingest 建一个。")
    found = measure(given.library, read_questions(given.questions, given.limit))
    if given.json:
        print(json.dumps(asdict(found)))
        return 0
    print(f"{found.questions} questions, {found.passages} passages, opened in {found.open_seconds:.1f} s")
    print(f"whole library   p50 {found.p50:.1f} ms, p95 {found.p95:.1f} ms")
    print(f"one week of it  p50 {found.week_p50:.1f} ms, p95 {found.week_p95:.1f} ms")
    print(f"memory          {found.megabytes:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
