"""Pictures of pages: OCR where its extra is installed. The engine takes seconds to import, so it waits until needed."""

from __future__ import annotations

import importlib
import importlib.util
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from assistant.readers.records import Sheet

Pixels = npt.NDArray[np.uint8]  # height x width x 3, blue first

MISSING = '没有文字层，需要 OCR：请安装 ocr 组件（pip install "union-news-assistant[ocr]"）后再试'
NOTHING = "没有识别出文字，请换一张更清晰的图片"
MOST_PIXELS = 40_000_000  # of a picture: a broadsheet at 200 dpi has 15 million


def scale(wanted: float, width: float, height: float) -> float:
    """The wanted pixels a unit, or as many as keep a picture of so many units within `MOST_PIXELS`."""
    return min(wanted, math.sqrt(MOST_PIXELS / max(1.0, width * height)))


def installed() -> bool:
    """Whether the extra is there."""
    return importlib.util.find_spec("rapidocr") is not None


def recognise(pixels: Pixels, scale: float) -> Sheet | None:
    """What stands on the picture, in points (`scale` pixels each). None: the extra is not installed."""
    if not installed():
        return None
    engine: Callable[[Pixels, float], Sheet] = importlib.import_module("assistant.readers.ocr").recognise
    return engine(pixels, scale)
