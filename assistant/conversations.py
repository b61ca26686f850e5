"""Conversations kept in the library's folder: questions with their answers, whole or broken off, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
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
    updated TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT ''
);
CREATE TABLE turns (
    conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    answer BLOB NOT NULL,
    PRIMARY KEY (conversation, number)
)
"""
# What files got later on.
_LATER = """
CREATE TABLE feedback (
    conversation INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    good INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (conversation, turn),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, number) ON DELETE CASCADE
);
CREATE TABLE shares (
    token TEXT PRIMARY KEY,
    conversation INTEGER NOT NULL UNIQUE REFERENCES conversations (id) ON DELETE CASCADE
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


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of an answer."""

    good: bool
    reason: str  # in the reader's words; empty: none was given


class Conversations:
    """The conversations of one owner in one data folder: those of others are not there for it. Every method may
    raise LibraryError."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open or create the file, as the owner "": whoever works on this machine without signing in."""
        self._db = Database(path, _SCHEMA, first_table="conversations")
        self._db.ensure_column("conversations", "owner", "TEXT NOT NULL DEFAULT ''")
        self._db.ensure_tables(_LATER, first_table="shares")
        self._clock = clock
        self._owner = ""

    def of(self, owner: str) -> Conversations:
        """The same file as this owner sees it."""
        mine = copy(self)
        mine._owner = owner
        return mine

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def start(self, title: str) -> Conversation:
        """A new, empty conversation."""
        now = self._clock().isoformat()
        with self._db.write() as db:
            row = db.execute(
                "INSERT INTO conversations (title, created, updated, owner) VALUES (?, ?, ?, ?) RETURNING id",
                (_checked(title), now, now, self._owner),
            ).fetchone()
        return self.find(row[0])

    def find(self, number: int) -> Conversation:
        """The conversation with this id. Raises ConversationError where there is none."""
        with self._db.read() as db:
            row = db.execute(
                f"{_LISTED} WHERE c.id = ? AND c.owner = ? GROUP BY c.id", (number, self._owner)
            ).fetchone()
        if row is None:
            raise ConversationError(f"没有编号为 {number} 的对话：请用 assistant conversation list 查看。")
        return _conversation(row)

    def listing(self) -> tuple[Conversation, ...]:
        """All conversations, the one spoken in last first."""
        with self._db.read() as db:
            rows = db.execute(
                f"{_LISTED} WHERE c.owner = ? GROUP BY c.id ORDER BY c.updated DESC, c.id DESC",
                (self._owner,),
            ).fetchall()
        return tuple(map(_conversation, rows))

    def answers(self, number: int) -> tuple[Answer, ...]:
        """The turns of a conversation, oldest first. Raises ConversationError."""
        self.find(number)
        return self._answers(number)

    def _answers(self, number: int) -> tuple[Answer, ...]:
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

    def add(self, number: int, answer: Answer) -> int:
        """Put a turn at the end of a conversation; its place there, from 1. Raises ConversationError where it is gone."""
        self.find(number)
        with self._db.write() as db:
            (turn,) = db.execute(
                "INSERT INTO turns (conversation, number, answer)"
                " SELECT ?, coalesce(max(number), 0) + 1, ? FROM turns WHERE conversation = ? RETURNING number",
                (number, _ANSWER.dump_json(answer), number),
            ).fetchone()
            db.execute(
                "UPDATE conversations SET updated = ? WHERE id = ?", (self._clock().isoformat(), number)
            )
        return int(turn)

    def put(self, number: int, turn: int, answer: Answer) -> None:
        """Put an answer in the place of the one of this turn. Raises ConversationError where the turn is gone."""
        with self._db.write() as db:
            changed = db.execute(
                "UPDATE turns SET answer = ? WHERE conversation = ? AND number = ?",
                (_ANSWER.dump_json(answer), number, turn),
            ).rowcount
        if not changed:
            raise ConversationError("这段对话已经删除，回答没有保存。")

    def judge(self, number: int, turn: int, feedback: Feedback | None) -> None:
        """Keep what a reader thought of an answer; None takes it back. Raises ConversationError."""
        self.find(number)
        with self._db.write() as db:
            db.execute("DELETE FROM feedback WHERE conversation = ? AND turn = ?", (number, turn))
            if feedback is not None:
                db.execute(
                    "INSERT INTO feedback VALUES (?, ?, ?, ?, ?)",
                    (number, turn, feedback.good, feedback.reason, self._clock().isoformat()),
                )

    def feedback(self, number: int) -> dict[int, Feedback]:
        """What readers thought of the answers of a conversation, by turn. Raises ConversationError."""
        self.find(number)
        with self._db.read() as db:
            rows = db.execute("SELECT turn, good, reason FROM feedback WHERE conversation = ?", (number,))
            return {turn: Feedback(bool(good), reason) for turn, good, reason in rows}

    def share(self, number: int, token: str) -> str:
        """The token by which everyone may read the conversation: `token`, or the one it has. Raises ConversationError."""
        self.find(number)
        with self._db.write() as db:
            db.execute("INSERT OR IGNORE INTO shares VALUES (?, ?)", (token, number))
            (kept,) = db.execute("SELECT token FROM shares WHERE conversation = ?", (number,)).fetchone()
        return str(kept)

    def token(self, number: int) -> str | None:
        """The token the conversation is shared by; None: it is not. Raises ConversationError."""
        self.find(number)
        with self._db.read() as db:
            row = db.execute("SELECT token FROM shares WHERE conversation = ?", (number,)).fetchone()
        return row[0] if row else None

    def unshare(self, number: int) -> None:
        """Have the token of a conversation open nothing any more. Raises ConversationError."""
        self.find(number)
        with self._db.write() as db:
            db.execute("DELETE FROM shares WHERE conversation = ?", (number,))

    def shared(self, token: str) -> tuple[str, tuple[Answer, ...]]:
        """Title and turns of the conversation that was shared by this token. Raises ConversationError."""
        with self._db.read() as db:
            row = db.execute(
                "SELECT c.id, c.title FROM shares s JOIN conversations c ON c.id = s.conversation WHERE s.token = ?",
                (token,),
            ).fetchone()
        if row is None:
            raise ConversationError("这个链接打不开了：对话没有分享，或已取消分享、已删除。")
        return row[1], self._answers(row[0])

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
