"""What editors do, and that nobody else can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.access import LOCAL, User
from assistant.desk import Desk, FileResult
from assistant.errors import AccessError, ReadError
from assistant.fix import retitled
from assistant.originals import Originals
from assistant.readers import Limits
from tests.assistant.readers.test_pdf import pdf
from tests.fix_pages import NAME, PAGE
from tests.store_home import NOON, StoreHome, traces
from vectorstore.records import Filter
from vectorstore.store import VectorStore

READER, EDITOR = User("甲", "reader"), User("乙", "editor")


@pytest.fixture
def desk(store: VectorStore, store_home: StoreHome, tmp_path: Path) -> Iterator[Desk]:
    with closing(Originals(store_home.folder, clock=lambda: NOON)) as originals:
        yield Desk(store, originals, Limits(), tmp_path / "inbox", lambda: NOON)


def take(desk: Desk, **files: bytes) -> dict[str, FileResult]:
    paths = [desk.keep(EDITOR, name.replace("_", "."), data) for name, data in files.items()]
    heard: list[tuple[tuple[FileResult, ...], str]] = []
    results = desk.take_in(EDITOR, paths, heard=lambda *told: heard.append(told))
    assert heard[0] == ((), paths[0].name)
    assert heard[-1] == (results, "")
    return {each.name: each for each in results}


def only(desk: Desk) -> list[str]:
    return sorted(each.headline or "" for each in desk.store.library.issues.articles(Filter()))


def test_good_broken_and_empty_files_together_each_get_their_result(desk: Desk) -> None:
    found = take(
        desk,
        page_txt=PAGE.encode(),
        broken_pdf=b"%PDF-1.7 broken",
        empty_txt=b"",
        locked_pdf=pdf([(50, 700, 20, "题")], encrypt="x"),
    )
    assert (found["page.txt"].added, found["page.txt"].failures) == (3, ())
    assert "不完整或已损坏" in found["broken.pdf"].failures[0].reason
    assert "空" in found["empty.txt"].failures[0].reason
    for name, result in found.items():
        for failure in result.failures:
            assert str(desk.originals._folder) not in failure.where + failure.reason, name
    assert len(only(desk)) == 3
    kept = [path.name for path in desk.originals._folder.rglob("*") if path.is_file()]
    assert kept == ["page.txt"]


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    take(desk, page_txt=PAGE.encode())
    again = take(desk, page_txt=PAGE.encode())["page.txt"]
    assert (again.added, again.revised, again.unchanged) == (0, 0, 3)


def test_a_reader_may_change_nothing_whatever_the_page_shows(desk: Desk) -> None:
    take(desk, page_txt=PAGE.encode())
    article = desk.store.library.listing(limit=1)[0]
    tries: list[Callable[[], object]] = [
        lambda: desk.keep(READER, "a.txt", b""),
        lambda: desk.folder(READER, "."),
        lambda: desk.take_in(READER, [], heard=lambda *_: None),
        lambda: desk.put_right(READER, [article], [retitled(article, headline="改")], "retitle"),
        lambda: desk.discard(READER, [article.id]),
        lambda: desk.restore(READER, [article.id]),
        lambda: desk.empty(READER, [article.id]),
        lambda: desk.empty(EDITOR, [article.id]),
    ]
    for attempt in tries:
        with pytest.raises(AccessError, match="权限"):
            attempt()
    assert desk.store.library.find(article.id) == article
    assert desk.store.library.trash.listing() == ()


def test_thrown_away_restored_and_gone_for_good_with_its_file(desk: Desk, store_home: StoreHome) -> None:
    take(desk, page_txt=PAGE.encode())
    ids = [each.id for each in desk.store.library.listing(limit=9)]
    desk.discard(EDITOR, ids)
    assert only(desk) == []
    assert {each.by for each in desk.store.library.trash.listing()} == {"乙"}
    assert set(desk.restore(EDITOR, ids[:1])) == set(ids[:1])
    assert len(only(desk)) == 1
    desk.discard(EDITOR, ids[:1])
    desk.empty(LOCAL, ids)
    assert traces(store_home.folder, "报名当天") == []
    assert not [path for path in desk.originals._folder.rglob("*") if path.is_file()]


def test_only_the_inbox_of_the_server_can_be_read(desk: Desk, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "may").mkdir(parents=True)
    (inbox / "may" / NAME).write_text(PAGE, encoding="utf-8")
    (tmp_path / "secret.txt").write_text(PAGE, encoding="utf-8")
    (inbox / "may" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [path.name for path in desk.folder(EDITOR, str(inbox))] == [NAME]
    for outside in (str(tmp_path), f"{inbox}/..", "/etc"):
        with pytest.raises(ReadError, match="ASSISTANT_INBOX"):
            desk.folder(EDITOR, outside)
    for none in ("", str(inbox / "june")):
        with pytest.raises(ReadError, match="没有这个文件夹"):
            desk.folder(EDITOR, none)


def test_while_another_program_writes_a_file_fails_with_words(desk: Desk, store_home: StoreHome) -> None:
    other = store_home.open()
    with other.writing():
        result = take(desk, page_txt=PAGE.encode())["page.txt"]
    assert "另一个程序正在写入" in result.failures[0].reason
