from __future__ import annotations

import os
from pathlib import Path

from assistant.originals import Sheet
from assistant.page_view import PageView
from assistant.records import Page
from assistant.web.page_picture import page_picture
from tests.assistant.readers.test_pdf import pdf


def test_another_file_in_the_place_of_one_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "p1.pdf"
    path.write_bytes(pdf([(40.0, 650.0, 24.0, "纺织厂办起夜校")]))
    view = PageView(Sheet(path, Page("p1.pdf", 1, ())), {}, {})
    before = page_picture(view, ())
    path.write_bytes(pdf([(40.0, 300.0, 24.0, "码头添了休息舱")]))
    os.utime(path, ns=(1, 1))  # its time is another, however coarse the clock of the disk
    after = page_picture(view, ())
    assert after != before
    assert page_picture(view, ()) == after
