"""Word documents."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import Limits, read
from assistant.records import Page


def pages(data: bytes, limits: Limits | None = None) -> list[Page]:
    found = list(read("2024-05-01.docx", io.BytesIO(data), limits=limits or Limits()))
    return [item for item in found if isinstance(item, Page)]


def written() -> bytes:
    document = docx.Document()
    document.add_heading("驿站的灯亮到天明", level=2)
    document.add_paragraph("本报讯（记者周明）工会驿站昨夜亮着灯。").runs[0].font.size = Pt(10.5)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "站点", "12家"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二版的文章。")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_paragraphs_headings_tables_and_page_breaks() -> None:
    first, second = pages(written())
    assert [line.text for line in first.lines] == [
        "## 驿站的灯亮到天明",
        "本报讯（记者周明）工会驿站昨夜亮着灯。",
        "站点　12家",
    ]
    assert first.lines[1].size == 10.5
    assert first.issued == date(2024, 5, 1)
    assert second.number == 2
    assert second.lines[-1].text == "第二版的文章。"


def test_an_encrypted_or_old_document_is_refused() -> None:
    with pytest.raises(ReadError, match="加密"):
        pages(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


@pytest.mark.parametrize("keep", [30, 2000, -10])
def test_a_cut_document_is_refused(keep: int) -> None:
    with pytest.raises(ReadError, match="DOCX"):
        pages(written()[:keep])


def test_a_zip_of_something_else_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "不是文档")
    with pytest.raises(ReadError, match="DOCX"):
        pages(data.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = io.BytesIO(written())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * 5_000_000)
    with pytest.raises(LimitExceeded, match="解压后"):
        pages(data.getvalue(), Limits(max_bytes=2**20))


def test_an_empty_document_is_refused() -> None:
    data = io.BytesIO()
    docx.Document().save(data)
    with pytest.raises(ReadError, match="没有文字"):
        pages(data.getvalue())


def test_too_many_pages_are_refused() -> None:
    document = docx.Document()
    for _ in range(6):
        document.add_paragraph("一段。").paragraph_format.page_break_before = True
    data = io.BytesIO()
    document.save(data)
    with pytest.raises(LimitExceeded, match="5 页"):
        pages(data.getvalue(), Limits(max_pages=5))
