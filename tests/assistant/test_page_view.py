"""Articles found again on the page they were printed on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from assistant.errors import ReadError
from assistant.fix import joined, split
from assistant.ingest import ingest
from assistant.originals import Originals
from assistant.page_view import names_in, view_page
from assistant.readers import Limits
from assistant.readers.picture import Outline, draw_page
from assistant.records import Box
from tests.assistant.readers.test_pdf import pdf
from tests.fix_pages import NAME, PAGE
from tests.store_home import NOON, make_article
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore

LEFT = [
    (40.0, 650.0, 24.0, "纺织厂办起夜校"),
    *(
        (40.0, 610.0 - 18 * n, 12.0, line)
        for n, line in enumerate(
            (
                "本报讯（记者田一禾）青禾市纺织厂夜校",
                "开学，首批招收学员一百二十名，教师由",
                "退休技师担任，学费由厂工会承担，教材",
                "由市图书馆提供。",
            )
        )
    ),
]
RIGHT = [
    (320.0, 650.0, 24.0, "码头添了休息舱"),
    *(
        (320.0, 610.0 - 18 * n, 12.0, line)
        for n, line in enumerate(
            (
                "本报讯（记者顾南星）临江港三号码头日",
                "前启用十二个休息舱，装卸工中午可以躺",
                "下歇一个钟头，钥匙交给各班组长保管，",
                "舱里有空调和饮水机。",
            )
        )
    ),
]


@pytest.fixture
def originals(tmp_path: Path) -> Iterator[Originals]:
    with closing(Originals(tmp_path / "kept", clock=lambda: NOON)) as originals:
        yield originals


def articles(store: VectorStore, originals: Originals, path: Path) -> dict[str | None, Article]:
    ingest([str(path)], store=store, limits=Limits(), report=lambda _step: None, seen=originals.note)
    return {each.headline: each for each in store.library.issues.articles(Filter())}


def test_on_a_pdf_each_article_has_its_own_areas(store: VectorStore, originals: Originals) -> None:
    found = articles(store, originals, originals.keep("p1.pdf", pdf([*LEFT, *RIGHT])))
    assert len(found) == 2
    view = view_page(list(found.values()), originals)
    assert view is not None
    assert view.drawn
    left, right = (view.areas[found[name].id] for name in ("纺织厂办起夜校", "码头添了休息舱"))
    assert max(box.right for box in left) < min(box.left for box in right)
    assert min(box.top for box in left) < 160 < max(box.bottom for box in left)


def test_a_page_of_text_tells_which_lines(store: VectorStore, originals: Originals) -> None:
    found = articles(store, originals, originals.keep(NAME, PAGE.encode()))
    view = view_page(list(found.values()), originals)
    assert view is not None
    assert not view.drawn
    text = {line.number: line.text for line in view.sheet.page.lines}
    lines = [text[number] for number in view.lines[found["环卫工有了热饭"].id]]
    assert lines[0] == "# 环卫工有了热饭"
    assert "9000份" in lines[-1]
    every = [number for numbers in view.lines.values() for number in numbers]
    assert len(every) == len(set(every))


def test_articles_put_right_are_still_found(store: VectorStore, originals: Originals) -> None:
    found = articles(store, originals, originals.keep("p1.pdf", pdf([*LEFT, *RIGHT])))
    one, other = found["纺织厂办起夜校"], found["码头添了休息舱"]
    both = replace(joined([one, other]), id="both")
    view = view_page([both], originals)
    assert view is not None
    assert len(view.areas["both"]) >= 2
    first, second = split(one, one.text.index("教师"), headline="")
    view = view_page([replace(first, id="1"), replace(second, id="2")], originals)
    assert view is not None
    assert set(view.areas) == {"1", "2"}


def test_without_its_file_there_is_no_page(originals: Originals) -> None:
    assert view_page([make_article("没有原件的文章。")], originals) is None
    assert view_page([], originals) is None


def test_the_names_of_files_in_an_origin() -> None:
    assert names_in("a.pdf") == ("a.pdf",)
    assert names_in("a.pdf + b.txt（532字）→ 第3版 c.txt") == ("a.pdf", "b.txt", "c.txt")


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def test_a_pdf_and_a_picture_are_drawn_with_outlines(tmp_path: Path) -> None:
    outlines = [Outline("1", (Box(40, 120, 260, 250),), chosen=True), Outline("2", (), chosen=False)]
    path = tmp_path / "p1.pdf"
    path.write_bytes(pdf(LEFT))
    plain, drawn = (draw_page(path, 1, shown, width=600) for shown in ((), outlines))
    assert size(plain) == (600, 800)
    assert plain != drawn
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    assert picture.getpixel((150, 118)) == (178, 34, 34)
    scan = tmp_path / "p1.png"
    Image.new("RGB", (1200, 1600), "white").save(scan, dpi=(144, 144))
    shown = Image.open(io.BytesIO(draw_page(scan, 1, outlines, width=600))).convert("RGB")
    assert shown.size == (600, 800)
    assert shown.getpixel((150, 118)) == (178, 34, 34)


def test_a_file_that_cannot_be_shown_is_told(tmp_path: Path) -> None:
    path = tmp_path / "p1.pdf"
    for data in (None, b"", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"):
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(ReadError, match="原件打不开"):
            draw_page(path, 1, (), width=600)
