"""Conversations kept in the library's folder: questions with their answers, whole or broken off, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import ConversationError
from assistant.followup import Turn
from assistant.records import Answer
from vectorstore.database import Database

TITLE_CHARS = 60
_ANSWER = TypeAdapter(Answer)
_SCHEMA = """
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
);
CREATE TABLE turns (
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    answer BLOB NOT NULL,
    PRIMARY KEY (conversation, number)
)
"""
_LISTED = """
SELECT c.id, c.title, c.created, c.updated, count(t.number)
FROM conversations c LEFT JOIN turns t ON t.conversation = c.id
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, without its turns."""

    id: int
    title: str
    created: datetime
    updated: datetime
    turns: int


class Conversations:
    """The conversations of one data folder. Every method may raise LibraryError."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open or create the file."""
        self._db = Database(path, _SCHEMA, first_table="conversations")
        self._clock = clock

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def start(self, title: str) -> Conversation:
        """A new, empty conversation."""
        now = self._clock().isoformat()
        with self._db.write() as db:
            row = db.execute(
                "INSERT INTO conversations (title, created, updated) VALUES (?, ?, ?) RETURNING id",
                (_checked(title), now, now),
            ).fetchone()
        return self.find(row[0])

    def find(self, number: int) -> Conversation:
        """The conversation with this id. Raises ConversationError where there is none."""
        with self._db.read() as db:
            row = db.execute(f"{_LISTED} WHERE c.id = ? GROUP BY c.id", (number,)).fetchone()
        if row is None:
            raise ConversationError(f"没有编号为 {number} 的对话：请用 assistant conversation list 查看。")
        return _conversation(row)

    def listing(self) -> tuple[Conversation, ...]:
        """All conversations, the one spoken in last first."""
        with self._db.read() as db:
            rows = db.execute(f"{_LISTED} GROUP BY c.id ORDER BY c.updated DESC, c.id DESC").fetchall()
        return tuple(map(_conversation, rows))

    def answers(self, number: int) -> tuple[Answer, ...]:
        """The turns of a conversation, oldest first. Raises ConversationError."""
        self.find(number)
        with self._db.read() as db:
            rows = db.execute(
                "SELECT answer FROM turns WHERE conversation = ? ORDER BY number", (number,)
            ).fetchall()
        try:
            return tuple(_ANSWER.validate_json(row[0]) for row in rows)
        except ValidationError as error:
            raise ConversationError(
                f"对话 {number} 的内容已损坏，读不出来：请删除它，或从备份恢复。"
            ) from error

    def add(self, number: int, answer: Answer) -> None:
        """Put a turn at the end of a conversation. Raises ConversationError where it is gone."""
        self.find(number)
        with self._db.write() as db:
            db.execute(
                "INSERT INTO turns (conversation, number, answer)"
                " SELECT ?, coalesce(max(number), 0) + 1, ? FROM turns WHERE conversation = ?",
                (number, _ANSWER.dump_json(answer), number),
            )
            db.execute(
                "UPDATE conversations SET updated = ? WHERE id = ?", (self._clock().isoformat(), number)
            )

    def rename(self, number: int, title: str) -> None:
        """Give a conversation another title. Raises ConversationError where there is none, or no title."""
        self.find(number)
        with self._db.write() as db:
            db.execute("UPDATE conversations SET title = ? WHERE id = ?", (_checked(title), number))

    def delete(self, number: int) -> None:
        """Delete a conversation with its turns; what it said stands in no file then. Raises ConversationError."""
        self.find(number)
        with self._db.write() as db:
            db.execute("DELETE FROM conversations WHERE id = ?", (number,))
        self._db.checkpoint()


def turns_of(answers: Sequence[Answer]) -> tuple[Turn, ...]:
    """What was asked, as it was understood, and answered: for the next question of a conversation."""
    return tuple(Turn(answer.understood_as or answer.question, answer.text) for answer in answers)


def _conversation(row: tuple[int, str, str, str, int]) -> Conversation:
    number, title, created, updated, turns = row
    return Conversation(
        number, title, datetime.fromisoformat(created), datetime.fromisoformat(updated), turns
    )


def _checked(title: str) -> str:
    text = " ".join(title.split())
    if not text:
        raise ConversationError("对话的标题不能是空的：请写几个字。")
    return text if len(text) <= TITLE_CHARS else f"{text[: TITLE_CHARS - 1]}…"
