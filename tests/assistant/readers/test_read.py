"""Which reader a file goes to, and what is refused as a whole."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import READABLE, Item, Limits, Record, read
from assistant.records import Page

LINE = '{"id": "a1", "title": "标题", "date": "2024-05-01", "text": "正文。", "source": "江城职工报"}\n'


def items(name: str, data: bytes, limits: Limits | None = None) -> list[Item]:
    return list(read(name, io.BytesIO(data), limits=limits or Limits()))


def complaint(name: str, data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        items(name, data, limits)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", ["-", "news", "news.dat", "news.jsonl", "news.jsonl.gz"])
def test_json_lines_are_known_by_their_content(name: str) -> None:
    data = gzip.compress(LINE.encode()) if name.endswith(".gz") else LINE.encode()
    assert isinstance(items(name, data)[0], Record)


@pytest.mark.parametrize("name", ["-", "page", "page.txt", "page.md"])
def test_other_words_are_a_page(name: str) -> None:
    assert isinstance(items(name, "江城职工报\n第一版".encode())[0], Page)


def test_a_text_that_opens_with_a_brace_is_not_taken_for_json() -> None:
    assert isinstance(items("-", "{编者按}今天的报纸。".encode())[0], Page)


def test_json_lines_are_known_though_the_first_is_broken_or_long() -> None:
    assert isinstance(items("-", f"{{坏的\n{LINE}".encode())[1], Record)
    long = LINE.replace("正文", "正文" * 40_000)
    assert isinstance(items("-", long.encode())[0], Record)


def test_a_gz_is_read_as_what_it_holds_whatever_its_name() -> None:
    page = items("2024-05-01.txt", gzip.compress("正文。".encode()))[0]
    assert isinstance(page, Page)
    assert page.lines[0].text == "正文。"


@pytest.mark.parametrize("name", sorted(READABLE))
def test_an_empty_file_is_refused(name: str) -> None:
    assert "空" in complaint(f"页{name}", b"")


def test_an_empty_gz_is_refused() -> None:
    assert "空" in complaint("页.txt.gz", gzip.compress(b""))


@pytest.mark.parametrize("name", ["页.pdf", "页.docx", "页.png"])
def test_words_under_another_formats_name_are_refused(name: str) -> None:
    assert "内容不是" in complaint(name, "只是文字。".encode())


def test_words_about_a_format_are_words() -> None:
    assert isinstance(items("页.txt", "文件以 %PDF-1.7 开头".encode())[0], Page)


def test_a_gz_in_a_gz_is_refused() -> None:
    assert "解压一层" in complaint("页.txt.gz", gzip.compress(gzip.compress(b"x")))


def test_a_cut_gz_is_refused() -> None:
    assert "不完整" in complaint("页.txt.gz", gzip.compress("正文。".encode() * 5000)[:-20])


def test_a_damaged_gz_is_refused() -> None:
    data = bytearray(gzip.compress(bytes(range(256)) * 4000))
    data[40:60] = b"\xff" * 20
    assert "损坏" in complaint("页.txt.gz", bytes(data))


def test_a_gz_bomb_is_counted_as_it_unpacks() -> None:
    bomb = gzip.compress("字".encode() * 2_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(LimitExceeded, match="1 MB"):
        items("页.txt.gz", bomb, Limits(max_bytes=2**20))


def test_a_large_file_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="上限"):
        items("页.txt", b"x" * 5000, Limits(max_bytes=1000))


def test_the_seconds_spent_reading_are_limited_and_those_of_the_caller_are_not() -> None:
    ticks: Iterator[float] = iter(float(at) for at in range(100))  # every look at the clock takes a second

    def clock() -> float:
        return next(ticks)

    found = read("a.jsonl", io.BytesIO(LINE.encode() * 5), limits=Limits(max_seconds=2.5), clock=clock)
    next(found)
    for _ in range(50):
        clock()
    next(found)
    next(found)
    with pytest.raises(LimitExceeded, match="秒"):
        next(found)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(ReadError, match="读取失败"):
        list(read("页.txt", Broken(), limits=Limits()))
