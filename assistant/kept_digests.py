"""Digests kept in the library's folder, and the schedules by which they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.batch_digest import Each
from assistant.digest_records import Digest, DigestRequest
from assistant.errors import DigestError
from vectorstore.database import Database

_DIGEST = TypeAdapter(Digest)
_REQUEST = TypeAdapter(DigestRequest)
_SCHEMA = """
CREATE TABLE digests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    made TEXT NOT NULL,
    items INTEGER NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    each TEXT NOT NULL,
    request BLOB NOT NULL,
    next TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept digest, without its text."""

    id: int
    title: str
    made: datetime
    items: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that is to be made again and again."""

    id: int
    each: Each
    request: DigestRequest  # all but its days
    next: date  # first day that is not digested yet


class KeptDigests:
    """The digests and schedules of one data folder. Every method may raise LibraryError."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open or create the file."""
        self._db = Database(path, _SCHEMA, first_table="digests")
        self._clock = clock

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def add(self, digest: Digest) -> int:
        """Keep a digest; its id."""
        with self._db.write() as db:
            (number,) = db.execute(
                "INSERT INTO digests (title, made, items, digest) VALUES (?, ?, ?, ?) RETURNING id",
                (
                    digest.title,
                    self._clock().isoformat(),
                    len(digest.items),
                    _DIGEST.dump_json(digest),
                ),
            ).fetchone()
        return int(number)

    def listing(self) -> tuple[Kept, ...]:
        """All digests, the newest first."""
        with self._db.read() as db:
            rows = db.execute("SELECT id, title, made, items FROM digests ORDER BY id DESC").fetchall()
        return tuple(
            Kept(number, title, datetime.fromisoformat(made), items) for number, title, made, items in rows
        )

    def find(self, number: int) -> Digest:
        """The digest with this id. Raises DigestError where there is none, or it cannot be read."""
        with self._db.read() as db:
            row = db.execute("SELECT digest FROM digests WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise DigestError("这份简报不在了：可能已经删除。")
        try:
            return _DIGEST.validate_json(row[0])
        except ValidationError as error:
            raise DigestError("这份简报的内容已损坏，读不出来：请删除它，再编一份。") from error

    def delete(self, number: int) -> None:
        """Delete a digest; what it said stands in no file then. Nothing happens where there is none."""
        with self._db.write() as db:
            db.execute("DELETE FROM digests WHERE id = ?", (number,))
        self._db.checkpoint()

    def schedule(self, request: DigestRequest, each: Each) -> int:
        """Have such a digest made of each period from the request's first day on; the schedule's id."""
        with self._db.write() as db:
            (number,) = db.execute(
                "INSERT INTO schedules (each, request, next) VALUES (?, ?, ?) RETURNING id",
                (each, _REQUEST.dump_json(request), request.since.isoformat()),
            ).fetchone()
        return int(number)

    def schedules(self) -> tuple[Schedule, ...]:
        """All schedules, the oldest first."""
        with self._db.read() as db:
            rows = db.execute("SELECT id, each, request, next FROM schedules ORDER BY id").fetchall()
        return tuple(
            Schedule(number, each, _REQUEST.validate_json(request), date.fromisoformat(following))
            for number, each, request, following in rows
        )

    def advance(self, number: int, following: date) -> None:
        """Note that a schedule's digests are made up to the day before `following`."""
        with self._db.write() as db:
            db.execute("UPDATE schedules SET next = ? WHERE id = ?", (following.isoformat(), number))

    def unschedule(self, number: int) -> None:
        """Delete a schedule; the digests it made stay."""
        with self._db.write() as db:
            db.execute("DELETE FROM schedules WHERE id = ?", (number,))
