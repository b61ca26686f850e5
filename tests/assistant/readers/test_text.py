"""Plain text to pages."""

from __future__ import annotations

import codecs
import hashlib
import io
from datetime import date

import pytest

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import Failure, Limits, read
from assistant.records import Page

TEXT = "江城职工报\n\n　　本报讯（记者周明）工会驿站昨夜亮着灯。\n"


def pages(data: bytes, name: str = "2024-05-01-02.txt", limits: Limits | None = None) -> list[Page]:
    found = list(read(name, io.BytesIO(data), limits=limits or Limits()))
    assert all(isinstance(item, Page) for item in found)
    return [item for item in found if isinstance(item, Page)]


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_encodings_and_line_ends(data: bytes) -> None:
    (page,) = pages(data)
    assert texts(page) == TEXT.split("\n")
    assert [line.number for line in page.lines] == [1, 2, 3, 4]
    assert page.issued == date(2024, 5, 1)


def test_a_name_without_a_date_leaves_the_issue_open() -> None:
    assert pages(TEXT.encode(), name="-")[0].issued is None


def test_a_form_feed_begins_a_page_and_blank_pages_are_left_out() -> None:
    found = pages("一版\f\n\f三版\n".encode())
    assert [(page.number, texts(page)[0]) for page in found] == [(1, "一版"), (3, "三版")]


def test_a_few_broken_bytes_do_not_turn_utf_8_into_nonsense() -> None:
    data = bytearray((TEXT * 20).encode())
    data[100] = 0xFF
    (page,) = pages(bytes(data))
    assert "工会驿站昨夜亮着灯" in page.lines[-2].text


def test_a_cut_last_character_is_forgiven() -> None:
    assert "本报讯" in pages((TEXT * 3).encode()[:-2])[0].lines[2].text


@pytest.mark.parametrize(
    "data",
    [
        b"".join(hashlib.sha256(bytes([at])).digest() for at in range(200)),
        b"\x7fELF\x02\x01\x01" + b"\0" * 500,
        b"SQLite format 3\x00" + bytes(range(256)) * 4,
    ],
)
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="不是文本文件") as caught:
        pages(data)
    assert "\n" not in str(caught.value)


def test_white_space_alone_is_refused() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        pages(b" \n\n\t\n")


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(LimitExceeded, match="10000 页"):
        pages("\f".join(["版"] * 10_000).encode())


def test_a_line_over_the_limit_is_reported_and_the_rest_is_read() -> None:
    data = ("第一行\n" + "长" * 50 + "\n第三行").encode()
    failure, page = read("a.txt", io.BytesIO(data), limits=Limits(max_line_chars=40))
    assert isinstance(failure, Failure)
    assert failure.where == "a.txt 第2行"
    assert isinstance(page, Page)
    assert texts(page) == ["第一行", "", "第三行"]
