"""From characters to runs."""

from __future__ import annotations

from assistant.readers.glyphs import runs
from assistant.readers.records import Glyph
from assistant.records import Box


def glyphs(
    text: str, left: float, top: float, *, size: float = 10.0, step: float = 0.0, down: bool = False
) -> list[Glyph]:
    """The text's characters, in squares, with `step` between them."""
    found, at = [], 0.0
    for char in text:
        width = size / 2 if char.isascii() else size
        x, y = (left, top + at) if down else (left + at, top)
        if char != " ":
            found.append(Glyph(char, Box(x, y, x + width, y + size), size))
        at += (size if down else width) + step
    return found


def read(*groups: list[Glyph]) -> list[tuple[str, bool]]:
    every = [glyph for group in groups for glyph in group]
    return sorted((run.text, run.vertical) for run in runs(every[1::2] + every[::2]))


def test_a_gutter_parts_lines_and_a_justified_gap_does_not() -> None:
    assert read(glyphs("左边的一行字", 0, 0, step=3), glyphs("右边的一行字", 100, 0)) == [
        ("右边的一行字", False),
        ("左边的一行字", False),
    ]


def test_latin_words_keep_their_spaces() -> None:
    assert read(glyphs("看 the red box 吧", 0, 0)) == [("看 the red box 吧", False)]


def test_marks_that_share_a_square_stay_in_order() -> None:
    tight = glyphs("他说", 0, 0) + glyphs("。”", 20, 0, step=-5) + glyphs("后来", 35, 0)
    assert read(tight) == [("他说。”后来", False)]


def test_stacked_characters_are_a_vertical_line() -> None:
    assert read(glyphs("竖排标题", 200, 0, size=20, down=True)) == [("竖排标题", True)]


def test_a_vertical_headline_of_two_lines_is_read_from_the_right() -> None:
    pair = glyphs("先读右边", 225, 0, size=20, down=True) + glyphs("后读左边", 200, 0, size=20, down=True)
    assert [run.text for run in sorted(runs(pair), key=lambda run: -run.box.left)] == ["先读右边", "后读左边"]
    assert all(run.vertical for run in runs(pair))


def test_short_lines_under_one_another_are_not_a_vertical_headline() -> None:
    names = [glyphs(name, 0, 14 * at) for at, name in enumerate(("周明", "吴江", "郑河", "王海"))]
    assert read(*names) == [("吴江", False), ("周明", False), ("王海", False), ("郑河", False)]


def test_vertical_headlines_of_two_articles_are_two() -> None:
    upper = glyphs("上面的题", 0, 0, size=20, down=True)
    lower = glyphs("下面的题", 0, 91, size=20, down=True)
    assert read(upper, lower) == [("上面的题", True), ("下面的题", True)]


def test_large_and_small_characters_at_one_height_are_two_runs() -> None:
    assert read(glyphs("大字", 0, 0, size=20), glyphs("小字", 40, 5)) == [("大字", False), ("小字", False)]
