"""Pictures of a file's pages for people to look at, with outlines drawn on them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont, ImageOps

from assistant.errors import ReadError
from assistant.readers.image import DPI, LIKELY_DPI, MOST_PIXELS, POINTS
from assistant.records import Box

_PDF = b"%PDF-"
_HEAD = 1024  # bytes within which a PDF says what it is
_CHOSEN, _OTHER = (178, 34, 34), (60, 90, 140)


@dataclass(frozen=True, slots=True)
class Outline:
    """An article on a page: the areas it takes up, in points from the top left corner."""

    label: str  # a number, drawn in the corner of its first area
    boxes: tuple[Box, ...]
    chosen: bool  # drawn so that it stands out


def draw_page(path: Path, number: int, outlines: Sequence[Outline], *, width: int) -> bytes:
    """Page `number` (1-based) of a PDF or an image as a PNG so many pixels wide, with the outlines.

    Raises ReadError where the file is gone or holds no such page that could be shown.
    """
    try:
        data = path.read_bytes()
        page, scale = _pdf_page(data, number, width) if _PDF in data[:_HEAD] else _image(data, number, width)
    except (
        OSError,
        EOFError,
        SyntaxError,
        ValueError,
        pypdfium2.PdfiumError,
        Image.DecompressionBombError,
    ) as error:
        raise ReadError(f"{path.name}：原件打不开，看不到版面图（文章不受影响）") from error
    _draw(page, outlines, scale)
    written = io.BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def _pdf_page(data: bytes, number: int, width: int) -> tuple[Image.Image, float]:
    with closing(pypdfium2.PdfDocument(data)) as document, closing(document[number - 1]) as page:
        scale = width / max(1.0, page.get_width())
        with closing(page.render(scale=min(scale, 10.0))) as bitmap:
            return bitmap.to_pil().convert("RGB"), min(scale, 10.0)


def _image(data: bytes, number: int, width: int) -> tuple[Image.Image, float]:
    with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as file:
        warnings.simplefilter("ignore")  # the size is judged here, not by Pillow's warning
        file.seek(number - 1)
        if file.width * file.height > MOST_PIXELS:
            raise ValueError("too large")
        dpi = float(file.info.get("dpi", (DPI, DPI))[0])
        dpi = dpi if LIKELY_DPI[0] <= dpi <= LIKELY_DPI[1] else DPI
        upright = (ImageOps.exif_transpose(file) or file).convert("RGB")
    height = max(1, round(upright.height * width / upright.width))
    return upright.resize((width, height)), width / (upright.width * POINTS / dpi)


def _draw(page: Image.Image, outlines: Sequence[Outline], scale: float) -> None:
    canvas = ImageDraw.Draw(page)
    font = ImageFont.load_default(max(14, page.width // 45))
    for outline in sorted(outlines, key=lambda each: each.chosen):
        colour, stroke = (_CHOSEN, 4) if outline.chosen else (_OTHER, 2)
        for place, box in enumerate(outline.boxes):
            left, top, right, bottom = (
                side * scale for side in (box.left - 2, box.top - 2, box.right + 2, box.bottom + 2)
            )
            canvas.rectangle(
                (left, top, max(right, left + 1), max(bottom, top + 1)), outline=colour, width=stroke
            )
            if place == 0:
                area = canvas.textbbox((left + 4, top + 2), outline.label, font=font)
                canvas.rectangle((area[0] - 4, area[1] - 3, area[2] + 4, area[3] + 3), fill=colour)
                canvas.text((left + 4, top + 2), outline.label, fill=(255, 255, 255), font=font)
