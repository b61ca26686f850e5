"""Articles while they are being collected from a page's blocks (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.readers.blocks import Block
from assistant.readers.glyphs import union
from assistant.records import Box


@dataclass(slots=True)
class Unit:
    """A headline (or none) and the text blocks under it, while they are being collected."""

    head: Block | None  # None: text that no headline was found for
    texts: list[Block] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The smallest box around all of it."""
        return union(block.box for block in ([self.head] if self.head else []) + self.texts)

    @property
    def vertical(self) -> bool:
        """Whether its headline is set top to bottom."""
        return self.head is not None and self.head.vertical


@dataclass(frozen=True, slots=True)
class Ground:
    """What else stands on the area: what headlines cannot reach across."""

    rules: tuple[Box, ...]
    obstacles: tuple[Box, ...]  # frames and pictures
    em: float  # the body's size, in points


def width(box: Box) -> float:
    """Width of the box, in points."""
    return box.right - box.left
