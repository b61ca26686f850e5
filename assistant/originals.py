"""The files that articles came from: uploads are kept, of every page the lines with where they stood."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath, PureWindowsPath

from assistant.errors import ReadError
from assistant.records import Box, Line, Page
from vectorstore.database import Database

NAME_CHARS = 80  # as many bytes as file systems take, if all are Chinese
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
  digest TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, kept INTEGER NOT NULL, noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS files_name ON files (name);
CREATE TABLE IF NOT EXISTS sheets (
  digest TEXT NOT NULL REFERENCES files (digest) ON DELETE CASCADE,
  number INTEGER NOT NULL, issued TEXT, lines BLOB NOT NULL,
  PRIMARY KEY (digest, number)
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a file that was read."""

    path: Path  # where the file is, or was
    page: Page


class Originals:
    """Files and their pages in one data folder. Every method may raise LibraryError."""

    def __init__(self, folder: Path, *, clock: Callable[[], datetime]) -> None:
        """Open or create `originals.sqlite` in the data folder; uploads go to `originals` beside it."""
        self._db = Database(folder / "originals.sqlite", _SCHEMA, first_table="files")
        self._folder = folder / "originals"
        self._clock = clock
        self._digests: dict[tuple[str, int, int], str] = {}  # of files noted, by path, size and time

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def keep(self, name: str, data: bytes) -> Path:
        """Keep an upload under its own name, made harmless. Returns where it is now. Raises ReadError."""
        digest = sha256(data).hexdigest()
        path = self._folder / digest[:16] / harmless(name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise ReadError(
                f"{path.name}：存不下来（{error.strerror}），请检查数据目录的空间和权限"
            ) from error
        return path

    def note(self, name: str, page: Page, issued: date | None) -> None:
        """Note a page of this issue as it was read from the file at this path; None: the issue is not known. Of standard
        input nothing is noted."""
        path = Path(name)
        try:
            digest = self._digest(path)
        except OSError:  # standard input, or gone already
            return
        kept = path.is_relative_to(self._folder)
        with self._db.write() as db:
            db.execute(
                "INSERT INTO files VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (digest) DO UPDATE "
                "SET name = ?2, path = ?3, kept = ?4 WHERE ?4 >= kept",
                (digest, path.name, str(path.resolve()), kept, self._clock().isoformat(timespec="seconds")),
            )
            db.execute(
                "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?, ?)",
                (digest, page.number, issued.isoformat() if issued else None, _packed(page)),
            )

    def sheets(self, names: Iterable[str], issued: date | None) -> tuple[Sheet, ...]:
        """The pages of files of these names that are of that issue, or whose issue is not known."""
        sql = (
            "SELECT f.path, f.name, s.number, s.lines FROM files f JOIN sheets s USING (digest) "
            "WHERE f.name = ? AND (s.issued IS NULL OR ?2 IS NULL OR s.issued = ?2) ORDER BY f.noted_at DESC, s.number"
        )
        day = issued.isoformat() if issued else None
        with self._db.read() as db:
            rows = [row for name in dict.fromkeys(names) for row in db.execute(sql, (name, day)).fetchall()]
        return tuple(Sheet(Path(path), _unpacked(lines, name, number)) for path, name, number, lines in rows)

    def drop(self, path: Path) -> None:
        """Remove an upload that gave nothing."""
        if path.is_relative_to(self._folder):
            path.unlink(missing_ok=True)

    def tidy(self, used: Iterable[tuple[str, date | None]]) -> int:
        """Remove what no article came from any more, the uploads with it. `used`: the articles' files and issues.

        Returns how many files went.
        """
        named = {(name, str(day) if day else None) for name, day in used}
        anytime = {name for name, _ in named}
        with self._db.read() as db:
            rows = db.execute(
                "SELECT f.digest, f.name, f.path, f.kept, s.issued FROM files f LEFT JOIN sheets s USING (digest)"
            ).fetchall()
        wanted = {
            digest
            for digest, name, _, _, issued in rows
            if (name, issued) in named or (issued is None and name in anytime) or (name, None) in named
        }
        gone = {(digest, path, kept) for digest, _, path, kept, _ in rows if digest not in wanted}
        for _, path, kept in gone:
            if kept:
                Path(path).unlink(missing_ok=True)
        if gone:
            with self._db.write() as db:
                db.executemany("DELETE FROM files WHERE digest = ?", [(digest,) for digest, _, _ in gone])
            self._db.checkpoint()
        return len(gone)

    def _digest(self, path: Path) -> str:
        found = path.stat()
        mark = (str(path), found.st_size, found.st_mtime_ns)
        if mark not in self._digests:
            with path.open("rb") as file:
                self._digests = {mark: file_digest(file, "sha256").hexdigest()}
        return self._digests[mark]


def harmless(name: str) -> str:
    """A file's name without folders or characters that no file system takes, its extension kept."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    plain = "".join(char for char in last if char.isprintable() and char not in '/\\:*?"<>|').strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if len(plain) > NAME_CHARS:
        plain = f"{stem[: NAME_CHARS - len(suffix) - 1]}{dot}{suffix}"[:NAME_CHARS]
    return plain or "未命名"


def _packed(page: Page) -> bytes:
    rows = [(each.number, each.text, _sides(each.box), each.size, each.vertical) for each in page.lines]
    values = {"issued": page.issued.isoformat() if page.issued else None, "lines": rows}
    return zlib.compress(
        json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    )


def _unpacked(data: bytes, name: str, number: int) -> Page:
    values = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    lines = tuple(
        Line(nth, text, Box(*sides) if sides else None, size, vertical)
        for nth, text, sides, size, vertical in values["lines"]
    )
    return Page(name, number, lines, date.fromisoformat(values["issued"]) if values["issued"] else None)


def _sides(box: Box | None) -> tuple[float, float, float, float] | None:
    return (round(box.left, 1), round(box.top, 1), round(box.right, 1), round(box.bottom, 1)) if box else None
