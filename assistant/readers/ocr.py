"""OCR through `rapidocr` (extra `ocr`): a picture of a page to what stands on it."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

from assistant.readers.records import Run, Sheet
from assistant.readers.scans import Pixels
from assistant.records import Box

DETECTION_SIDE = 2400  # pixels of the longer side while looking for lines; they are read at full size
LOWEST_SCORE = 0.5
SNAP = 0.14  # heights of boxes this near the commonest are the body's
FEW = 4  # characters: the box of a line this short tells little of its size
EM_OF_BOX = 0.87  # of a detected box's height
LATIN_WIDTH = 0.55  # ems of a digit or letter
TALL = 1.8  # times as high as wide: a vertical line
RULE_PIXELS = 160
THICKEST_RULE = 9  # pixels
INK = 150  # grey level: darker is ink


def recognise(pixels: Pixels, scale: float) -> Sheet:
    """What stands on the picture, in points (`scale` pixels each)."""
    found = _engine()(pixels, use_det=True, use_cls=False, use_rec=True)
    if not isinstance(found, RapidOCROutput) or found.boxes is None or not found.txts or not found.scores:
        return Sheet(())
    level, upright = [], []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        box = Box(*(float(value) for value in (*corners.min(axis=0), *corners.max(axis=0))))
        if _height(box) > TALL * _width(box) and _height(box) > RULE_PIXELS / 2:
            upright.append(Run(_read_upright(pixels, box), box, _width(box), vertical=True))
        elif score >= LOWEST_SCORE and text.strip():
            level.append((text.strip(), box))
    rules = tuple(_shrunk(rule, scale) for rule in _rules(pixels))
    runs = _sized(level) + [run for run in upright if run.text]
    return Sheet(
        tuple(replace(run, box=_shrunk(run.box, scale), size=run.size / scale) for run in runs), rules
    )


@functools.cache
def _engine() -> RapidOCR:
    """The models, loaded once: it takes a second. Pages are upright, so lines are not tried upside down."""
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": 2 * DETECTION_SIDE * DETECTION_SIDE,
            "Global.use_cls": False,
            "Det.limit_side_len": DETECTION_SIDE,
            "Det.limit_type": "max",
        }
    )


def _width(box: Box) -> float:
    return box.right - box.left


def _height(box: Box) -> float:
    return box.bottom - box.top


def _shrunk(box: Box, scale: float) -> Box:
    return Box(box.left / scale, box.top / scale, box.right / scale, box.bottom / scale)


def _sized(lines: list[tuple[str, Box]]) -> list[Run]:
    """Runs with the height of their characters, in pixels; the body's lines all have the same."""
    if not lines:
        return []
    tall = median(EM_OF_BOX * _height(box) for text, box in lines for _ in text)
    body = median(_em(text, box) for text, box in lines if _near(EM_OF_BOX * _height(box), tall, SNAP))
    runs: list[Run] = []
    for text, box in lines:
        em, slack = _em(text, box), SNAP * (2 if len(text) <= FEW else 1)
        is_body = _near(em, body, slack) or _near(EM_OF_BOX * _height(box), tall, slack)
        runs.append(Run(text, box, body if is_body else em))
    return [_like_above(run, runs) if len(run.text) <= FEW and run.size != body else run for run in runs]


def _em(text: str, box: Box) -> float:
    """Height of a character: the line's width over its characters, or the box's height where there are few."""
    by_height = EM_OF_BOX * _height(box)
    units = sum(LATIN_WIDTH if char.isascii() else 1.0 for char in text)
    by_width = _width(box) / units
    return by_width if len(text) > FEW and _near(by_width, by_height, 2 * SNAP) else by_height


def _near(size: float, other: float, slack: float) -> bool:
    return abs(size - other) < slack * other


def _like_above(run: Run, runs: list[Run]) -> Run:
    """A short line that stands beneath a longer one of about its size is of the same headline."""
    above = [
        other.size
        for other in runs
        if len(other.text) > FEW
        and 0 < run.box.top - other.box.top < 2 * run.size
        and min(run.box.right, other.box.right) > max(run.box.left, other.box.left)
        and _near(other.size, run.size, 2 * SNAP if len(run.text) > 2 else 0.5)
    ]
    return replace(run, size=above[0]) if above else run


def _read_upright(pixels: Pixels, box: Box) -> str:
    """A vertical line read by setting its characters side by side first."""
    left, top, right, bottom = (round(value) for value in (box.left, box.top, box.right, box.bottom))
    crop = pixels[max(0, top) : bottom, max(0, left) : right]
    rows, columns = np.nonzero(crop.min(axis=2) < INK)
    if not rows.size:
        return ""
    crop = crop[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    edges = _cuts(np.asarray((crop.min(axis=2) < INK).mean(axis=1)), crop.shape[1])
    side = max(crop.shape[1], *(below - above for above, below in pairwise(edges)))
    cells = np.full((side + 8, (len(edges) - 1) * (side + 2) + 8, 3), 255, dtype=np.uint8)
    for at, (above, below) in enumerate(pairwise(edges)):
        start, drop = 4 + at * (side + 2), 4 + (side - below + above) // 2
        cells[drop : drop + below - above, start : start + crop.shape[1]] = crop[above:below]
    found = _engine()(cells, use_det=False, use_cls=False, use_rec=True)
    return "".join(getattr(found, "txts", None) or ()).strip()


def _cuts(ink: npt.NDArray[np.float64], em: int) -> list[int]:
    """Where a vertical line is cut into its characters: at an even pitch near the em, through the least ink."""
    height = len(ink)
    likely = height / em
    counts = range(max(1, math.floor(0.8 * likely)), math.ceil(1.2 * likely) + 1)

    def placed(count: int) -> list[int]:
        reach = max(1, height // (6 * count))
        nominal = [round(at * height / count) for at in range(1, count)]
        inner = [at - reach + int(np.argmin(ink[at - reach : at + reach + 1])) for at in nominal]
        return [0, *inner, height]

    def cost(count: int) -> float:
        reach = max(1, height // (20 * count))
        nominal = [round(at * height / count) for at in range(1, count)]
        crossed = [float(ink[at - reach : at + reach + 1].min()) for at in nominal]
        return sum(crossed) / max(1, len(crossed)) + 0.1 * abs(count - likely) / likely

    return placed(min(counts, key=cost))


def _rules(pixels: Pixels) -> Iterator[Box]:
    """Long thin lines, in pixels."""
    ink = (pixels.min(axis=2) < INK).astype(np.uint8)
    for shape in ((RULE_PIXELS, 1), (1, RULE_PIXELS)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for left, top, width, height, _ in stats[1:]:
            if min(width, height) <= THICKEST_RULE:
                yield Box(float(left), float(top), float(left + width), float(top + height))
