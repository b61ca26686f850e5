"""`assistant digest --each`: digests of many periods into a folder, with the feed over them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType

from assistant.batch_digest import (
    Each,
    Outcome,
    Part,
    Shelf,
    fingerprint,
    parts_of,
    run_batch,
    write_file,
)
from assistant.cli_common import awaiting, complain, counting, emit
from assistant.digest import Digesting
from assistant.digest import digest as make_digest
from assistant.digest_records import Digest, DigestRequest
from assistant.digest_rounds import run_rounds
from assistant.export import exporter
from assistant.export.atom import feed_title, to_entry, to_feed
from assistant.settings import Settings
from assistant.summary_output import usage_json
from assistant.wiring import build_digesting, build_library
from assistant.wiring_digest import Batching, build_batching, build_planned, build_resumable

FEED = "feed.atom"


@dataclass(frozen=True, slots=True)
class Folder:
    """Where digests go, and how they are made."""

    path: Path
    each: Each
    extension: str
    jobs: int
    batch_api: bool
    as_json: bool


def plan_folder(request: DigestRequest, settings: Settings, folder: Folder) -> list[Digest]:
    """What a run would have to make, for what that takes; nobody is asked, no digest is written. Raises AssistantError."""
    parts = parts_of(request, folder.each)
    planned = build_planned(settings, folder.path, by_batch=folder.batch_api)
    using = build_digesting(planned, build_library(settings))
    done = _shelf(folder, parts, using).has if folder.path.is_dir() else _nothing_done
    made = []
    with counting("预算") as report:
        outcomes = run_batch(
            parts, make=partial(_make, using=using), save=_unsaved, done=done, jobs=folder.jobs
        )
        for count, outcome in enumerate(outcomes, 1):
            report(count, len(parts))
            if outcome.digest is not None:
                made.append(outcome.digest)
    return made


def fill_folder(request: DigestRequest, settings: Settings, folder: Folder) -> bool:
    """Make what is not done yet; whether any part failed. Told to stop, it keeps what was asked for and ends.

    Raises AssistantError.
    """
    parts = parts_of(request, folder.each)
    with _stopping() as stop:
        batching = build_batching(settings, folder.path, stop=stop) if folder.batch_api else None
        summarising = batching.summarising if batching else build_resumable(settings, folder.path, stop=stop)
        using = build_digesting(summarising, build_library(settings))
        shelf = _shelf(folder, parts, using)
        run = partial(
            run_batch,
            parts,
            make=partial(_make, using=using),
            save=shelf.save,
            done=shelf.has,
            jobs=folder.jobs,
        )
        try:
            failed = _follow(run, batching, parts, shelf, as_json=folder.as_json)
        finally:
            feed = to_feed(shelf.entries(), title=feed_title(request, folder.each))
            write_file(folder.path / FEED, feed)
    if failed:
        complain("有没做成的，重新运行同一条命令会只做这些；已做成的不会再花钱。")
    return failed


def _follow(
    run: Callable[[], Iterator[Outcome]],
    batching: Batching | None,
    parts: Sequence[Part],
    shelf: Shelf,
    *,
    as_json: bool,
) -> bool:
    """Tell of each part as it ends; whether any failed."""
    failed = False
    with awaiting() as told, counting("摘要") as report:
        outcomes = run()
        if batching is not None:
            outcomes = run_rounds(run, chat=batching.chat, rounds=batching.rounds, report=told)
        for count, outcome in enumerate(outcomes, 1):
            report(count, len(parts))
            if outcome.error is not None:
                failed = True
                complain(f"{outcome.part.name}：{outcome.error}")
            elif outcome.digest is not None:
                tell_written(outcome.digest, shelf.path(outcome.part), as_json=as_json)
    return failed


def tell_written(made: Digest, path: Path, *, as_json: bool) -> None:
    """Print where a digest went and what is in it."""
    values = {
        "file": str(path),
        "title": made.title,
        "items": len(made.items),
        "left_out": len(made.left_out),
        "articles": made.scope.articles,
        "usage": usage_json(made.usage),
    }
    account = f"{len(made.items)} 件事，{len(made.left_out)} 篇未展开，检索文章 {made.scope.articles} 篇"
    emit(values, as_json=as_json, line=f"已写入 {path}：{account}。")


def _shelf(folder: Folder, parts: Sequence[Part], using: Digesting) -> Shelf:
    return Shelf(
        folder.path,
        folder.extension,
        marks={part.name: fingerprint(part, using) for part in parts},
        write=exporter(f"x.{folder.extension}"),
        write_entry=to_entry,
    )


def _nothing_done(_part: Part) -> bool:
    return False


def _make(part: Part, *, using: Digesting) -> Digest:
    return make_digest(part.request, using=using, now=datetime.now().astimezone())


def _unsaved(part: Part, digest: Digest) -> None:
    """A dry run leaves nothing behind."""


@contextmanager
def _stopping() -> Iterator[Event]:
    """Set once the process is told to end (SIGTERM, Ctrl-C): what was asked for is awaited and kept. A second time
    ends it at once."""
    stop = Event()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in signals}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        restore()
        complain("正在停下：等已经发出的请求答完并存好；再按一次立即结束。")

    for number in signals:
        signal.signal(number, told)
    try:
        yield stop
    finally:
        restore()
