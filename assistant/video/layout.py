"""Where everything stands in a frame, for wide and tall videos. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ShapeName = Literal["wide", "tall"]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.left + self.width, self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """Areas and type sizes. None overlap but the presenter and the card's shadow."""

    width: int
    height: int
    header: Area
    card: Area
    figure: Area  # the presenter
    subtitle: Area
    heading: int  # type sizes in pixels
    figure_type: int  # of a claim's key figure
    body: int
    source: int
    subtitle_type: int
    label: int

    def scaled(self, factor: float) -> Layout:
        """The same layout smaller, for tests and previews; sizes stay even, as video wants them."""

        def whole(value: int) -> int:
            return max(2, round(value * factor / 2) * 2)

        def area(each: Area) -> Area:
            return Area(whole(each.left), whole(each.top), whole(each.width), whole(each.height))

        return Layout(
            whole(self.width), whole(self.height), area(self.header), area(self.card), area(self.figure),
            area(self.subtitle), whole(self.heading), whole(self.figure_type), whole(self.body), whole(self.source),
            whole(self.subtitle_type), whole(self.label),
        )  # fmt: skip


LAYOUTS: dict[ShapeName, Layout] = {
    "wide": Layout(
        width=1920,
        height=1080,
        header=Area(90, 44, 1740, 84),
        card=Area(90, 156, 1130, 716),
        figure=Area(1260, 162, 580, 734),
        subtitle=Area(90, 896, 1740, 148),
        heading=46,
        figure_type=150,
        body=50,
        source=30,
        subtitle_type=46,
        label=34,
    ),
    "tall": Layout(
        width=1080,
        height=1920,
        header=Area(60, 70, 960, 132),
        card=Area(60, 226, 960, 690),
        figure=Area(230, 936, 620, 674),
        subtitle=Area(60, 1610, 960, 210),
        heading=46,
        figure_type=132,
        body=48,
        source=30,
        subtitle_type=46,
        label=34,
    ),
}
