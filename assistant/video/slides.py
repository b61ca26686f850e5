"""Slides drawn: everything of a frame but the presenter, once a scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFilter

from assistant.video.cards import Card, Scene
from assistant.video.fonts import Faces, font
from assistant.video.layout import Area, Layout
from assistant.video.typeset import draw_lines, length, set_text

LABEL = "人工智能生成"
DRAFT = "草稿 · 未经审定"
WATERMARK = "草稿"

_TOP, _BOTTOM = (247, 250, 253), (222, 233, 245)
_NAVY, _BLUE, _RED, _INK, _GREY, _RULE = "#163a66", "#2f6fb7", "#c8352f", "#22303f", "#5d6f82", "#d5e0ec"
_TINT = "#eaf2fb"
_PAPER, _BAND, _WHITE = "#ffffff", "#16304f", "#ffffff"
_SUBTITLE_LEADING = 1.3
_SHARP = 18  # radius of corners


@dataclass(frozen=True, slots=True)
class Look:
    """What stays the same through a video."""

    layout: Layout
    faces: Faces
    title: str
    made: str  # who made it and when, small beside the label
    draft: bool


def draw_slide(scene: Scene, look: Look) -> Image.Image:
    """The frame of a scene, RGB, without the presenter."""
    frame = _backdrop(look).copy()
    pen = ImageDraw.Draw(frame)
    _card(pen, scene.card, look)
    if look.draft:
        _watermark(frame, look)
        pen = ImageDraw.Draw(frame)
    _subtitle(pen, scene, look)
    return frame


@cache
def _backdrop(look: Look) -> Image.Image:
    """Background, header with the label, and the empty card."""
    layout = look.layout
    frame = _gradient(layout.width, layout.height)
    _shadow(frame, layout.card)
    pen = ImageDraw.Draw(frame)
    pen.rounded_rectangle(layout.card.box, _SHARP, fill=_PAPER)
    _header(pen, look)
    return frame


def _gradient(width: int, height: int) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.composite(
        Image.new("RGB", (width, height), _BOTTOM), Image.new("RGB", (width, height), _TOP), ramp
    )


def _shadow(frame: Image.Image, area: Area) -> None:
    mask = Image.new("L", frame.size)
    left, top, right, bottom = area.box
    ImageDraw.Draw(mask).rounded_rectangle((left, top + 8, right, bottom + 8), _SHARP, fill=46)
    frame.paste(Image.new("RGB", frame.size, _NAVY), mask=mask.filter(ImageFilter.GaussianBlur(14)))


def _header(pen: ImageDraw.ImageDraw, look: Look) -> None:
    """Title at the left; the label, and the mark of a draft, at the right (in tall videos above it)."""
    layout, area = look.layout, look.layout.header
    tall = layout.height > layout.width
    row = area.height // 2 if tall else area.height
    right = area.left + area.width
    labels = [(LABEL, _BLUE), *([(DRAFT, _RED)] if look.draft else [])]
    for text, colour in labels:
        right = (
            _pill(pen, text, colour, right=right, middle=area.top + row // 2, look=look) - layout.label // 2
        )
    pen.text(
        (right if not tall else area.left, area.top + row // 2), look.made, font=font(look.faces.regular, layout.label),
        fill=_GREY, anchor="rm" if not tall else "lm",
    )  # fmt: skip
    bar = layout.heading // 6
    taken = (
        0
        if tall
        else round(area.left + area.width - right + length(look.made, look.faces.regular, layout.label)) + 40
    )
    set_title = set_text(
        look.title, look.faces.bold, size=layout.heading, width=area.width - taken - 4 * bar, most=1
    )
    top = area.top + area.height - row
    inset = (row - layout.heading) // 2
    pen.rounded_rectangle((area.left, top + inset, area.left + bar, top + row - inset), bar // 2, fill=_RED)
    draw_lines(pen, set_title, (area.left + 3 * bar, top + (row - set_title.height) / 2), fill=_NAVY)


def _pill(pen: ImageDraw.ImageDraw, text: str, colour: str, *, right: int, middle: int, look: Look) -> int:
    """A label in a rounded box ending at `right`; where it begins."""
    size = look.layout.label
    left = right - round(length(text, look.faces.bold, size)) - size * 3 // 2
    half = round(size * 0.85)
    pen.rounded_rectangle((left, middle - half, right, middle + half), half, fill=colour)
    face = look.faces.bold
    pen.text(
        ((left + right) / 2, middle), text, font=font(face, size), fill=_WHITE, anchor="mm", language=face.language
    )  # fmt: skip
    return left


def _card(pen: ImageDraw.ImageDraw, card: Card, look: Look) -> None:
    layout, area = look.layout, look.layout.card
    inset = layout.body
    width = area.width - 2 * inset
    left, top = area.left + inset, area.top + inset
    sources = [
        set_text(f"来源：{source}", look.faces.regular, size=layout.source, width=width, most=2)
        for source in card.sources
    ]
    foot = area.top + area.height - inset // 2 - sum(each.height for each in sources)
    if sources:
        pen.line((left, foot - inset // 3, left + width, foot - inset // 3), fill=_RULE, width=2)
    y = foot - inset // 8
    for each in sources:
        draw_lines(pen, each, (left, y), fill=_GREY)
        y += each.height
    heading = set_text(card.heading, look.faces.bold, size=round(layout.body * 0.72), width=width, most=1)
    draw_lines(pen, heading, (left, top), fill=_RED)
    top += heading.height + inset // 4
    if card.figure:
        figure = set_text(
            card.figure, look.faces.bold, size=layout.figure_type, width=width, most=1, least=layout.body
        )
        draw_lines(pen, figure, (left, top), fill=_BLUE)
        top += figure.height
    bottom = foot - inset // 2
    if card.points:
        bottom = _points(pen, card.points, look, Area(left, top, width, bottom - top))
    _claim(pen, card, look, Area(left, top, width, bottom - top))


def _points(pen: ImageDraw.ImageDraw, points: tuple[str, ...], look: Look, room: Area) -> int:
    """Key figures two a row at the foot of the room; where the room above them ends."""
    size, gap = round(look.layout.body * 0.9), look.layout.body // 2
    row, column = round(size * 1.9), (room.width - gap) // 2
    rows = (len(points) + 1) // 2
    first = room.top + room.height - rows * (row + gap // 2)
    for number, point in enumerate(points):
        left = room.left + number % 2 * (column + gap)
        top = first + number // 2 * (row + gap // 2)
        pen.rounded_rectangle((left, top, left + column, top + row), row // 4, fill=_TINT)
        said = set_text(point, look.faces.bold, size=size, width=column - size, most=1)
        draw_lines(pen, said, (left + column / 2, top + (row - said.height) / 2), fill=_BLUE, anchor="m")
    return first - gap


def _claim(pen: ImageDraw.ImageDraw, card: Card, look: Look, room: Area) -> None:
    """The claim, as large as there is room for, in the middle of what is left."""
    plain = not card.figure
    size = round(look.layout.body * (1.5 if plain and len(card.text) < 40 else 1))
    leading = 1.45
    while True:
        most = max(1, int(room.height / (size * leading)))
        said = set_text(card.text, look.faces.bold if plain else look.faces.regular, size=size, width=room.width,
                        most=most, least=min(size, 20))  # fmt: skip
        if said.size == size or size <= 20:
            break
        size -= 2
    spare = room.height - said.height
    draw_lines(pen, said, (room.left, room.top + max(0, spare // (2 if plain else 4))), fill=_INK)


def _subtitle(pen: ImageDraw.ImageDraw, scene: Scene, look: Look) -> None:
    layout, area = look.layout, look.layout.subtitle
    pen.rounded_rectangle(area.box, _SHARP, fill=_BAND)
    if not scene.subtitle:
        return
    said = set_text(
        f"{scene.speaker}：{scene.subtitle}" if scene.speaker else scene.subtitle, look.faces.bold,
        size=layout.subtitle_type, width=area.width - 2 * layout.subtitle_type,
        most=2 if layout.width > layout.height else 3, balanced=True, leading=_SUBTITLE_LEADING,
    )  # fmt: skip
    top = area.top + (area.height - said.height) / 2
    draw_lines(pen, said, (area.left + area.width / 2, top), fill=_WHITE, anchor="m")


def _watermark(frame: Image.Image, look: Look) -> None:
    """草稿 across the whole frame, faint, slanting."""
    size = look.layout.heading * 3
    face = look.faces.bold
    tile = Image.new("RGBA", (size * 4, size * 3))
    ImageDraw.Draw(tile).text(
        (size * 2, size * 1.5), WATERMARK, font=font(face, size), fill=(200, 53, 47, 30), anchor="mm",
        language=face.language,
    )  # fmt: skip
    tile = tile.rotate(24, resample=Image.Resampling.BICUBIC)
    for row, top in enumerate(range(-size, frame.height, tile.height)):
        for left in range(-size * 2 + (row % 2) * size * 2, frame.width, tile.width):
            frame.paste(tile, (left, top), tile)
