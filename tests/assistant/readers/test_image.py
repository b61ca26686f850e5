"""Pictures of pages: what is handed to OCR and what comes back; the engine itself where it is installed."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import Failure, Item, Limits, image, read, scans
from assistant.readers.records import Run, Sheet
from assistant.records import Box, Page


def picture(
    name: str = "PNG", *, size: tuple[int, int] = (400, 300), count: int = 1, **options: object
) -> bytes:
    data = io.BytesIO()
    frames = [Image.new("RGB", size, "white") for _ in range(count)]
    if count > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    frames[0].save(data, name, **options)
    return data.getvalue()


def items(data: bytes, name: str = "2024-05-01.png", limits: Limits | None = None) -> list[Item]:
    return list(read(name, io.BytesIO(data), limits=limits or Limits()))


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[int, ...], float]]:
    """Shape and scale of every picture that came to OCR, which reads one line on each."""
    calls: list[tuple[tuple[int, ...], float]] = []

    def recognise(pixels: scans.Pixels, scale: float) -> Sheet:
        calls.append((pixels.shape, scale))
        return Sheet((Run("工会驿站亮着灯", Box(0, 0, 70, 10), 10),))

    monkeypatch.setattr(scans, "recognise", recognise)
    return calls


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_a_page(kind: str, seen: list[tuple[tuple[int, ...], float]]) -> None:
    (page,) = items(picture(kind))
    assert isinstance(page, Page)
    assert page.lines[0].text == "工会驿站亮着灯"
    assert page.issued == date(2024, 5, 1)
    ((shape, scale),) = seen
    assert shape == (300, 400, 3)
    assert scale == pytest.approx(200 / 72)


def test_the_resolution_is_the_files_own_where_it_is_a_scans(
    seen: list[tuple[tuple[int, ...], float]],
) -> None:
    items(picture(dpi=(300, 300)))
    items(picture(dpi=(72, 72)))
    assert [scale for _, scale in seen] == [pytest.approx(300 / 72, rel=1e-3), pytest.approx(200 / 72)]


def test_a_tiff_may_hold_several_pages(seen: list[tuple[tuple[int, ...], float]]) -> None:
    found = items(picture("TIFF", count=3), name="a.tif")
    assert [item.number for item in found if isinstance(item, Page)] == [1, 2, 3]


def test_too_many_pages_are_refused(seen: list[tuple[tuple[int, ...], float]]) -> None:
    with pytest.raises(LimitExceeded, match="共 3 页"):
        items(picture("TIFF", count=3), limits=Limits(max_pages=2))
    assert not seen


def test_a_huge_picture_is_made_smaller(
    seen: list[tuple[tuple[int, ...], float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 30_000)
    items(picture())
    ((shape, scale),) = seen
    assert shape == (150, 200, 3)
    assert scale == pytest.approx(100 / 72)


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MOST_PIXELS", 1000)
    with pytest.raises(LimitExceeded, match="像素"):
        items(picture())


@pytest.mark.parametrize("keep", [30, 300])
def test_a_cut_picture_is_refused(keep: int, seen: list[tuple[tuple[int, ...], float]]) -> None:
    with pytest.raises(ReadError, match=r"2024-05-01.png：图片.*损坏") as caught:
        items(picture(size=(2000, 2000))[:keep])
    assert "\n" not in str(caught.value)


def test_without_the_extra_the_page_is_a_failure_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scans, "installed", lambda: False)
    (failure,) = items(picture())
    assert isinstance(failure, Failure)
    assert "union-news-assistant[ocr]" in failure.reason


@pytest.mark.slow
def test_a_blank_picture_says_that_nothing_was_read() -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    (failure,) = items(picture())
    assert isinstance(failure, Failure)
    assert "没有识别出文字" in failure.reason
