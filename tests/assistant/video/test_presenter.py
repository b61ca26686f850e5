"""The presenter as a drawing and as an SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np

from assistant.video.presenter_art import BODY, EYES, HEAD, MOUTHS, SIZE
from assistant.video.presenter_svg import presenter_svg
from assistant.video.vector import raster
from assistant.voice.mouths import SHAPES

SPACE = "{http://www.w3.org/2000/svg}"


def test_the_svg_has_a_part_for_every_movement() -> None:
    root = ET.fromstring(presenter_svg())  # noqa: S314  # our own
    groups = {group.get("id"): group.get("display") for group in root.findall(f"{SPACE}g")}
    assert set(groups) == {
        "body",
        "head",
        *(f"eyes-{name}" for name in EYES),
        *(f"mouth-{shape}" for shape in SHAPES),
    }
    shown = {name for name, display in groups.items() if display is None}
    assert shown == {"body", "head", "eyes-open", "mouth-M"}


def test_every_mouth_and_every_eye_looks_different() -> None:
    def drawn(mouth: str, eyes: str) -> bytes:
        return raster((BODY, HEAD, EYES[eyes], MOUTHS[mouth]), SIZE, 240).tobytes()

    pictures = {drawn(mouth, eyes) for mouth in MOUTHS for eyes in EYES}
    assert len(pictures) == len(MOUTHS) * len(EYES)


def test_the_figure_wears_blue_and_stands_on_nothing() -> None:
    pixels = np.asarray(raster((BODY, HEAD, EYES["open"], MOUTHS["M"]), SIZE, 240)).astype(int)
    assert pixels[2, 2, 3] == 0
    red, _, blue, alpha = pixels[220, pixels.shape[1] // 3]
    assert alpha == 255
    assert blue > red + 60
