"""PDF through `pypdfium2`: the text layer where a page has one, OCR of its picture where not."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.errors import LimitExceeded, ReadError
from assistant.readers import scans
from assistant.readers.glyphs import middle, runs
from assistant.readers.layout import arrange
from assistant.readers.records import Failure, Glyph, Limits, Sheet
from assistant.readers.stream import Source
from assistant.records import Box, Page
from vectorstore.dates import date_in_name

DPI = 200
POINTS = 72
THIN = 3.5  # points: a rule is no thicker
LONG = 24.0  # points: a rule is no shorter, a frame no smaller
BACKGROUND = 0.8  # of the page: a larger area is the paper
ASCENT = 0.88  # of the em above the baseline, as in most Chinese fonts
MOST_CHARS = 200_000  # on a page: a broadsheet has some 12,000
MOST_DRAWINGS = 20_000  # looked at on a page
ENOUGH = 10  # characters: a page with fewer has no text layer worth the name

_LOOKALIKES = frozenset(map(chr, [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)]))


def read(source: Source, limits: Limits) -> Iterator[Page | Failure]:
    """The file's pages. Raises `ReadError` for an encrypted or broken file, `LimitExceeded` for too many pages."""
    try:
        document = pypdfium2.PdfDocument(source.whole())
    except pypdfium2.PdfiumError as error:
        raise ReadError(_reason(source.origin, str(error))) from error
    issued = date_in_name(source.name)
    with closing(document):
        count = len(document)
        if count > limits.max_pages:
            raise LimitExceeded(
                f"{source.origin}：共 {count} 页，超过 {limits.max_pages} 页的上限，请拆分文件或调高上限"
            )
        empty = True
        for number in range(1, count + 1):
            try:
                found = _sheet(document, number - 1)
            except pypdfium2.PdfiumError:
                found = "这一页已损坏，已跳过，请重新导出 PDF"
            if isinstance(found, str):
                empty = False
                yield Failure(f"{source.origin} 第{number}页", found)
            elif lines := arrange(found):
                empty = False
                yield Page(source.origin, number, lines, issued)
        if empty:
            raise ReadError(f"{source.origin}：PDF 里没有文字，请检查文件")


def _reason(origin: str, message: str) -> str:
    if "assword" in message:
        return f"{origin}：PDF 已加密，请先去掉密码再导入"
    if "security" in message:
        return f"{origin}：PDF 的加密方式不受支持，请先去掉密码再导入"
    return f"{origin}：PDF 不完整或已损坏，请重新下载或重新导出"


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet | str:
    """What stands on the page, or why that cannot be told."""
    with closing(document[index]) as page:
        with closing(page.get_textpage()) as text:
            if text.count_chars() > MOST_CHARS:
                return f"这一页超过 {MOST_CHARS} 字，已跳过，请拆分页面"
            view = _View(page.get_bbox(), page.get_rotation())
            glyphs = list(_glyphs(text, view))
        if len(glyphs) >= ENOUGH:
            rules, areas, pictures = _drawings(page, view)
            return Sheet(tuple(runs(glyphs)), rules, areas, pictures)
        if next(page.get_objects(max_depth=3), None) is None:
            return Sheet(())  # a blank page
        scale = scans.scale(DPI / POINTS, page.get_width(), page.get_height())
        with closing(page.render(scale=scale)) as bitmap:
            found = scans.recognise(bitmap.to_numpy(), scale)
    return scans.MISSING if found is None else found


@dataclass(frozen=True, slots=True)
class _View:
    """From PDF coordinates to points from the top left of the page as it is shown."""

    bounds: tuple[float, float, float, float]  # left, bottom, right, top
    turned: int  # degrees clockwise: 0, 90, 180 or 270

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The place as it is shown."""
        left, bottom, right, top = self.bounds
        places = {0: (x - left, top - y), 90: (y - bottom, x - left), 180: (right - x, y - bottom)}
        return places.get(self.turned, (top - y, right - x))

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The area as it is shown."""
        (x, y), (other_x, other_y) = self.point(left, bottom), self.point(right, top)
        return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))


def _glyphs(text: pypdfium2.PdfTextPage, view: _View) -> Iterator[Glyph]:
    """The page's characters. PDFium's boxes hug the ink of some fonts, so em boxes are built from the origin."""
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    before = (math.nan, math.nan)
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if char.isspace() or not char.isprintable() or pdfium.FPDFText_IsGenerated(text, at) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, rect)
        pdfium.FPDFText_GetMatrix(text, at, matrix)
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
        if size <= 0:
            continue
        ink = view.box(rect.left, rect.bottom, rect.right, rect.top)
        origin = view.point(x.value, y.value)
        shift = size if origin == before else 0  # a dash of two characters is one long glyph
        before = origin
        if (abs(matrix.b) > abs(matrix.a)) != (view.turned in (90, 270)):  # on its side in a vertical line
            box = Box(ink.left, ink.top + shift, ink.left + size, min(ink.bottom, ink.top + shift + size))
        else:
            box = _em_box(char, ink, origin[0] + shift, origin[1], size=size)
        yield Glyph(_plain(char), box, size)


def _em_box(char: str, ink: Box, x: float, baseline: float, *, size: float) -> Box:
    """The character's square (or its advance, where narrow); around the ink, where that lies elsewhere."""
    width = size if unicodedata.east_asian_width(char) in "WFA" else max(ink.right - ink.left, size / 4)
    box = Box(x, baseline - ASCENT * size, x + width, baseline + (1 - ASCENT) * size)
    across, down = (ink.left + ink.right) / 2, middle(ink)
    slack = size / 4
    if box.left - slack <= across <= box.right + slack and box.top - slack <= down <= box.bottom + slack:
        return box
    return Box(across - width / 2, down - size / 2, across + width / 2, down + size / 2)


def _plain(char: str) -> str:
    """Some producers write radicals and compatibility forms for the ideographs that look the same."""
    return unicodedata.normalize("NFKC", char) if char in _LOOKALIKES else char


def _drawings(
    page: pypdfium2.PdfPage, view: _View
) -> tuple[tuple[Box, ...], tuple[Box, ...], tuple[Box, ...]]:
    """Rules, outlined or filled areas, and pictures."""
    left, bottom, right, top = view.bounds
    rules, areas, pictures = [], [], []
    kinds = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
    for item in islice(page.get_objects(filter=kinds), MOST_DRAWINGS):
        box = view.box(*item.get_bounds())
        width, height = box.right - box.left, box.bottom - box.top
        if width * height > BACKGROUND * (right - left) * (top - bottom):
            continue
        if item.type != pdfium.FPDF_PAGEOBJ_PATH:
            pictures.append(box)
        elif min(width, height) <= THIN and max(width, height) >= LONG:
            rules.append(box)
        elif min(width, height) >= LONG:
            areas.append(box)
    return tuple(rules), tuple(areas), tuple(pictures)
