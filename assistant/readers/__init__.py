"""Files to pages: one module a format, chosen by what the bytes are, then by the file's extension."""

from __future__ import annotations

import contextlib
import importlib
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, Protocol

from assistant.errors import LimitExceeded, ReadError
from assistant.readers.records import Failure, Item, Limits, Record
from assistant.readers.stream import HEAD_BYTES, Source

__all__ = ["READABLE", "Failure", "Item", "Limits", "Record", "read"]


class Reader(Protocol):
    """What every format's module offers under the name `read`."""

    def __call__(self, source: Source, limits: Limits, /) -> Iterator[Item]:
        """Pages, records and failures, in the file's order. Raises `ReadError`."""
        ...


_FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0", "docx"),  # OLE: an encrypted .docx, or a .doc
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_NOUNS = {"pdf": "PDF 文件", "docx": "DOCX 文件", "image": "图片"}
SNIFFED_LINES = 20
_LONG_OBJECT = re.compile(rb'\{\s*"\w+"\s*:')
READABLE = frozenset({*_FORMATS, ".gz"})


def read(
    path_name: str,
    data: BinaryIO,
    *,
    limits: Limits,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Item]:
    """What the file holds, read as it is asked for: pages, ready-made articles, and parts that failed.

    `path_name` is the file's name, or `-`; a `.gz` is read as what it holds. Raises `ReadError` while
    iterating when the file as a whole cannot be read, and `LimitExceeded` when it is more than `limits`.
    """
    source = Source(path_name, data, limit=limits.max_bytes)
    # An engine takes up to a second to import, so each is loaded when its format is first met.
    reader: Reader = importlib.import_module(f"{__name__}.{_format(source)}").read
    spent = 0.0
    with contextlib.closing(reader(source, limits)) as items:  # type: ignore[type-var]  # they are generators
        while True:
            started = clock()
            item = next(items, None)
            spent += clock() - started
            if item is None:
                return
            yield item
            if spent > limits.max_seconds:
                raise LimitExceeded(
                    f"{path_name}：读取超过 {limits.max_seconds:.0f} 秒的上限，请拆分文件或调高上限"
                )


def _format(source: Source) -> str:
    """The module that reads this file. Raises `ReadError` when extension and content disagree."""
    found = next((name for magic, name in _MAGIC if source.head.startswith(magic)), None)
    claimed = _FORMATS.get(PurePath(source.name).suffix.lower())
    if claimed == "pdf" and b"%PDF-" in source.head[:1024]:  # some producers write a line of their own first
        found = claimed
    if found is not None:
        return found
    if claimed in _NOUNS:
        raise ReadError(f"{source.origin}：内容不是{_NOUNS[claimed]}，请检查文件是否完整、扩展名是否正确")
    return claimed or _sniff(source.head)


def _sniff(head: bytes) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    lines = start.split(b"\n", SNIFFED_LINES)
    whole = lines[:-1] if len(head) == HEAD_BYTES else lines  # the head may end within a line
    if any(_is_object(line) for line in whole):
        return "jsonl"
    return "jsonl" if not whole and _LONG_OBJECT.match(start) else "text"


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
