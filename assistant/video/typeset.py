"""Chinese text set in lines: what may not begin or end one, figures and words kept whole, sizes that fit. Asks rjieba
where words end."""

from __future__ import annotations

import re
from dataclasses import dataclass

import rjieba
from PIL import ImageDraw

from assistant.video.fonts import Face, Font, font

# 标点 that never begins a line, and that never ends one (CLREQ, W3C).
_NO_START = "，。！？；：、）》」』”’】〉%％℃·…—"
_NO_END = "（《「『“‘【〈￥$"
_UNITS = re.compile(r"[A-Za-z]+|\d[\d.,:：]*(?:\.\d+)?[%％℃]?|.", re.DOTALL)
_CHINESE = re.compile("[一-龥]")
_RUNS = re.compile("[一-龥]+|[^一-龥]+")
_LEADING = 1.45  # line height for body text, in sizes


@dataclass(frozen=True, slots=True)
class Setting:
    """Text as it will be drawn."""

    lines: tuple[str, ...]
    face: Face
    size: int
    leading: int  # pixels from line to line

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the bottom of the last."""
        return self.leading * len(self.lines)


def set_text(
    text: str,
    face: Face,
    *,
    size: int,
    width: int,
    most: int,
    least: int = 20,
    balanced: bool = False,
    leading: float = _LEADING,
) -> Setting:
    """The text in at most `most` lines of `width` pixels: smaller from `size` down to `least` where it must be,
    then cut off with an ellipsis. `balanced`: lines of about one length."""
    for smaller in range(size, least - 1, -2):
        lines = wrap(text, font(face, smaller), width, face.language, words=balanced)
        if len(lines) <= most:
            if balanced and len(lines) > 1:
                lines = _balanced(text, font(face, smaller), width, len(lines), face.language)
            return Setting(tuple(lines), face, smaller, round(smaller * leading))
    kept = wrap(text, font(face, least), width, face.language)[:most]
    kept[-1] = kept[-1][:-1] + "…"
    return Setting(tuple(kept), face, least, round(least * leading))


def wrap(text: str, face: Font, width: int, language: str | None = None, *, words: bool = False) -> list[str]:
    """The lines of the text, none wider than `width` where that can be; with `words` no word is parted."""
    lines: list[str] = []
    line = ""
    for unit in _units(text, words=words):
        if line and face.getlength(line + unit, language=language) > width:
            lines.append(line)
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line] if line else lines


def draw_lines(
    pen: ImageDraw.ImageDraw, setting: Setting, at: tuple[float, float], *, fill: str, anchor: str = "l"
) -> None:
    """Draw the lines; `at` is the top left corner, or (anchor "m") the middle of the top edge."""
    x, y = at
    for number, line in enumerate(setting.lines):
        middle = y + setting.leading * (number + 0.5)
        pen.text(
            (x, middle), line, font=font(setting.face, setting.size), fill=fill, anchor=f"{anchor}m",
            language=setting.face.language,
        )  # fmt: skip


def length(text: str, face: Face, size: int) -> float:
    """How wide the text is, in pixels."""
    return font(face, size).getlength(text, language=face.language)


def _units(text: str, *, words: bool) -> list[str]:
    """What may not be parted: figures, Latin words, marks with what they cling to, and on demand Chinese words."""
    pieces: list[str] = _UNITS.findall(text)
    if words:
        pieces = [part for run in _RUNS.findall(text) for part in _parts(run)]
    units: list[str] = []
    for piece in pieces:
        if units and (piece in _NO_START or units[-1][-1] in _NO_END):
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _parts(run: str) -> list[str]:
    return rjieba.cut(run) if _CHINESE.match(run) else _UNITS.findall(run)


def _balanced(text: str, face: Font, width: int, lines: int, language: str | None) -> list[str]:
    """As many lines, the narrowest width that still gives no more of them."""
    low, high = width // lines, width
    while high - low > 8:
        middle = (low + high) // 2
        if len(wrap(text, face, middle, language, words=True)) > lines:
            low = middle
        else:
            high = middle
    return wrap(text, face, high, language, words=True)
