"""Ready-made articles, one a line."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import Failure, Item, Limits, Record, read

GOOD = '{"id": "a1", "title": "标题", "date": "2024-05-01", "text": "正文。", "source": "江城职工报"}'


def items(*lines: str, limits: Limits | None = None) -> list[Item]:
    return list(read("news.jsonl", io.BytesIO("\n".join(lines).encode()), limits=limits or Limits()))


def record(**fields: object) -> Record:
    (found,) = items(json.dumps({"text": "正文。", **fields}))
    assert isinstance(found, Record)
    return found


def test_the_fields_of_a_line() -> None:
    assert items(GOOD) == [Record(1, "a1", "标题", date(2024, 5, 1), "正文。", "江城职工报")]


def test_what_a_line_lacks_is_none() -> None:
    assert record() == Record(1, None, None, None, "正文。", None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-01T08:30:00+08:00", date(2024, 5, 1)),
        ("2024/5/1", date(2024, 5, 1)),
        ("20240501", date(2024, 5, 1)),
        ("2024年5月1日", date(2024, 5, 1)),
        ("二〇二四年五月一日", date(2024, 5, 1)),
        ("", None),
        ("2024-02-30", None),
        ("不详", None),
        (None, None),
    ],
)
def test_dates(written: str | None, day: date | None) -> None:
    assert record(date=written).issued == day


def test_a_publication_goes_before_the_source_unless_it_is_empty() -> None:
    assert record(publication="甲报", source="乙库").publication == "甲报"
    assert record(publisher="甲报", source="乙库").publication == "甲报"
    assert record(publisher=" ", source="乙库").publication == "乙库"


def test_a_number_serves_as_an_id() -> None:
    assert record(id=17).external_id == "17"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("不是 JSON", "JSON"),
        ('{"text": "断了', "JSON"),
        ("[1, 2]", "对象"),
        ('"一句话"', "对象"),
        ('{"title": "只有标题"}', "text"),
        ('{"title": "空的", "text": "  "}', "text"),
        ('{"text": ["一", "二"]}', "text"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_is_read(line: str, reason: str) -> None:
    first, bad, last = items(GOOD, line, GOOD)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert last.number == 3
    assert isinstance(bad, Failure)
    assert bad.where == "news.jsonl 第2行"
    assert reason in bad.reason
    assert "\n" not in bad.reason


def test_blank_lines_are_passed_over_but_counted() -> None:
    (found,) = items("", "  ", GOOD, "")
    assert isinstance(found, Record)
    assert found.number == 3


def test_a_file_of_blank_lines_is_refused() -> None:
    with pytest.raises(ReadError, match="没有内容"):
        items("", "", "")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + f"{GOOD}\r\n{GOOD}\r\n".encode()
    assert all(isinstance(item, Record) for item in read("a.jsonl", io.BytesIO(data), limits=Limits()))


def test_gb18030_lines_are_read() -> None:
    (found,) = read("a.jsonl", io.BytesIO(GOOD.encode("gb18030")), limits=Limits())
    assert isinstance(found, Record)
    assert found.headline == "标题"


def test_utf_16_is_refused_with_advice() -> None:
    with pytest.raises(ReadError, match="UTF-8"):
        list(read("a.jsonl", io.BytesIO(GOOD.encode("utf-16")), limits=Limits()))


def test_half_a_surrogate_pair_does_not_reach_the_library() -> None:
    (found,) = items('{"text": "表情\\ud83d没了"}')
    assert isinstance(found, Record)
    assert found.text.encode() == "表情?没了".encode()


class Endless(io.RawIOBase):
    """So many bytes of one line, then a good line: never all there at once."""

    def __init__(self, length: int) -> None:
        self._parts = self._made(length)

    @staticmethod
    def _made(length: int) -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(length // 2**16):
            yield b"x" * 2**16
        yield f'"}}\n{GOOD}\n'.encode()

    def read(self, _size: int = -1, /) -> bytes:
        return next(self._parts, b"")


def test_a_200_megabyte_line_is_passed_over_without_being_held() -> None:
    tracemalloc.start()
    stream: io.BufferedReader = Endless(200 * 2**20)  # type: ignore[assignment]  # it reads, which is enough
    bad, good = read("news.jsonl", stream, limits=Limits())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Failure)
    assert "2000000" in bad.reason
    assert isinstance(good, Record)
    assert good.number == 2
    assert peak < 40 * 2**20


def test_memory_does_not_grow_with_the_file() -> None:
    class Lines(io.RawIOBase):
        def __init__(self) -> None:
            self._left = 3000

        def read(self, _size: int = -1, /) -> bytes:
            self._left -= 1
            return GOOD.replace("正文", "正文" * 3000).encode() + b"\n" if self._left >= 0 else b""

    stream: io.BufferedReader = Lines()  # type: ignore[assignment]  # it reads, which is enough
    tracemalloc.start()
    count = sum(1 for _ in read("news.jsonl", stream, limits=Limits()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3000  # 54 MB went by
    assert peak < 5 * 2**20


def test_a_stream_has_its_own_limit() -> None:
    limits = Limits(max_bytes=100, max_stream_bytes=10_000)
    assert len(items(*[GOOD] * 20, limits=limits)) == 20
    with pytest.raises(LimitExceeded):
        items(*[GOOD] * 2000, limits=limits)


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_no_bytes_break_the_reading_of_lines(lines: list[bytes]) -> None:
    data = b'{"text": "a"}\n' + b"\n".join(lines)
    found = list(read("a.jsonl", io.BytesIO(data), limits=Limits(max_line_chars=40)))
    assert isinstance(found[0], Record)
    assert len(found) <= 1 + data.count(b"\n")
