"""The files articles came from: kept under harmless names, found again, gone with the last article."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.ingest import read_file
from assistant.originals import Originals, harmless
from assistant.readers import Limits
from assistant.records import Page
from tests.fix_pages import NAME, PAGE
from tests.store_home import NOON, traces

DAY = date(2024, 5, 6)


@pytest.fixture
def originals(tmp_path: Path) -> Iterator[Originals]:
    with closing(Originals(tmp_path / "home", clock=lambda: NOON)) as originals:
        yield originals


def noted(originals: Originals, path: Path, issued: date | None = DAY) -> Page:
    (page,) = read_file(str(path), limits=Limits())
    assert isinstance(page, Page)
    originals.note(str(path), page, issued)
    return page


def test_a_page_comes_back_as_it_was_read(originals: Originals) -> None:
    path = originals.keep(NAME, PAGE.encode())
    page = noted(originals, path)
    (sheet,) = originals.sheets([NAME, NAME], DAY)
    assert (sheet.page, sheet.path) == (page, path.resolve())
    assert sheet.path.read_bytes() == PAGE.encode()
    assert originals.sheets([NAME], date(2024, 5, 7)) == ()
    assert originals.sheets(["other.txt"], DAY) == ()


def test_two_files_of_one_name_are_both_there(originals: Originals) -> None:
    noted(originals, originals.keep("1.txt", PAGE.encode()))
    noted(originals, originals.keep("1.txt", PAGE.replace("5月6日", "5月7日").encode()), date(2024, 5, 7))
    assert len(originals.sheets(["1.txt"], DAY)) == 1
    assert len(originals.sheets(["1.txt"], None)) == 2


def test_uploads_are_private(originals: Originals, tmp_path: Path) -> None:
    path = originals.keep(NAME, b"x")
    assert path.parent.stat().st_mode & 0o077 == 0
    assert (tmp_path / "home" / "originals").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\papers\\p1.pdf", "p1.pdf"),
        ('<img src=x onerror="a()">.txt', "img src=x onerror=a().txt"),
        ("..", "未命名"),
        ("\x00\n.txt", "txt"),
        ("长" * 300 + ".pdf", "长" * 76 + ".pdf"),
        ("工会 报(1).PDF", "工会 报(1).PDF"),
    ],
)
def test_names_lead_nowhere_else(originals: Originals, name: str, kept: str) -> None:
    assert harmless(name) == kept
    path = originals.keep(name, b"x")
    assert path.name == kept
    assert len(path.relative_to(path.parents[1]).parts) == 2


def test_what_no_article_came_from_goes_and_leaves_no_text(originals: Originals, tmp_path: Path) -> None:
    path = originals.keep(NAME, PAGE.encode())
    noted(originals, path)
    assert originals.tidy([(NAME, DAY)]) == 0
    assert path.exists()
    assert originals.tidy([(NAME, date(2023, 1, 1))]) == 1
    assert not path.exists()
    assert originals.sheets([NAME], DAY) == ()
    assert traces(tmp_path, "纺织厂") == []


def test_a_file_that_is_not_ours_is_never_removed(originals: Originals, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(PAGE, encoding="utf-8")
    noted(originals, path)
    originals.drop(path)
    assert originals.tidy([]) == 1
    assert path.exists()


def test_standard_input_is_not_noted(originals: Originals) -> None:
    originals.note("-", Page("-", 1, ()), None)
    assert originals.sheets(["-"], None) == ()
