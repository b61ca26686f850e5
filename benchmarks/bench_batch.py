"""Batches of digests under trouble: killed three times, told to stop three times, an endpoint that fails a third of
the time, jobs side by side, the Batch API killed in every round.

    python -m benchmarks.bench_batch [--days 30] [--seconds 1.0] [--only killed|stopped|failing|jobs|api]

A library of invented days, an OpenAI-compatible server on this machine that echoes its first source and keeps what it
was asked, and the command line in processes of its own. Prints what came of each. `repeated` counts requests that were
answered before; a run that is killed (SIGKILL) cannot have received the answers that were on their way, one that is
told to stop (SIGTERM) waits for them.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep

from assistant.batch_digest import WORK
from tests.batch_server import BatchServer
from tests.scripted_endpoint import Asked, Raw, ScriptedEndpoint, Spoken, refusal
from tests.store_home import make_article
from vectorstore.identity import keyed
from vectorstore.library import Library

ROOT = Path(__file__).resolve().parents[1]
FIRST = date(2024, 5, 1)
SEED = 20240418
MATTERS = ("窗口追回欠薪", "驿站装上空调", "求学圆梦报名", "焊接大赛开锣")


class Echo:
    """Says the first sentence of the first source; fails every third request where it is to."""

    def __init__(self, *, seconds: float = 0.0, failing: bool = False) -> None:
        self._seconds = seconds
        self._failing = failing
        self._lock = threading.Lock()
        self._count = 0
        self.answered: Counter[str] = Counter()
        self.first = 0.0  # moment of the first request; 0: none came
        self.last = 0.0  # moment of the last answer

    def __call__(self, asked: Asked) -> Spoken | Raw:
        text = asked.body["messages"][-1]["content"]
        with self._lock:
            self._count += 1
            count = self._count
            self.first = self.first or perf_counter()
        if self._failing and count % 3 == 0:
            return refusal(429 if count % 2 else 500, "busy", headers={"retry-after": "0"})
        sleep(self._seconds)
        with self._lock:
            self.answered[text] += 1
            self.last = perf_counter()
        said = text.split(">\n", 1)[1].split("。", 1)[0].strip()
        return Spoken(f"{said}。[1]")


def main() -> None:
    """Run the three and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--only", choices=("killed", "stopped", "failing", "jobs", "api"))
    parser.add_argument("--seconds", type=float, default=1.0, help="latency of the endpoint")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        fill(home, arguments.days)
        if arguments.only in (None, "killed"):
            ended(home, Path(folder) / "killed", arguments.days, by=signal.SIGKILL)
        if arguments.only in (None, "stopped"):
            ended(home, Path(folder) / "stopped", arguments.days, by=signal.SIGTERM)
        if arguments.only in (None, "failing"):
            failing(home, Path(folder) / "failing", arguments.days)
        if arguments.only in (None, "jobs"):
            side_by_side(home, Path(folder), arguments.seconds)
        if arguments.only in (None, "api"):
            by_batch_api(home, Path(folder) / "api", arguments.days)


def fill(home: Path, days: int) -> None:
    """A library with four reports a day."""
    library = Library(home / "library.sqlite")
    articles = [
        make_article(
            f"{matter}的消息第{day}天见报，共涉及工友{day * 10 + 7}人。",
            headline=f"{matter}{day}",
            issued=FIRST + timedelta(days=day),
        )
        for day in range(days)
        for matter in MATTERS
    ]
    by_key = keyed(articles)
    library.add([(key, article, ()) for key, article in by_key.items()], now=datetime(2024, 5, 1))
    library.mark_ready([article.id for article in by_key.values()], now=datetime(2024, 5, 1))
    library.close()


def start(
    home: Path, out: Path, url: str, *, days: int, jobs: int, more: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    last = FIRST + timedelta(days=days - 1)
    command = ["digest", "--since", str(FIRST), "--until", str(last), "--each", "day", "--out", str(out)]
    environment: Mapping[str, str] = {
        **os.environ,
        "ASSISTANT_HOME": str(home),
        "ASSISTANT_CHAT_MODEL": "echo",
        "ASSISTANT_BASE_URL": url,
        "ASSISTANT_API_KEY": "none",
        "ASSISTANT_CHAT_CONCURRENCY": str(max(jobs, 1)),
    }
    return subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "assistant", *command, "--jobs", str(jobs), *more],
        cwd=ROOT,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
    )


def ended(home: Path, out: Path, days: int, *, by: signal.Signals) -> None:
    """Three runs ended by a signal at random, then one to the end."""
    moments = random.Random(SEED)  # noqa: S311  # moments, no secret
    echo = Echo(seconds=0.1)
    with ScriptedEndpoint(echo) as endpoint:
        for _ in range(3):
            before = len(list(out.glob("*.md")))
            process = start(home, out, endpoint.url, days=days, jobs=2)
            goal = before + moments.randint(2, 6)
            while len(list(out.glob("*.md"))) < goal:
                sleep(0.05)
            process.send_signal(by)
            process.wait()
        code = start(home, out, endpoint.url, days=days, jobs=2).wait()
        requests = len(endpoint.asked)
    repeated = sum(count - 1 for count in echo.answered.values())
    print(
        f"{by.name} 3 times: exit {code}, {len(list(out.glob('*.md')))} of {days} days, {requests} requests, "
        f"{len(echo.answered)} different, {repeated} repeated, "
        f"{len(list((out / WORK / 'replies').rglob('*.json')))} replies kept"
    )


def by_batch_api(home: Path, out: Path, days: int) -> None:
    """Runs over the Batch API, each killed once its batch is there, until one ends by itself."""
    echo = Echo()
    with BatchServer(echo) as server:
        for _ in range(3):
            before = len(server.batches)
            process = start(home, out, server.url, days=days, jobs=2, more=("--batch-api",))
            while len(server.batches) <= before and process.poll() is None:
                sleep(0.02)
            process.kill()
            process.wait()
        code = start(home, out, server.url, days=days, jobs=2, more=("--batch-api",)).wait()
        sizes = [len(server.lines(batch)) for batch in server.batches.values()]
    repeated = len(server.paid) - len(set(server.paid))
    print(
        f"Batch API, SIGKILL up to 3 times: exit {code}, {len(list(out.glob('*.md')))} of {days} days, "
        f"batches of {sizes} requests, {repeated} paid for twice"
    )


def failing(home: Path, out: Path, days: int) -> None:
    """An endpoint that answers 429 or 500 to every third request."""
    echo = Echo(failing=True)
    with ScriptedEndpoint(echo) as endpoint:
        runs, code = 0, 1
        while code and runs < 5:
            code = start(home, out, endpoint.url, days=days, jobs=2).wait()
            runs += 1
        requests = len(endpoint.asked)
    print(
        f"429 and 500 a third of the time: exit {code} after {runs} run(s), "
        f"{len(list(out.glob('*.md')))} of {days} days, {requests} requests, "
        f"{sum(count - 1 for count in echo.answered.values())} answered twice"
    )


def side_by_side(home: Path, folder: Path, seconds: float) -> None:
    """Twelve days with one job and with four, from the first request to the last answer."""
    took: dict[int, float] = {}
    for jobs in (1, 4):
        echo = Echo(seconds=seconds)
        with ScriptedEndpoint(echo) as endpoint:
            start(home, folder / f"jobs{jobs}", endpoint.url, days=12, jobs=jobs).wait()
            took[jobs] = echo.last - echo.first
    print(
        f"12 days, endpoint of {seconds} s: 1 job {took[1]:.1f} s, 4 jobs {took[4]:.1f} s, {took[1] / took[4]:.2f} times"
    )


if __name__ == "__main__":
    main()
