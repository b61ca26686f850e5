"""Scripts kept in the library's folder, with every step of their sign-off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant.errors import ScriptError
from assistant.explain_records import Kept, Script, Stage, Step
from assistant.script_json import script_from_json, script_to_json
from assistant.signoff import state_of
from vectorstore.database import Database

_SCHEMA = """
CREATE TABLE scripts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    script TEXT NOT NULL
);
CREATE TABLE steps (
    script INTEGER NOT NULL REFERENCES scripts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    stage TEXT NOT NULL,
    person TEXT NOT NULL,
    moment TEXT NOT NULL,
    note TEXT NOT NULL,
    line INTEGER,
    before TEXT,
    after TEXT,
    PRIMARY KEY (script, number)
)
"""
_STEPS = "SELECT stage, person, moment, note, line, before, after FROM steps WHERE script = ? ORDER BY number"
_StepRow = tuple[Stage, str, str, str, int | None, str | None, str | None]


class Scripts:
    """The scripts of one data folder. Every method may raise LibraryError."""

    def __init__(self, path: Path) -> None:
        """Open or create the file."""
        self._db = Database(path, _SCHEMA, first_table="scripts")

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()

    def keep(self, script: Script, *, by: str, at: datetime) -> Kept:
        """Keep a new script, a draft."""
        with self._db.write() as db:
            row = db.execute(
                "INSERT INTO scripts (script) VALUES (?) RETURNING id",
                (script_to_json(replace(script, state="draft")),),
            ).fetchone()
        return self.record(row[0], script, Step("made", by, at))

    def find(self, number: int) -> Kept:
        """The script with this id. Raises ScriptError where there is none or it cannot be read."""
        with self._db.read() as db:
            row = db.execute("SELECT script FROM scripts WHERE id = ?", (number,)).fetchone()
            rows = db.execute(_STEPS, (number,)).fetchall()
        if row is None:
            raise ScriptError(f"没有编号为 {number} 的讲稿：请用 assistant script list 查看。")
        steps = tuple(map(_step, rows))
        return Kept(number, replace(script_from_json(row[0]), state=state_of(steps)), steps)

    def listing(self) -> tuple[Kept, ...]:
        """All scripts, the one made last first."""
        with self._db.read() as db:
            rows = db.execute("SELECT id FROM scripts ORDER BY id DESC").fetchall()
        return tuple(self.find(row[0]) for row in rows)

    def record(self, number: int, script: Script, step: Step) -> Kept:
        """Put down a step, with the script as it is after it. Raises ScriptError where there is none."""
        values = (step.stage, step.by, step.at.isoformat(), step.note, step.line, step.before, step.after)
        with self._db.write() as db:
            done = db.execute("UPDATE scripts SET script = ? WHERE id = ?", (script_to_json(script), number))
            if done.rowcount:
                db.execute(
                    "INSERT INTO steps SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?"
                    " FROM steps WHERE script = ?",
                    (number, *values, number),
                )
        return self.find(number)

    def delete(self, number: int) -> None:
        """Delete a script with its steps. Raises ScriptError where there is none."""
        self.find(number)
        with self._db.write() as db:
            db.execute("DELETE FROM scripts WHERE id = ?", (number,))
        self._db.checkpoint()


def _step(row: _StepRow) -> Step:
    stage, person, moment, note, line, before, after = row
    return Step(stage, person, datetime.fromisoformat(moment), note, line, before, after)
