"""The chat page under load, without a browser: whole answers for several sessions at once, memory, reruns.

    python -m benchmarks.bench_page --library HOME QUESTIONS.jsonl [--limit 500] [--sessions 10] [--json]

Sessions ask through the page's own functions (a turn begun, a job started, its end waited for), one question after the
other, extractively; conversations are kept in a folder that is thrown away. A rerun is a whole run of `app.py` in
Streamlit's test harness with a conversation open: everything the server does, nothing of what the browser does.
The process gets the environment that `assistant serve` gives its server.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic, perf_counter

import numpy as np
from streamlit.testing.v1 import AppTest

from assistant.background import Background
from assistant.conversations import Conversations
from assistant.converse import Asked, begin_turn, converse
from assistant.settings import Settings, server_environment
from assistant.wiring import build_asking
from benchmarks.bench_latency import read_questions
from vectorstore.records import Filter

APP = Path(__file__).resolve().parent.parent / "app.py"
WARM_UP = 150  # until then caches and the allocator's arenas fill; behind it memory stands still
TURNS = 5  # questions of one conversation
RERUNS = 20
PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds to the whole answer, megabytes the process came to hold meanwhile, milliseconds a rerun."""

    questions: int
    sessions: int
    p50: float
    p95: float
    growth: float  # resident memory after the questions less that after the warm-up
    megabytes: float
    rerun_p50: float
    rerun_p95: float


class Site:
    """What the server keeps for all sessions."""

    def __init__(self, library: Path, folder: Path) -> None:
        settings = Settings(home=library, chat_model="")
        self.asking = build_asking(settings, report=lambda _label, _fraction: None)
        self.kept = Conversations(folder / "conversations.sqlite", clock=datetime.now)
        self.background = Background(clock=monotonic, most=64)
        self.today = self.asking.store.extent().last or date.today()

    def session(self, questions: Sequence[str]) -> list[float]:
        """Seconds to each whole answer, in conversations of a few turns."""
        with closing(self.kept):
            return [
                self._ask(question, number)
                for few in (questions[at : at + TURNS] for at in range(0, len(questions), TURNS))
                for number in [self.kept.start(few[0]).id]
                for question in few
            ]

    def _ask(self, question: str, conversation: int) -> float:
        started = perf_counter()
        turn = begin_turn(question, kept=self.kept, conversation=conversation)
        asked = Asked(question, Filter(), self.today)
        name = f"answer-{conversation}"
        self.background.start(
            name,
            lambda job: converse(
                asked,
                using=self.asking,
                kept=self.kept,
                conversation=conversation,
                turn=turn,
                job=job,
            ),
        )
        ended = self.background.wait(name, PATIENCE)
        assert ended is not None
        assert ended.state == "done", ended.error
        return perf_counter() - started


def measure(library: Path, questions: Sequence[str], *, sessions: int) -> Figures:
    """Ask every question once, so many at a time, then rerun the page."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(library, Path(folder))
        with ThreadPoolExecutor(sessions) as pool:
            list(pool.map(site.session, dealt(questions[:WARM_UP], sessions)))
            before = resident_megabytes()
            taken = [
                each for session in pool.map(site.session, dealt(questions, sessions)) for each in session
            ]
        after = resident_megabytes()
    reruns = rerun_milliseconds(library, questions[0])
    p50, p95 = np.percentile(taken, [50, 95])
    rerun_p50, rerun_p95 = np.percentile(reruns, [50, 95])
    return Figures(
        questions=len(taken),
        sessions=sessions,
        p50=float(p50),
        p95=float(p95),
        growth=after - before,
        megabytes=after,
        rerun_p50=float(rerun_p50),
        rerun_p95=float(rerun_p95),
    )


def dealt(questions: Sequence[str], hands: int) -> list[Sequence[str]]:
    """The questions dealt out to so many sessions."""
    return [questions[hand::hands] for hand in range(hands)]


def resident_megabytes() -> float:
    """What the process holds in memory now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def rerun_milliseconds(library: Path, question: str) -> list[float]:
    """How long runs of the page take with an answered question open."""
    before = os.environ.get("ASSISTANT_HOME")
    os.environ["ASSISTANT_HOME"] = str(library)
    try:
        page = AppTest.from_file(str(APP), default_timeout=PATIENCE)
        page.run()
        page.chat_input[0].set_value(question).run()
        assert not page.exception
        taken = []
        for _ in range(RERUNS):
            started = perf_counter()
            page.run()
            taken.append((perf_counter() - started) * 1000)
        page.button(key="conversation-delete").click().run()
        return taken
    finally:
        if before is None:
            del os.environ["ASSISTANT_HOME"]
        else:
            os.environ["ASSISTANT_HOME"] = before


def main() -> int:
    """Run and print."""
    if dict(os.environ) != server_environment():  # read by the C library as a process starts
        command = [sys.executable, "-m", "benchmarks.bench_page", *sys.argv[1:]]
        os.execve(sys.executable, command, server_environment())  # noqa: S606  # this command once more
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if not (given.library / "library.sqlite").is_file():
        parser.error(f"{given.library} 不是文库的数据目录：先用 assistant ingest 建一个。")
    known = read_questions(given.questions, given.limit)
    questions = (known * (given.limit // len(known) + 1))[: given.limit]
    found = measure(given.library, questions, sessions=given.sessions)
    if given.json:
        print(json.dumps(asdict(found)))
        return 0
    print(
        f"{found.questions} questions, {found.sessions} at a time: p50 {found.p50:.2f} s, p95 {found.p95:.2f} s"
    )
    print(f"memory {found.megabytes:.0f} MB, {found.growth:+.0f} MB since the warm-up")
    print(f"a rerun: p50 {found.rerun_p50:.0f} ms, p95 {found.rerun_p95:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
