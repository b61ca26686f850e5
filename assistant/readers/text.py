"""Plain text and Markdown: one page, or several with a form feed between them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from assistant.errors import LimitExceeded, ReadError
from assistant.readers.records import Failure, Limits
from assistant.readers.stream import Source
from assistant.records import Line, Page
from vectorstore.dates import date_in_name

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Above these shares of strange characters a file is not text of that kind.
CONTROL_SHARE = 0.01
BROKEN_SHARE = 0.05


def read(source: Source, limits: Limits) -> Iterator[Page | Failure]:
    """The file's pages. Raises `ReadError` for what is not text and `LimitExceeded` for too many pages."""
    text = decode(source.whole(), source.origin)
    if not text.strip():
        raise ReadError(f"{source.origin}：文件里没有文字，请检查文件")
    sheets = text.split("\f")
    if len(sheets) > limits.max_pages:
        raise LimitExceeded(
            f"{source.origin}：共 {len(sheets)} 页，超过 {limits.max_pages} 页的上限，请拆分文件或调高上限"
        )
    issued = date_in_name(source.name)
    before = 0
    for number, sheet in enumerate(sheets, 1):
        rows = _LINE_END.split(sheet)
        lines = []
        for at, row in enumerate(rows, 1):
            if len(row) > limits.max_line_chars:
                where = f"{source.origin} 第{before + at}行"
                yield Failure(where, f"一行超过 {limits.max_line_chars} 字，已跳过，请分行或调高上限")
            lines.append(Line(at, row if len(row) <= limits.max_line_chars else ""))
        before += len(rows) - 1
        if sheet.strip():
            yield Page(source.origin, number, tuple(lines), issued)


def decode(data: bytes, origin: str) -> str:
    """The text of UTF-8, UTF-16 with a byte order mark, or GB18030. Raises `ReadError` for anything else.

    A stray broken byte in UTF-8 does not make a file GB18030, which would turn all of it to nonsense:
    the encoding with few replaced characters is taken.
    """
    text = next(
        (data[len(bom) :].decode(name, "replace") for bom, name in _BOMS.items() if data.startswith(bom)),
        None,
    )
    if text is None:
        text = next(
            (found for name in ("utf-8", "gb18030") if (found := _sound(data, name)) is not None), None
        )
    if text is None or len(_CONTROLS.findall(text)) > CONTROL_SHARE * len(text):
        raise ReadError(f"{origin}：不是文本文件（或编码无法识别），请换成 UTF-8 文本，或改用正确的扩展名")
    return _CONTROLS.sub(" ", text)


def _sound(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, "replace")
    foreign = len(text) - sum(map(text.count, map(chr, range(128)))) if not text.isascii() else 0
    return text if text.count("\ufffd") <= BROKEN_SHARE * foreign else None
