"""Several processes search while one ingests: nothing fails, and nothing that is ready is missed.

    python -m benchmarks.bench_readers_writers [--seconds 60] [--readers 8] [--chroma URL] [--fast]

Each reader takes an article the library says is ready, as often as not one of the newest, asks for it with its own
words and looks whether it is among ten hits. --chroma puts the vectors on that server (`chroma run`); --fast uses
the tests' embedder in place of the real one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from time import monotonic, perf_counter

import numpy as np

from assistant.settings import load_settings
from assistant.wiring import build_embedder
from benchmarks.made_up_news import make_news
from tests.fakes import HashEmbedder
from tests.store_home import StoreHome
from vectorstore.errors import StoreError
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

ROOT = Path(__file__).resolve().parents[1]
AT_START = 300  # articles
BATCH = 20  # articles added together
NEWEST = 2 * BATCH
QUESTION = 200  # characters of an article that are asked for, behind its headline


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the library is, and with what it is searched."""

    home: Path
    seconds: float
    chroma: str  # URL; empty: inside the process
    fast: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all readers met together."""

    searches: int
    missed: tuple[str, ...]  # articles that were ready and not found
    errors: tuple[str, ...]
    fresh: int  # searches for an article added meanwhile that found it
    articles_before: int
    articles_after: int
    clean: bool  # library and indexes agree in the end
    p50: float  # milliseconds a search
    p95: float


def open_store(setup: Setup) -> VectorStore:
    """The library as a process of its own opens it."""
    real = None if setup.fast else build_embedder(load_settings(), report=lambda _label, _done: None)
    return StoreHome(setup.home, setup.chroma).open(real or HashEmbedder())


def measure(setup: Setup, *, readers: int) -> Outcome:
    """Fill the library, let `readers` processes search while one adds, and add up what they say."""
    store = open_store(setup)
    with store.writing():
        store.add(tuple(make_news(AT_START)))
    roles = [("write", 0), *(("read", number) for number in range(1, readers + 1))]
    processes = [_start(setup, role, number) for role, number in roles]
    try:
        for process in processes:  # begin when the last is ready
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        reports = [json.loads(process.communicate()[0]) for process in processes]
    finally:
        for process in processes:
            process.kill()
    found = reports[1:]
    p50, p95 = np.percentile([each for report in found for each in report["milliseconds"]] or [0.0], [50, 95])
    return Outcome(
        searches=sum(len(report["milliseconds"]) for report in found),
        missed=tuple(name for report in found for name in report["missed"]),
        errors=tuple(error for report in reports for error in report["errors"]),
        fresh=sum(report["fresh"] for report in found),
        articles_before=AT_START,
        articles_after=store.extent().articles,
        clean=store.check().clean,
        p50=float(p50),
        p95=float(p95),
    )


def _start(setup: Setup, role: str, number: int) -> subprocess.Popen[str]:
    options = [
        f"--home={setup.home}",
        f"--seconds={setup.seconds}",
        f"--chroma={setup.chroma}",
        f"--seed={number}",
    ]
    command = [sys.executable, "-m", "benchmarks.bench_readers_writers", f"--role={role}", *options]
    command += ["--fast"] if setup.fast else []
    return subprocess.Popen(  # noqa: S603  # our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def write(setup: Setup) -> dict[str, object]:
    """Add articles until the time is over."""
    store = open_store(setup)
    errors: list[str] = []
    first = AT_START
    _wait_for_go()
    end = monotonic() + setup.seconds
    try:
        with store.writing():
            while monotonic() < end:
                store.add(tuple(make_news(BATCH, first=first)))
                first += BATCH
    except StoreError as error:
        errors.append(f"writer: {error}")
    return {"errors": errors}


def read(setup: Setup, seed: int) -> dict[str, object]:
    """Search until the time is over."""
    store = open_store(setup)
    random = Random(seed)  # noqa: S311  # a choice of articles, not a secret
    milliseconds: list[float] = []
    missed: list[str] = []
    errors: list[str] = []
    fresh = 0
    store.search("预热", admit=Filter(), limit=1)
    _wait_for_go()
    end = monotonic() + setup.seconds
    while monotonic() < end:
        try:
            ready = store.library.in_state("ready")
            article_id = random.choice(ready if random.random() < 0.5 else ready[-NEWEST:])
            (article,) = store.library.unserved([article_id])
            started = perf_counter()
            hits = store.search(question_for(article), admit=Filter(), limit=10)
        except StoreError as error:
            errors.append(f"reader {seed}: {error}")
            continue
        milliseconds.append((perf_counter() - started) * 1000)
        if article_id not in {each.id for hit in hits for each in (hit.article, *hit.others)}:
            missed.append(f"{article.external_id} of {len(ready)}")
        elif ready.index(article_id) >= AT_START:
            fresh += 1
    return {"milliseconds": milliseconds, "missed": missed, "errors": errors, "fresh": fresh}


def question_for(article: Article) -> str:
    """What only this article answers best: its headline and its first words."""
    return f"{article.headline}\n{article.text[:QUESTION]}"


def _wait_for_go() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def describe(outcome: Outcome) -> str:
    """The outcome in lines."""
    lines = [
        f"searches            {outcome.searches} ({outcome.fresh} of them found an article added meanwhile)",
        f"missed / errors     {len(outcome.missed)} / {len(outcome.errors)}",
        f"articles            {outcome.articles_before} -> {outcome.articles_after}, check clean: {outcome.clean}",
        f"a search, ms        p50 {outcome.p50:.0f}, p95 {outcome.p95:.0f}",
    ]
    return "\n".join([*lines, *outcome.missed[:5], *outcome.errors[:5]])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print, or be one of the processes; 1 where anything failed or was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--chroma", default="", help="URL of a Chroma server")
    parser.add_argument("--fast", action="store_true", help="the tests' embedder")
    parser.add_argument("--json", action="store_true", help="the outcome as one JSON object")
    for hidden in ("--role", "--home", "--seed"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.role:
        setup = Setup(Path(given.home), given.seconds, given.chroma, given.fast)
        print(json.dumps(write(setup) if given.role == "write" else read(setup, int(given.seed))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        setup = Setup(Path(folder), given.seconds, given.chroma, given.fast)
        outcome = measure(setup, readers=given.readers)
    print(json.dumps(asdict(outcome), ensure_ascii=False) if given.json else describe(outcome))
    return 1 if outcome.missed or outcome.errors or not outcome.clean else 0


if __name__ == "__main__":
    sys.exit(main())
