"""SQLite underneath: transactions, threads, errors in words, deleted text overwritten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from vectorstore.database import Database
from vectorstore.errors import LibraryError

SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE marks (note INTEGER NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "notes.sqlite"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(Database(path, SCHEMA, first_table="notes")) as opened:
        yield opened


def insert(database: Database, text: str) -> None:
    with database.write() as db:
        db.execute("INSERT INTO notes (text) VALUES (?)", (text,))


def texts(database: Database) -> list[str]:
    with database.read() as db:
        return [row[0] for row in db.execute("SELECT text FROM notes ORDER BY id")]


def test_what_was_written_is_there_when_opened_again(database: Database, path: Path) -> None:
    insert(database, "甲")
    with closing(Database(path, SCHEMA, first_table="notes")) as again:
        assert texts(again) == ["甲"]


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    def interrupted() -> None:
        with database.write() as db:
            db.execute("INSERT INTO notes (text) VALUES ('甲')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert texts(database) == []
    insert(database, "乙")
    assert texts(database) == ["乙"]


def test_a_commit_that_fails_leaves_no_transaction_open(database: Database) -> None:
    with pytest.raises(LibraryError, match="FOREIGN KEY"), database.write() as db:
        db.execute("INSERT INTO marks VALUES (99)")
    insert(database, "甲")
    assert texts(database) == ["甲"]


def test_a_full_disk_is_an_error_in_words_after_which_work_goes_on(database: Database) -> None:
    with database.read() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LibraryError, match="磁盘已满"):
        insert(database, "长" * 100_000)
    insert(database, "短")
    assert texts(database) == ["短"]


def test_threads_write_and_read_at_once(database: Database) -> None:
    def work(number: int) -> int:
        insert(database, str(number))
        found = len(texts(database))
        database.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(work, range(40)))
    assert min(seen) >= 1
    assert sorted(texts(database), key=int) == [str(number) for number in range(40)]


def test_more_values_than_a_statement_takes_are_asked_for_in_parts(database: Database) -> None:
    with database.write() as db:
        db.executemany("INSERT INTO notes (text) VALUES (?)", [(str(number),) for number in range(1300)])
    wanted = [str(number) for number in range(0, 2600, 2)]
    found = [
        row[0] for row in database.select_in("SELECT text FROM notes WHERE text IN ({}) ORDER BY id", wanted)
    ]
    assert found == [str(number) for number in range(0, 1300, 2)]
    assert list(database.select_in("SELECT text FROM notes WHERE text IN ({})", [])) == []


def test_deleted_text_is_overwritten(database: Database, path: Path) -> None:
    insert(database, "鹦鹉螺七号" * 3000)
    insert(database, "留下的")
    with database.write() as db:
        db.execute("DELETE FROM notes WHERE id = 1")
    database.checkpoint()
    raw = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert "鹦鹉螺".encode() not in raw
    assert "留下的".encode() in raw


def test_a_reader_is_not_held_up_by_a_writer(database: Database, path: Path) -> None:
    insert(database, "甲")
    with closing(Database(path, SCHEMA, first_table="notes")) as reader, database.write() as db:
        db.execute("INSERT INTO notes (text) VALUES ('乙')")
        assert texts(reader) == ["甲"]


def test_a_file_that_is_no_database_is_an_error_in_words(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_bytes(b"this is a text file, not a database" * 100)
    with pytest.raises(LibraryError, match=r"notes\.sqlite.*已损坏"):
        Database(path, SCHEMA, first_table="notes")


def test_a_folder_that_cannot_be_made_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="无法建立数据目录"):
        Database(tmp_path / "file" / "deeper" / "notes.sqlite", SCHEMA, first_table="notes")


def test_a_path_that_cannot_be_opened_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite").mkdir()
    with pytest.raises(LibraryError, match="不可写"):
        Database(tmp_path / "notes.sqlite", SCHEMA, first_table="notes")


def test_a_file_made_read_only_is_an_error_in_words(database: Database) -> None:
    with database.read() as db:
        db.execute("PRAGMA query_only = ON")
    with pytest.raises(LibraryError, match="不可写"):
        insert(database, "甲")


def test_a_statement_that_is_wrong_says_so(database: Database) -> None:
    with pytest.raises(LibraryError, match="no such table") as caught, database.read() as db:
        db.execute("SELECT * FROM absent")
    assert isinstance(caught.value.__cause__, sqlite3.Error)
