"""What editors do to the library, each in the name of a user whose role is asked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from assistant.access import User, require
from assistant.errors import ReadError
from assistant.fix import fix
from assistant.ingest import Ingested, files_of, ingest
from assistant.originals import Originals
from assistant.page_view import names_in
from assistant.readers import Failure, Limits
from vectorstore.errors import StoreBusy
from vectorstore.fixes import Fix, FixKind
from vectorstore.records import Article
from vectorstore.store import VectorStore


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file."""

    name: str
    added: int
    revised: int
    unchanged: int
    failures: tuple[Failure, ...]

    @property
    def articles(self) -> int:
        """How many articles the file gave."""
        return self.added + self.revised + self.unchanged


Heard = Callable[[tuple[FileResult, ...], str], None]  # what is done so far, and what it is at


@dataclass(frozen=True, slots=True)
class Desk:
    """The library with what its editors need."""

    store: VectorStore
    originals: Originals
    limits: Limits
    inbox: Path | None  # the one folder of this machine whose files may be read in; None: any
    clock: Callable[[], datetime]

    def keep(self, who: User, name: str, data: bytes) -> Path:
        """Keep an upload, to be taken in. Raises AccessError, ReadError."""
        require(who, "editor", "导入报纸")
        return self.originals.keep(name, data)

    def folder(self, who: User, folder: str) -> tuple[Path, ...]:
        """The readable files of a folder of this machine. Raises AccessError, ReadError."""
        require(who, "editor", "导入报纸")
        root = Path(folder.strip()).expanduser()
        if not folder.strip() or not root.is_dir():
            raise ReadError(f"{folder.strip() or '（空）'}：服务器上没有这个文件夹，请检查路径")
        if self.inbox is not None and not root.resolve().is_relative_to(self.inbox.resolve()):
            raise ReadError(f"只能导入 {self.inbox} 下面的文件夹：请把文件放到那里（ASSISTANT_INBOX 可另指）")
        found = [(Path(name), failure) for name, failure in files_of(str(root))]
        if found and (failure := found[0][1]) is not None:
            raise ReadError(failure.reason)
        return tuple(path for path, _ in found if self._allowed(path))

    def take_in(self, who: User, paths: Sequence[Path], *, heard: Heard) -> tuple[FileResult, ...]:
        """Read the files into the library, one after the other; what fails of one stops no other.

        Raises AccessError; StoreError where the library cannot be written at all.
        """
        require(who, "editor", "导入报纸")
        results: list[FileResult] = []
        for path in paths:
            heard(tuple(results), path.name)
            results.append(self._take(path, partial(heard, tuple(results))))
            if not results[-1].articles:
                self.originals.drop(path)
        heard(tuple(results), "")
        self.tidy()
        return tuple(results)

    def put_right(
        self, who: User, before: Sequence[Article], after: Sequence[Article], kind: FixKind
    ) -> tuple[str, ...]:
        """Put articles in the place of others. Returns their ids. Raises AccessError, FixError, StoreError."""
        require(who, "editor", "修改文章")
        return fix(before, after, store=self.store, made=Fix(kind, self.clock(), who.name))

    def discard(self, who: User, ids: Sequence[str]) -> None:
        """Throw articles away, to be restored within thirty days. Raises AccessError, StoreError."""
        require(who, "editor", "删除文章")
        with self.store.writing():
            self.store.discard(ids, by=who.name)

    def restore(self, who: User, ids: Sequence[str]) -> tuple[str, ...]:
        """Take articles out of the trash. Returns the ids of those restored. Raises AccessError, StoreError."""
        require(who, "editor", "恢复文章")
        with self.store.writing():
            return self.store.restore(ids)

    def empty(self, who: User, ids: Sequence[str]) -> None:
        """Remove articles from the trash for good. Raises AccessError, StoreError."""
        require(who, "admin", "彻底删除文章")
        with self.store.writing():
            self.store.library.trash.remove(ids)
        self.tidy()

    def tidy(self) -> None:
        """Remove files and pages that no article came from any more. Raises LibraryError."""
        origins = self.store.library.issues.origins()
        self.originals.tidy((name, day) for origin, day in origins for name in names_in(origin))

    def _take(self, path: Path, at: Callable[[str], None]) -> FileResult:
        try:
            done = ingest(
                [str(path)],
                store=self.store,
                limits=self.limits,
                report=lambda step: at(f"{path.name}，{step.done} 篇"),
                seen=self.originals.note,
            )
        except StoreBusy as error:
            return FileResult(path.name, 0, 0, 0, (Failure(path.name, str(error)),))
        return _result(path, done)

    def _allowed(self, path: Path) -> bool:
        return self.inbox is None or path.resolve().is_relative_to(self.inbox.resolve())


def _result(path: Path, done: Ingested) -> FileResult:
    """The result in words that do not tell where on this machine the file is."""
    failures = tuple(
        replace(
            each,
            where=each.where.replace(str(path), path.name),
            reason=each.reason.replace(str(path), path.name).removeprefix(f"{path.name}："),
        )
        for each in done.failures
    )
    return FileResult(path.name, done.added, done.revised, done.unchanged, failures)
