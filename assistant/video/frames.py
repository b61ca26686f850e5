"""Frames of a scene: the slide once, the presenter's mouth, eyes and breath frame by frame."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assistant.video.layout import Layout
from assistant.video.presenter_art import BODY, EYES, HEAD, MOUTHS, SIZE
from assistant.video.vector import raster
from assistant.voice.mouths import FRAMES

Pixels = NDArray[np.uint8]  # [height, width, 3]

_BLINK = ("half", "closed", "closed", "half")
_BETWEEN_BLINKS = (2.2, 5.5)  # seconds, at random
_BREATH = 3.6  # seconds a breath
_RISE = 0.006  # of the figure's height
_FADE = 8  # frames in which a new card comes up
_SHORTEST = 2  # frames a mouth stays as it is: faster is flicker


class Figure:
    """The presenter at one size, each combination of mouth and eyes drawn once."""

    def __init__(self, layout: Layout) -> None:
        self.area = layout.figure
        self._rise = max(1, round(self.area.height * _RISE))
        self._draw = lru_cache(maxsize=64)(self._drawn)

    def on(self, ground: Pixels, mouth: str, eyes: str, breath: float) -> Pixels:
        """The figure before `ground`, the pixels of its area; `breath` 0..1 lifts it a little."""
        colour, alpha = self._draw(mouth, eyes)
        height, width = alpha.shape[:2]
        top = ground.shape[0] - height + self._rise - round(breath * self._rise)
        left = (ground.shape[1] - width) // 2
        rows = min(height, ground.shape[0] - top)
        made = ground.copy()
        under = made[top : top + rows, left : left + width].astype(np.uint16)
        share = alpha[:rows]
        made[top : top + rows, left : left + width] = (
            (colour[:rows] * share + under * (255 - share) + 127) // 255
        ).astype(np.uint8)
        return made

    def _drawn(self, mouth: str, eyes: str) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
        room = self.area.height - self._rise
        height = min(room, int(self.area.width * SIZE[1] / SIZE[0]))
        picture: Image.Image = raster((BODY, HEAD, EYES[eyes], MOUTHS[mouth]), SIZE, height)
        pixels = np.asarray(picture).astype(np.uint16)
        return pixels[:, :, :3], pixels[:, :, 3:]


def scene_frames(
    slide: Pixels, figure: Figure, *, mouths: str, seed: str, before: Pixels | None = None
) -> Iterator[Pixels]:
    """A frame for each letter of `mouths`. `before`: the slide it comes up over; None: it stands at once.

    The array handed out is used again for the next frame.
    """
    eyes = _blinks(len(mouths), random.Random(seed))  # noqa: S311  # when it blinks is no secret
    left, top, right, bottom = figure.area.box
    frame = slide.copy()
    kept: dict[tuple[str, str, float], Pixels] = {}
    for at, mouth in enumerate(_calm(mouths)):
        fading = before is not None and at < _FADE
        if fading and before is not None:
            share = (at + 1) / (_FADE + 1)
            frame[:] = (before + (slide.astype(np.float32) - before) * share).astype(np.uint8)
        elif before is not None and at == _FADE:
            frame[:] = slide
        key = (mouth, eyes[at], _breath(at, len(mouths)))
        if fading or key not in kept:
            ground = frame[top:bottom, left:right] if fading else slide[top:bottom, left:right]
            drawn = figure.on(ground, *key)
            if not fading:
                kept[key] = drawn
        else:
            drawn = kept[key]
        frame[top:bottom, left:right] = drawn
        yield frame


def _calm(mouths: str) -> str:
    """The mouths without those that last a single frame."""
    calm = ""
    since = 0
    for at, mouth in enumerate(mouths):
        if calm and mouth != calm[-1] and at - since < _SHORTEST:
            calm += calm[-1]
        else:
            since = at if not calm or mouth != calm[-1] else since
            calm += mouth
    return calm


def _blinks(frames: int, chance: random.Random) -> list[str]:
    eyes = ["open"] * frames
    at = int(chance.uniform(0.4, _BETWEEN_BLINKS[0]) * FRAMES)
    while at + len(_BLINK) < frames:
        eyes[at : at + len(_BLINK)] = _BLINK
        at += int(chance.uniform(*_BETWEEN_BLINKS) * FRAMES)
    return eyes


def _breath(at: int, frames: int) -> float:
    """Up and down in whole breaths, so that scenes join; in few steps, so that frames repeat."""
    breaths = max(1, round(frames / FRAMES / _BREATH))
    return round((1 - math.cos(2 * math.pi * breaths * at / frames)) / 2 * 4) / 4
