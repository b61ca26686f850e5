"""Digests of many periods into a folder: side by side, resumable, failed ones again on the next run."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from assistant.digest import Digesting
from assistant.digest_records import Digest, DigestRequest
from assistant.errors import AssistantError, ExportError, NotAsked
from assistant.gathering import earlier_ids
from vectorstore.errors import StoreError
from vectorstore.records import Filter

Each = Literal["day", "week", "month"]
WORK = ".digest"  # folder beside the digests: what is done, and replies that were paid for
_STATE = "state.json"
_LEFT = "没有轮到，留待下次运行。"
_ENTRIES = "entries"  # of the feed over all digests of the folder, a file each


@dataclass(frozen=True, slots=True)
class Part:
    """One digest of a batch."""

    name: str  # of its file, without extension
    request: DigestRequest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a part."""

    part: Part
    digest: Digest | None  # None: it was done before, or failed
    error: str | None  # None: it is done


def parts_of(request: DigestRequest, each: Each) -> tuple[Part, ...]:
    """The request cut into days, weeks (Monday to Sunday, ISO 8601) or months; the first and last may be shorter."""
    return tuple(
        Part(_name(first, each), replace(request, since=first, until=last))
        for first, last in _periods(request.since, request.until, each)
    )


def fingerprint(part: Part, using: Digesting) -> str:
    """Of all that decides the part's digest: what is asked, the articles there are, model and prompts."""
    request, summarising = part.request, using.summarising
    admit = Filter(since=request.since, until=request.until, publication=request.publication)
    ids = [*using.library.issues.ids(admit), *earlier_ids(request, using.library)]
    prompts = sorted(prompt.digest for prompt in (*summarising.prompts.values(), using.headline))
    model = summarising.chat.name if summarising.chat else None
    return hashlib.sha256(repr((request, ids, prompts, model)).encode()).hexdigest()


class Shelf:
    """A folder of digests: which parts are done, and from what; noted on disk after each. For several threads.

    Beside each digest lies its entry in the folder's feed.
    """

    def __init__(
        self,
        folder: Path,
        extension: str,  # of the files, without dot
        *,
        marks: Mapping[str, str],  # what each part is made from, by its name
        write: Callable[[Digest], bytes],
        write_entry: Callable[[str, Digest], bytes],  # by the name of the digest's file
    ) -> None:
        """Reads what an earlier run left; a damaged file counts as none. Raises ExportError."""
        self._folder = folder
        self._extension = extension
        self._marks = marks
        self._write = write
        self._write_entry = write_entry
        self._state = folder / WORK / _STATE
        self._lock = threading.Lock()
        try:
            self._state.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(f"建不了输出文件夹 {folder}（{error.strerror}）：请检查路径和权限。") from error
        self._done = _read(self._state)

    def path(self, part: Part) -> Path:
        """Where the part's digest goes."""
        return self._folder / f"{part.name}.{self._extension}"

    def has(self, part: Part) -> bool:
        """Whether the part's digest is there, made from the same."""
        made = self._done.get(self.path(part).name) == self._marks[part.name]
        return made and self.path(part).is_file() and self._entry(part.name).is_file()

    def save(self, part: Part, digest: Digest) -> None:
        """Write the digest, then note that it is done. Raises ExportError."""
        write_file(self.path(part), self._write(digest))
        write_file(self._entry(part.name), self._write_entry(self.path(part).name, digest))
        with self._lock:
            self._done[self.path(part).name] = self._marks[part.name]
            write_file(self._state, json.dumps(self._done, indent=0, sort_keys=True).encode())

    def entries(self) -> tuple[bytes, ...]:
        """The feed's entries of all digests in the folder, of earlier runs too, newest period first.

        Raises ExportError.
        """
        there = {path.stem for path in self._folder.iterdir() if path.is_file()}
        try:
            paths = sorted(self._entry("").parent.glob("*.xml"), reverse=True)
            return tuple(path.read_bytes() for path in paths if path.stem in there)
        except OSError as error:
            raise ExportError(f"读不了 {self._folder} 里的摘要（{error.strerror}）：请检查权限。") from error

    def _entry(self, name: str) -> Path:
        return self._folder / WORK / _ENTRIES / f"{name}.xml"


def run_batch(
    parts: Sequence[Part],
    *,
    make: Callable[[Part], Digest],
    save: Callable[[Part, Digest], None],
    done: Callable[[Part], bool],
    jobs: int,
) -> Iterator[Outcome]:
    """Each part's outcome as it ends; parts that are done already come first and cost nothing.

    A part that fails does not stop the others; a budget that is used up or a run that is told to stop does, and the
    rest is left for the next run.
    """
    todo = []
    for part in parts:
        if done(part):
            yield Outcome(part, None, None)
        else:
            todo.append(part)
    stop = threading.Event()

    def run(part: Part) -> Outcome:
        if stop.is_set():
            return Outcome(part, None, _LEFT)
        try:
            digest = make(part)
            save(part, digest)
        except (AssistantError, StoreError) as error:
            if isinstance(error, NotAsked):
                stop.set()
            return Outcome(part, None, str(error))
        return Outcome(part, digest, None)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = [pool.submit(run, part) for part in todo]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            stop.set()  # interrupted: what has not begun does not begin
            for future in futures:
                future.cancel()


def write_file(path: Path, data: bytes) -> None:
    """Write in one step, so that a killed run leaves the whole file or none. Raises ExportError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise ExportError(f"写不了 {path}（{error.strerror}）：请检查路径、权限和磁盘空间。") from error


def _read(path: Path) -> dict[str, str]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(mark) for name, mark in values.items()} if isinstance(values, dict) else {}


def _periods(since: date, until: date, each: Each) -> Iterator[tuple[date, date]]:
    first = since
    while first <= until:
        if each == "day":
            last = first
        elif each == "week":
            last = first + timedelta(days=6 - first.weekday())
        else:
            last = (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        yield first, min(last, until)
        first = last + timedelta(days=1)


def _name(first: date, each: Each) -> str:
    if each == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{first:%Y-%m}" if each == "month" else f"{first:%Y-%m-%d}"
