"""Runs on disk: each outcome as it comes, so that a run resumes; the whole run when it is done."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import ReadError
from assistant.evaluation.records import Conditions, Outcome, Run

_RUN = TypeAdapter(Run)
_OUTCOME = TypeAdapter(Outcome)
_SHORT = 8  # digits of the conditions' digest in a run's id
LAST = "last"


class Runs:
    """The runs in one folder, a JSON file each, and what there is of those broken off."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begun(self, conditions: Conditions) -> tuple[Outcome, ...]:
        """The outcomes of a run under these conditions that was broken off; () where none was.

        A line that a kill cut short is left out, and its question is asked again.
        """
        try:
            lines = self._partial(conditions).read_bytes().splitlines()
        except OSError:
            return ()
        return tuple(_readable(lines))

    def keep(self, conditions: Conditions, outcome: Outcome) -> None:
        """Note the outcome of one more question. Raises ReadError where the folder cannot be written."""
        path = self._partial(conditions)
        line = json.dumps(asdict(outcome), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                if file.tell() and not _ends_whole(path):
                    file.write(b"\n")
                file.write(line)
        except OSError as error:
            raise _unwritable(self._folder, error) from error

    def finish(self, conditions: Conditions, outcomes: Sequence[Outcome], *, now: datetime) -> Run:
        """Keep the whole run and forget that it was under way. Raises ReadError."""
        name = f"{now:%Y%m%dT%H%M%S}-{conditions_digest(conditions)[:_SHORT]}"
        run = Run(name, now.isoformat(timespec="seconds"), conditions, tuple(outcomes))
        write_run(self._folder / f"{name}.json", run)
        self._partial(conditions).unlink(missing_ok=True)
        return run

    def listing(self) -> tuple[str, ...]:
        """The ids of all whole runs, the newest first."""
        return tuple(sorted((path.stem for path in self._folder.glob("*T*-*.json")), reverse=True))

    def find(self, name: str) -> Run:
        """The run of this id, in the file of this path, or the `last` one. Raises ReadError."""
        if name == LAST:
            earlier = self.listing()
            if not earlier:
                raise ReadError(f"{self._folder} 里还没有可比的评测：请先运行一次 assistant evaluate。")
            name = earlier[0]
        kept = self._folder / f"{name}.json"
        return read_run(kept if kept.is_file() else Path(name))

    def _partial(self, conditions: Conditions) -> Path:
        return self._folder / f"{conditions_digest(conditions)}.partial.jsonl"


def conditions_digest(conditions: Conditions) -> str:
    """First 16 hex digits of a SHA-256 over all that decides what a run gives."""
    text = json.dumps(asdict(conditions), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def corpus_digest(ids: Iterable[str]) -> str:
    """First 16 hex digits of a SHA-256 over the ids of articles, in whatever order; ids come from content."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:16]


def read_run(path: Path) -> Run:
    """The run in a file. Raises ReadError."""
    try:
        return _RUN.validate_json(path.read_bytes())
    except OSError as error:
        raise ReadError(f"{path}：找不到这次评测的结果；请检查名字或路径。") from error
    except ValidationError as error:
        raise ReadError(f"{path}：不是评测结果，或出自别的版本；请重新评测。") from error


def write_run(path: Path, run: Run) -> None:
    """Write the run in one step, so that a reader never sees half of it. Raises ReadError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            json.dump(asdict(run), file, ensure_ascii=False)
        Path(name).replace(path)
    except OSError as error:
        raise _unwritable(path.parent, error) from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, made where it is not there. Raises ReadError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise _unwritable(folder, error) from error


def baseline_bytes(run: Run) -> bytes:
    """The run as a small file to be kept beside the code: a line a question, without the passages behind it."""
    head = json.dumps({**asdict(replace(run, outcomes=())), "outcomes": None}, ensure_ascii=False)
    rows = [json.dumps(asdict(_slim(outcome)), ensure_ascii=False) for outcome in run.outcomes]
    text = head.removesuffix("null}") + "[\n" + ",\n".join(rows) + "\n]}\n"
    return text.encode("utf-8", "replace")


def _slim(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        seconds=round(outcome.seconds, 3),
        seen=(),
        sources=tuple(replace(source, quote="") for source in outcome.sources),
    )


def _readable(lines: Sequence[bytes]) -> Iterator[Outcome]:
    for line in lines:
        try:
            yield _OUTCOME.validate_json(line)
        except ValidationError:
            continue


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _unwritable(folder: Path, error: OSError) -> ReadError:
    return ReadError(f"{folder}：写不进去（{error.strerror}），请检查权限和磁盘空间。")
