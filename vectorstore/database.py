"""SQLite connections: one a thread, WAL, errors translated in one place."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vectorstore.errors import LibraryError

_MANY = 500  # parameters a statement takes at once
_SCHEMA = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
_COLUMN = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?"
_INDEX = "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?"


class Database:
    """An SQLite file that several threads and processes use at once."""

    def __init__(self, path: Path, schema: str, *, first_table: str) -> None:
        """Open or create the file; `schema` is run unless `first_table` is there. Raises LibraryError."""
        self._path = path
        self._local = threading.local()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"无法建立数据目录 {path.parent}（{error.strerror}）：请检查权限，或用 ASSISTANT_HOME 另指目录。"
            ) from error
        self.ensure_tables(schema, first_table=first_table)

    def ensure_index(self, name: str, columns: str) -> None:
        """Have an index of this name over `columns`, given as `table (column, ...)`. Raises LibraryError."""
        with self.read() as db:
            missing = db.execute(_INDEX, (name,)).fetchone() is None
        if missing:
            with self.write() as db:
                db.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")

    def ensure_column(self, table: str, name: str, kind: str) -> None:
        """Have a column of this name and SQL type in a table that files got later on. Raises LibraryError."""
        with self.read() as db:
            missing = db.execute(_COLUMN, (table, name)).fetchone() is None
        if missing:
            with self.write() as db:
                if db.execute(_COLUMN, (table, name)).fetchone() is None:
                    db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")

    def ensure_tables(self, schema: str, *, first_table: str) -> None:
        """Have tables that files got later on: `schema` is run unless `first_table` is there. Raises LibraryError."""
        with self.read() as db:
            missing = db.execute(_SCHEMA, (first_table,)).fetchone() is None
        if missing:
            with self.write() as db:
                for statement in schema.split(";"):
                    db.execute(statement)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection. Raises LibraryError for whatever SQLite raises."""
        try:
            yield self._connection()
        except sqlite3.Error as error:
            raise self._translated(error) from error

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back where anything is raised."""
        with self.read() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # a full disk has SQLite roll back by itself
                    db.execute("ROLLBACK")
                raise

    def select_in(self, sql: str, values: Sequence[str | bytes]) -> Iterator[tuple[str, ...]]:
        """Rows of `sql`, in which `{}` stands for the list of `values`, asked for in parts SQLite can take."""
        for start in range(0, len(values), _MANY):
            part = values[start : start + _MANY]
            with self.read() as db:
                yield from db.execute(sql.format(", ".join("?" * len(part))), part).fetchall()

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, so that overwritten text stands in neither."""
        with self.read() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close this thread's connection."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is not None:
            db.close()
            self._local.db = None

    def _connection(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")  # deleted text is overwritten, not just unlinked
            self._local.db = db
        return db

    def _translated(self, error: sqlite3.Error) -> LibraryError:
        text = str(error)
        if "readonly" in text or "unable to open" in text:
            advice = "不可写；请检查权限，或用 ASSISTANT_HOME 另指目录"
        elif "disk" in text or "full" in text:
            advice = "磁盘已满或出错；请腾出空间后重试，已入库的内容不会丢失"
        elif "not a database" in text or "malformed" in text:
            advice = "文件已损坏；请从备份恢复，或移走该文件后重新导入"
        elif "locked" in text:
            advice = "正被另一个程序占用；请稍后重试"
        else:
            advice = f"读写失败（{text}）"
        return LibraryError(f"文库 {self._path} {advice}。")
