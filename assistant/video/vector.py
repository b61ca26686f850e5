"""Drawings as closed and open paths: drawn with Pillow, written as SVG. The same description gives both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int, int]

_TOKEN = re.compile(r"[MLCZ]|-?\d+(?:\.\d+)?")
_STEPS = 24  # straight pieces of a curve
_OVER = 3  # drawn so many times larger and scaled down: smooth edges
_ROUND = 0.5523  # handle of a quarter of a circle


@dataclass(frozen=True, slots=True)
class Shape:
    """A path in absolute M, L, C and Z commands, filled or stroked."""

    path: str
    fill: str = ""  # #rrggbb or #rrggbbaa; empty: not filled
    stroke: str = ""  # as `fill`
    width: float = 0.0  # of the stroke


@dataclass(frozen=True, slots=True)
class Part:
    """A named group of shapes."""

    name: str
    shapes: tuple[Shape, ...]
    shown: bool = True  # False: hidden in the SVG until a page's script shows it


def ellipse(x: float, y: float, across: float, down: float) -> str:
    """The path of an ellipse with these radii."""
    a, b = across * _ROUND, down * _ROUND
    return (
        f"M {x - across:g} {y:g} C {x - across:g} {y - b:g} {x - a:g} {y - down:g} {x:g} {y - down:g} "
        f"C {x + a:g} {y - down:g} {x + across:g} {y - b:g} {x + across:g} {y:g} "
        f"C {x + across:g} {y + b:g} {x + a:g} {y + down:g} {x:g} {y + down:g} "
        f"C {x - a:g} {y + down:g} {x - across:g} {y + b:g} {x - across:g} {y:g} Z"
    )


def raster(parts: Iterable[Part], size: tuple[float, float], height: int) -> Image.Image:
    """The parts one above the other on nothing, RGBA, `height` pixels high."""
    scale = height * _OVER / size[1]
    canvas = Image.new("RGBA", (round(size[0] * scale), round(size[1] * scale)))
    for part in parts:
        for shape in part.shapes:
            _draw(canvas, shape, scale)
    return canvas.resize((canvas.width // _OVER, canvas.height // _OVER), Image.Resampling.LANCZOS)


def svg(parts: Iterable[Part], size: tuple[float, float], title: str) -> str:
    """One `<svg>` element with a `<g id>` for each part."""
    groups = "\n".join(_group(part) for part in parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" role="img" '
        f'aria-label="{title}">\n<title>{title}</title>\n{groups}\n</svg>\n'
    )


def _draw(canvas: Image.Image, shape: Shape, scale: float) -> None:
    colours = [_colour(each) for each in (shape.fill, shape.stroke) if each]
    sheer = any(colour[3] < 255 for colour in colours)
    # What shows through is drawn apart: ImageDraw replaces pixels, alpha included.
    layer = Image.new("RGBA", canvas.size) if sheer else canvas
    pen = ImageDraw.Draw(layer)
    for points in _subpaths(shape.path):
        scaled = [(x * scale, y * scale) for x, y in points]
        if shape.fill:
            pen.polygon(scaled, fill=_colour(shape.fill))
        if shape.stroke:
            thick = max(1, round(shape.width * scale))
            pen.line(scaled, fill=_colour(shape.stroke), width=thick, joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                half = thick / 2
                pen.ellipse((x - half, y - half, x + half, y + half), fill=_colour(shape.stroke))
    if sheer:
        canvas.alpha_composite(layer)


def _subpaths(path: str) -> Iterator[list[Point]]:
    points: list[Point] = []
    command = ""
    numbers: list[float] = []
    for mark in _TOKEN.findall(path):
        if mark in "MLCZ":
            command = mark
            if mark == "M" and points:
                yield points
                points = []
            if mark == "Z" and points:
                points.append(points[0])
            continue
        numbers.append(float(mark))
        if len(numbers) == {"M": 2, "L": 2, "C": 6}[command]:
            points.extend(_piece(command, points, numbers))
            numbers = []
    if points:
        yield points


def _piece(command: str, points: list[Point], numbers: list[float]) -> list[Point]:
    if command != "C":
        return [(numbers[0], numbers[1])]
    (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], numbers
    found: list[Point] = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


def _colour(text: str) -> Colour:
    values = [int(text[at : at + 2], 16) for at in range(1, len(text), 2)]
    return values[0], values[1], values[2], values[3] if len(values) > 3 else 255


def _group(part: Part) -> str:
    hidden = "" if part.shown else ' display="none"'
    shapes = "\n".join(f"  {_element(shape)}" for shape in part.shapes)
    return f'<g id="{part.name}"{hidden}>\n{shapes}\n</g>'


def _element(shape: Shape) -> str:
    fill = _paint("fill", shape.fill)
    stroke = _paint("stroke", shape.stroke) if shape.stroke else ""
    width = (
        f' stroke-width="{shape.width:g}" stroke-linecap="round" stroke-linejoin="round"' if stroke else ""
    )
    return f'<path d="{shape.path}"{fill}{stroke}{width}/>'


def _paint(name: str, colour: str) -> str:
    if not colour:
        return f' {name}="none"'
    opacity = f' {name}-opacity="{int(colour[7:9], 16) / 255:.2f}"' if len(colour) == 9 else ""
    return f' {name}="{colour[:7]}"{opacity}'
