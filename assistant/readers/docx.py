"""DOCX through `python-docx`: paragraphs and tables as lines, a new page at every page break set by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.errors import LimitExceeded, ReadError
from assistant.readers.records import Limits
from assistant.readers.stream import Source, amount
from assistant.records import Line, Page
from vectorstore.dates import date_in_name

OLE = b"\xd0\xcf\x11\xe0"  # what an encrypted .docx is wrapped in, and what a .doc is


def read(source: Source, limits: Limits) -> Iterator[Page]:
    """The document's pages. Raises `ReadError` for an encrypted, old or broken one, `LimitExceeded` for bombs."""
    if source.head.startswith(OLE):
        raise ReadError(f"{source.origin}：是加密的文档或旧版 .doc，请去掉密码或另存为 .docx")
    document = _open(source, limits)
    issued = date_in_name(source.name)
    number, lines = 1, list[Line]()
    for text, size, breaks in _rows(document):
        if breaks and lines:
            yield Page(source.origin, number, tuple(lines), issued)
            number, lines = number + 1, []
        if number > limits.max_pages:
            raise LimitExceeded(f"{source.origin}：超过 {limits.max_pages} 页的上限，请拆分文件或调高上限")
        lines += [Line(len(lines) + at, row, size=size) for at, row in enumerate(text.split("\n"), 1)]
    if number == 1 and not any(line.text.strip() for line in lines):
        raise ReadError(f"{source.origin}：文档里没有文字，请检查文件")
    yield Page(source.origin, number, tuple(lines), issued)


def _open(source: Source, limits: Limits) -> Document:
    data = io.BytesIO(source.whole())
    try:
        with zipfile.ZipFile(data) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > limits.max_bytes:
            raise LimitExceeded(
                f"{source.origin}：解压后有 {amount(size)}，超过 {amount(limits.max_bytes)} 的上限，请拆分文件"
            )
        return docx.Document(data)
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        SyntaxError,
        KeyError,
        ValueError,
        EOFError,
        OSError,
    ) as error:
        raise ReadError(f"{source.origin}：不是完整的 DOCX 文档，请用 Word 重新保存") from error


def _rows(document: Document) -> Iterator[tuple[str, float | None, bool]]:
    """Text, size in points (None: not said) and whether a page begins, of every paragraph and table row."""
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)  # merged cells come repeatedly
                yield "　".join(filter(None, cells)), None, False
            continue
        yield _text(item), _size(item), _begins_page(item)


def _text(paragraph: Paragraph) -> str:
    style = paragraph.style.name or "" if paragraph.style is not None else ""
    level = style.removeprefix("Heading ")
    if paragraph.text.strip() and style.startswith("Heading ") and level.isdigit():
        return f"{'#' * min(6, int(level))} {paragraph.text.strip()}"
    return paragraph.text.replace("\t", " ")


def _size(paragraph: Paragraph) -> float | None:
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size is not None and run.text.strip()]
    style = paragraph.style
    while not sizes and isinstance(style, ParagraphStyle):
        if style.font.size is not None:
            sizes.append(style.font.size.pt)
        base = style.base_style
        style = base if isinstance(base, ParagraphStyle) else None
    return max(sizes, default=None)


def _begins_page(paragraph: Paragraph) -> bool:
    properties = paragraph.paragraph_format
    return bool(properties.page_break_before) or bool(paragraph._p.xpath('.//w:br[@w:type="page"]'))
