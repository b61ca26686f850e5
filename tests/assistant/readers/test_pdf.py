"""PDF files, written here by hand: text at known places, bad files of every kind."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import Failure, Item, Limits, read, scans
from assistant.records import Page

Placed = tuple[float, float, float, str]  # left, baseline from the bottom, size, text

# What turns the drawing back, so that it stands upright on a page that is shown turned.
_TURNS = {0: "", 90: "0 1 -1 0 800 0 cm", 180: "-1 0 0 -1 600 800 cm", 270: "0 -1 1 0 0 600 cm"}


def pdf(*pages: Sequence[Placed] | None, encrypt: str = "", turned: int = 0) -> bytes:
    """A PDF whose pages hold the texts, in a font of full-width characters; None: a page that is a picture."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(
        "<< /Type /Font /Subtype /Type0 /BaseFont /SongTi /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    )
    objects.append(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SongTi /DW 1000 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    kids = []
    for page in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        drawn = "0.5 g 50 50 500 600 re f" if page is None else "\n".join([_TURNS[turned], *map(_show, page)])
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {800 if turned in (90, 270) else 600} {600 if turned in (90, 270) else 800}] "
            f"/Rotate {turned} /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects, encrypt)


def _show(placed: Placed) -> str:
    left, base, size, text = placed
    return f"BT /F {size} Tf {left} {base} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: list[str], encrypt: str) -> bytes:
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {encrypt} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def items(data: bytes, limits: Limits | None = None) -> list[Item]:
    return list(read("2024-05-01.pdf", io.BytesIO(data), limits=limits or Limits()))


def lines(data: bytes) -> list[str]:
    (page,) = items(data)
    assert isinstance(page, Page)
    return [line.text for line in page.lines]


def column(left: float, top: float, *rows: str) -> list[Placed]:
    return [
        (left + 20 * row.startswith("　"), top - 14 * at, 10, row.strip("　")) for at, row in enumerate(rows)
    ]


LEFT = ("　　本报讯昨夜工会驿站的", "灯一直亮着，代驾司机推门", "进来喝热水。")
RIGHT = ("　　驿站添了微波炉和药箱", "，还添了两张折叠床，夜里", "也有人值守。")


def test_columns_are_read_from_left_to_right_under_their_headline() -> None:
    data = pdf([*column(200, 700, *RIGHT), *column(50, 700, *LEFT), (60, 730, 20, "驿站的灯亮到天明")])
    assert lines(data) == [
        "## 驿站的灯亮到天明",
        "　　本报讯昨夜工会驿站的灯一直亮着，代驾司机推门进来喝热水。",
        "　　驿站添了微波炉和药箱，还添了两张折叠床，夜里也有人值守。",
    ]


def test_stacked_characters_are_a_vertical_headline() -> None:
    stacked: list[Placed] = [(300, 700 - 20 * at, 20, char) for at, char in enumerate("驿站的灯")]
    (page,) = items(pdf([*column(50, 705, *LEFT), *column(170, 705, *RIGHT), *stacked]))
    assert isinstance(page, Page)
    first = page.lines[0]
    assert first.text == "## 驿站的灯"
    assert first.vertical
    assert first.size == pytest.approx(20)
    assert first.box is not None
    assert first.box.bottom - first.box.top == pytest.approx(80, abs=2)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turned: int) -> None:
    drawn = [*column(200, 700, *RIGHT), *column(50, 700, *LEFT), (60.0, 730.0, 20.0, "驿站的灯亮到天明")]
    assert items(pdf(drawn, turned=turned)) == items(pdf(drawn))


def test_every_line_has_its_place_and_the_page_its_day() -> None:
    (page,) = items(pdf(column(50, 700, *LEFT)))
    assert isinstance(page, Page)
    assert page.issued == date(2024, 5, 1)
    (line,) = page.lines
    assert line.box is not None
    assert (line.box.left, line.box.top) == pytest.approx((50, 91), abs=1)
    assert line.size == pytest.approx(10)


def test_every_page_comes_by_itself() -> None:
    found = items(pdf(column(50, 700, *LEFT), column(50, 700, *RIGHT)))
    assert [item.number for item in found if isinstance(item, Page)] == [1, 2]


def test_a_page_without_a_text_layer_asks_for_ocr_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)
    missing, page = items(pdf(None, column(50, 700, *LEFT)))
    assert isinstance(missing, Failure)
    assert missing.where == "2024-05-01.pdf 第1页"
    assert "ocr" in missing.reason
    assert isinstance(page, Page)
    assert page.number == 2


@pytest.mark.parametrize("keep", [9, 400, 0.5])
def test_a_cut_file_is_refused(keep: float) -> None:
    data = pdf(column(50, 700, *LEFT))
    with pytest.raises(ReadError, match=r"2024-05-01\.pdf：PDF .*(损坏|没有文字)") as caught:
        items(data[: int(keep if keep > 1 else keep * len(data))])
    assert "\n" not in str(caught.value)


def test_an_encrypted_file_is_refused() -> None:
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format(
        "ab" * 32
    )
    with pytest.raises(ReadError, match="加密"):
        items(pdf(column(50, 700, *LEFT), encrypt=lock))


def test_ten_thousand_pages_are_refused_before_any_is_read() -> None:
    data = pdf(*[column(50, 700, "版")] * 10_000)
    with pytest.raises(LimitExceeded, match="共 10000 页，超过 500 页"):
        items(data)


def test_blank_pages_are_refused() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        items(pdf([], []))


def test_a_page_with_more_characters_than_a_newspaper_has_is_passed_over() -> None:
    crowded = [(10.0, 780 - 1.5 * at, 1.0, "字" * 500) for at in range(410)]
    (failure,) = items(pdf(crowded))
    assert isinstance(failure, Failure)
    assert "200000 字" in failure.reason
