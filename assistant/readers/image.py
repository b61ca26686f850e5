"""Pictures of pages (PNG, JPEG, TIFF with several pages) through OCR."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import scans
from assistant.readers.layout import arrange
from assistant.readers.records import Failure, Limits
from assistant.readers.stream import Source
from assistant.records import Page
from vectorstore.dates import date_in_name

POINTS = 72
DPI = 200  # where the file does not say, or says what no scan of a page has
LIKELY_DPI = (100, 1200)
MOST_PIXELS = 400_000_000  # of a picture to be opened at all; larger ones are bombs or mistakes


def read(source: Source, limits: Limits) -> Iterator[Page | Failure]:
    """The file's pages. Raises `ReadError` for a broken file or one larger than can be opened."""
    issued = date_in_name(source.name)
    for number, picture in enumerate(_frames(source, limits), 1):
        dpi = picture.info.get("dpi", (DPI, DPI))[0]
        dpi = float(dpi) if LIKELY_DPI[0] <= dpi <= LIKELY_DPI[1] else DPI
        wanted = scans.scale(1.0, picture.width, picture.height)
        small = picture.resize((round(picture.width * wanted), round(picture.height * wanted)))
        pixels = np.asarray(small.convert("RGB"))[:, :, ::-1]
        sheet = scans.recognise(np.ascontiguousarray(pixels), wanted * dpi / POINTS)
        where = f"{source.origin} 第{number}页"
        if sheet is None:
            yield Failure(where, scans.MISSING)
        elif lines := arrange(sheet):
            yield Page(source.origin, number, lines, issued)
        else:
            yield Failure(where, scans.NOTHING)


def _frames(source: Source, limits: Limits) -> Iterator[Image.Image]:
    """The pictures in the file, each turned the way up its camera says."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(source.whole())) as file:
            warnings.simplefilter("ignore")  # the size is judged here, not by Pillow's warning
            count = getattr(file, "n_frames", 1)
            if count > limits.max_pages:
                raise LimitExceeded(
                    f"{source.origin}：共 {count} 页，超过 {limits.max_pages} 页的上限，请拆分文件或调高上限"
                )
            for at in range(count):
                file.seek(at)
                if file.width * file.height > MOST_PIXELS:
                    raise LimitExceeded(
                        f"{source.origin}：图片超过 {MOST_PIXELS // 10**8} 亿像素，请缩小后再试"
                    )
                info = file.info
                picture = ImageOps.exif_transpose(file) or file.copy()
                picture.info = info
                yield picture
    except Image.DecompressionBombError as error:
        raise LimitExceeded(f"{source.origin}：图片像素过多，请缩小后再试") from error
    except (OSError, EOFError, SyntaxError, ValueError) as error:
        raise ReadError(f"{source.origin}：图片不完整或已损坏，请重新扫描或导出") from error
