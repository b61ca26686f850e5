"""JSONL: one ready-made article a line (fields id, title, date, text, source), read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from assistant.errors import ReadError
from assistant.readers.records import Failure, Limits, Record
from assistant.readers.stream import Source
from vectorstore.dates import date_in_name

BYTES_PER_CHAR = 4  # at most, in UTF-8 and GB18030
SKIP_BYTES = 2**20


def read(source: Source, limits: Limits) -> Iterator[Record | Failure]:
    """One `Record` or `Failure` a line; blank lines are passed over.

    Raises `ReadError` when there is no line at all, or the file is not one of lines.
    """
    source.allow(limits.max_stream_bytes)
    if source.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadError(f"{source.origin}：JSONL 文件不是 UTF-8 编码，请另存为 UTF-8")
    found = False
    for number, line in _lines(source.buffer, limits.max_line_chars * BYTES_PER_CHAR):
        if line is not None and not line.strip():
            continue
        found = True
        yield _record(source.origin, number, line, limits=limits)
    if not found:
        raise ReadError(f"{source.origin}：文件里没有内容，请检查文件")


def _lines(buffer: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None stands for one longer than `limit` bytes, of which no more is held at a time."""
    number = 0
    while line := buffer.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = buffer.readline(SKIP_BYTES)
        yield number, None


def _record(origin: str, number: int, line: bytes | None, *, limits: Limits) -> Record | Failure:
    where = f"{origin} 第{number}行"
    text = None if line is None else _decode(line)
    if text is None and line is not None:
        return Failure(where, "不是 UTF-8 文字，已跳过，请把文件另存为 UTF-8")
    if text is None or len(text) > limits.max_line_chars:
        return Failure(where, f"一行超过 {limits.max_line_chars} 字，已跳过，请拆成几篇或调高上限")
    try:
        value = json.loads(text)
        if "\\u" in text:  # lone surrogates are valid escapes and invalid text: no database would take them
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Failure(where, "不是有效的 JSON，已跳过，请改正这一行")
    if not isinstance(value, dict):
        return Failure(where, '不是 JSON 对象，已跳过，请写成 {"title": …, "text": …}')
    body = _string(value.get("text"))
    if body is None:
        return Failure(where, "没有 text 字段或内容为空，已跳过，请补上正文")
    return Record(
        number=number,
        external_id=_string(value.get("id")),
        headline=_string(value.get("title")) or _string(value.get("headline")),
        issued=date_in_name(_string(value.get("date")) or ""),
        text=body,
        publication=next(
            (name for key in ("publication", "publisher", "source") if (name := _string(value.get(key)))),
            None,
        ),
    )


def _decode(line: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _string(value: object) -> str | None:
    """The field as text without surrounding space; numbers serve as ids; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
