"""Work that goes on behind a page: started, watched and broken off by name; it outlives whoever started it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.errors import AssistantError, BusyError
from vectorstore.errors import StoreError

State = Literal["running", "stopping", "done", "failed", "stopped"]
_KEPT = 100  # ended jobs that can still be looked at
_LOG = logging.getLogger(__name__)


class JobStopped(Exception):
    """Raised inside of a job's work, at the next thing it tells, once someone asked it to stop."""


@dataclass(frozen=True, slots=True)
class View:
    """A job as it stands at one moment."""

    name: str
    title: str  # for people
    state: State
    done: int
    total: int  # 0: not known
    note: str  # what it is at, for people
    partial: object  # what there is of the result so far, as the work showed it; None: nothing
    result: object  # what the work returned; None: it has not, or returned nothing
    error: str | None  # what went wrong, for people; None: nothing did
    seconds: float  # since it began; of an ended job, in all

    @property
    def going(self) -> bool:
        """Whether it has not ended."""
        return self.state in ("running", "stopping")

    @property
    def fraction(self) -> float:
        """How much is done, 0..1; 0 where that is not known."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at the pace so far; None: not known."""
        if not self.going or not self.done or not self.total:
            return None
        return self.seconds / self.done * max(self.total - self.done, 0)


class Job:
    """A piece of work under way: what its work calls to tell how far it is. For several threads."""

    def __init__(self, name: str, *, title: str, clock: Callable[[], float]) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._clock = clock
        self._began = clock()
        self._seconds: float | None = None  # None: not ended
        self._view = View(name, title, "running", 0, 0, "", None, None, None, 0.0)

    def report(self, done: int, total: int, note: str = "") -> None:
        """Tell how far the work is. Raises JobStopped."""
        self._change(lambda view: replace(view, done=done, total=total, note=note))
        self.check()

    def show(self, partial: object) -> None:
        """Show what there is of the result. Raises JobStopped."""
        self._change(lambda view: replace(view, partial=partial))
        self.check()

    def check(self) -> None:
        """Raises JobStopped where someone asked the work to stop."""
        if self._stop.is_set():
            raise JobStopped

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()
        self._change(lambda view: replace(view, state="stopping") if view.state == "running" else view)

    def end(self, state: State, *, result: object = None, error: str | None = None) -> None:
        """Note that the work has ended."""
        self._seconds = self._clock() - self._began
        self._change(lambda view: replace(view, state=state, result=result, error=error))

    def view(self) -> View:
        """How the job stands now."""
        with self._lock:
            seconds = self._seconds if self._seconds is not None else self._clock() - self._began
            return replace(self._view, seconds=seconds)

    def _change(self, how: Callable[[View], View]) -> None:
        with self._lock:
            self._view = how(self._view)


class Background:
    """The jobs of one process. For any number of threads."""

    def __init__(self, *, clock: Callable[[], float], most: int = 32) -> None:
        """`clock` tells seconds; no more than `most` jobs go on at one time."""
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}  # oldest first
        self._threads: dict[str, threading.Thread] = {}

    def start(self, name: str, work: Callable[[Job], object], *, title: str = "") -> View:
        """Begin `work` on a thread of its own and return at once.

        An ended job of this name is forgotten. Raises BusyError where one of this name goes on, or too many do.
        """
        job = Job(name, title=title or name, clock=self._clock)
        # A daemon: work that matters keeps what it has, and a server that is told to end must end.
        thread = threading.Thread(target=_run, args=(job, work), name=name, daemon=True)
        with self._lock:
            going = [each for each, known in self._jobs.items() if known.view().going]
            if name in going:
                raise BusyError(f"“{title or name}”正在进行：请等它做完，或先停下它。")
            if len(going) >= self._most:
                raise BusyError("正在进行的事太多了：请等其中一件做完再试。")
            self._jobs.pop(name, None)
            self._jobs[name] = job
            self._threads[name] = thread
            self._forget_old()
            thread.start()
        return job.view()

    def find(self, name: str) -> View | None:
        """How the job of this name stands; None: there is none, or it ended long ago."""
        with self._lock:
            job = self._jobs.get(name)
        return job.view() if job else None

    def stop(self, name: str) -> None:
        """Ask a job to stop; nothing happens where it has ended or there is none."""
        with self._lock:
            job = self._jobs.get(name)
        if job:
            job.stop()

    def forget(self, name: str) -> None:
        """Forget an ended job."""
        with self._lock:
            job = self._jobs.get(name)
            if job and not job.view().going:
                del self._jobs[name]
                self._threads.pop(name, None)

    def wait(self, name: str, seconds: float) -> View | None:
        """Wait until the job has ended, at most so long; then as `find`."""
        with self._lock:
            thread = self._threads.get(name)
        if thread:
            thread.join(seconds)
        return self.find(name)

    def _forget_old(self) -> None:
        ended = [name for name, job in self._jobs.items() if not job.view().going]
        for name in ended[:-_KEPT]:
            del self._jobs[name]
            self._threads.pop(name, None)


def _run(job: Job, work: Callable[[Job], object]) -> None:
    try:
        job.end("done", result=work(job))
    except JobStopped:
        job.end("stopped")
    except (AssistantError, StoreError) as error:
        job.end("failed", error=str(error))
    except Exception as error:  # noqa: BLE001  # the outermost edge of a thread: nobody else would hear of it
        _LOG.exception("job %s", job.view().name)
        job.end("failed", error=f"程序出错（{type(error).__name__}）：请重试；还不行，请把日志交给管理员。")
