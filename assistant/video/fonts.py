"""Chinese type for slides: the open fonts that the extra brings, else those of the system."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont, features

from assistant.errors import VideoError

Font = ImageFont.FreeTypeFont
_LANGUAGE = "zh-Hans"  # asks a pan-CJK font for the forms used in China
_SIMPLIFIED = 2  # place of the simplified Chinese face in Noto's collections
_DEBIAN = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, the face in it and the language to ask it for."""

    path: Path
    index: int = 0
    language: str | None = None  # None: its own forms are right


@dataclass(frozen=True, slots=True)
class Faces:
    """The two weights that slides are set in."""

    regular: Face
    bold: Face


def find_faces() -> Faces:
    """The best faces on this machine. Raises VideoError where none knows Chinese."""
    regular = next(_regular(), None)
    if regular is None:
        raise VideoError(
            "没有中文字体，画不了视频：请运行 pip install 'union-news-assistant[video]'，"
            "或装上系统字体（如 apt install fonts-noto-cjk）。"
        )
    return Faces(regular, next(_bold(), regular))


@cache
def font(face: Face, size: int) -> Font:
    """The face at a size in pixels."""
    return ImageFont.truetype(str(face.path), size, index=face.index)


def _regular() -> Iterator[Face]:
    packaged = _packaged("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
    if packaged:
        yield Face(packaged, _SIMPLIFIED)
    yield from _system("Regular")


def _bold() -> Iterator[Face]:
    packaged = _packaged("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf")
    if packaged and features.check("raqm"):  # without it Pillow cannot ask for Chinese forms
        yield Face(packaged, 0, _LANGUAGE)
    yield from _system("Bold")


def _packaged(package: str, name: str) -> Path | None:
    place = find_spec(package)
    path = Path(place.origin).with_name(name) if place and place.origin else None
    return path if path and path.exists() else None


def _system(weight: str) -> Iterator[Face]:
    places = [
        Face(_DEBIAN / "opentype" / "noto" / f"NotoSansCJK-{weight}.ttc", _SIMPLIFIED),
        Face(_DEBIAN / "truetype" / "wqy" / "wqy-microhei.ttc"),
    ]
    if platform.system() == "Darwin":
        places.append(Face(Path("/System/Library/Fonts/PingFang.ttc")))
    if platform.system() == "Windows":
        places.append(Face(Path(f"C:/Windows/Fonts/msyh{'bd' if weight == 'Bold' else ''}.ttc")))
    yield from (face for face in places if face.path.exists())
