from __future__ import annotations

import threading

import pytest

from assistant.background import Background, Job, JobStopped
from assistant.errors import BusyError, ChatUnavailable

SOON = 20.0


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def background(clock: Clock) -> Background:
    return Background(clock=clock, most=3)


def held(let_go: threading.Event, *, reached: threading.Event | None = None):  # type: ignore[no-untyped-def]
    """Work that tells where it is, waits, and tells again until it is let go."""

    def work(job: Job) -> str:
        job.report(1, 4, "第一件")
        job.show("一半")
        if reached:
            reached.set()
        assert let_go.wait(SOON)
        job.report(4, 4)
        return "全部"

    return work


def test_work_tells_how_far_it_is_and_how_long_the_rest_will_take(
    background: Background, clock: Clock
) -> None:
    let_go, reached = threading.Event(), threading.Event()
    background.start("digest", held(let_go, reached=reached), title="编简报")
    assert reached.wait(SOON)
    clock.now = 10.0
    view = background.find("digest")
    assert view is not None
    assert view.going
    assert (view.done, view.total, view.note, view.partial) == (1, 4, "第一件", "一半")
    assert view.fraction == 0.25
    assert view.seconds_left == 30.0
    let_go.set()
    ended = background.wait("digest", SOON)
    assert ended is not None
    assert (ended.state, ended.result, ended.error, ended.seconds_left) == ("done", "全部", None, None)


def test_work_is_stopped_at_the_next_thing_it_tells(background: Background) -> None:
    let_go, reached = threading.Event(), threading.Event()
    background.start("digest", held(let_go, reached=reached))
    assert reached.wait(SOON)
    background.stop("digest")
    stopping = background.find("digest")
    assert stopping is not None
    assert stopping.state == "stopping"
    let_go.set()
    ended = background.wait("digest", SOON)
    assert ended is not None
    assert (ended.state, ended.partial, ended.result) == ("stopped", "一半", None)


def test_what_goes_wrong_is_told_in_words(background: Background, caplog: pytest.LogCaptureFixture) -> None:
    def refused(_job: Job) -> None:
        raise ChatUnavailable("连不上。")

    def broken(_job: Job) -> None:
        raise ZeroDivisionError

    background.start("one", refused)
    background.start("two", broken)
    one, two = background.wait("one", SOON), background.wait("two", SOON)
    assert one is not None
    assert two is not None
    assert (one.state, one.error) == ("failed", "连不上。")
    assert two.state == "failed"
    assert "程序出错" in str(two.error)
    assert "ZeroDivisionError" in caplog.text


def test_the_same_work_is_not_begun_twice_and_not_too_much_of_it(background: Background) -> None:
    let_go = threading.Event()
    background.start("a", held(let_go))
    with pytest.raises(BusyError, match="正在进行"):
        background.start("a", held(let_go))
    background.start("b", held(let_go))
    background.start("c", held(let_go))
    with pytest.raises(BusyError, match="太多"):
        background.start("d", held(let_go))
    let_go.set()
    for name in "abc":
        background.wait(name, SOON)
    background.start("a", held(let_go))
    assert background.wait("a", SOON) is not None


def test_an_ended_job_is_forgotten(background: Background) -> None:
    background.start("a", lambda _job: None)
    background.wait("a", SOON)
    background.forget("a")
    assert background.find("a") is None
    background.stop("a")  # of what is gone nothing is left to stop


def test_a_job_under_way_is_not_forgotten(background: Background) -> None:
    let_go = threading.Event()
    background.start("a", held(let_go))
    background.forget("a")
    assert background.find("a") is not None
    let_go.set()
    background.wait("a", SOON)


def test_many_ended_jobs_do_not_pile_up(background: Background) -> None:
    for number in range(150):
        background.start(f"job-{number}", lambda _job: None)
        background.wait(f"job-{number}", SOON)
    assert background.find("job-48") is None
    assert background.find("job-149") is not None


def test_stopping_is_no_error_of_ours() -> None:
    """Nobody who puts up with errors of a model takes being stopped for one."""
    assert JobStopped.__mro__[1] is Exception
