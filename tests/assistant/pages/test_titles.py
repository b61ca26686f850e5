"""The parts the lines of a title group play."""

from assistant.pages.lines import read_row
from assistant.pages.titles import Title, read_title
from assistant.records import Line


def title(*lines: str, sizes: tuple[float, ...] = ()) -> Title:
    heights = sizes or (None,) * len(lines)
    rows = [
        Line(number, text, size=size)
        for number, (text, size) in enumerate(zip(lines, heights, strict=True), 1)
    ]
    return read_title([read_row(row) for row in rows])


def test_the_kicker_stands_above_the_headline() -> None:
    assert title("白石岭果农卖果不出村", "供销社把收购点搬进果园") == Title(
        headline="供销社把收购点搬进果园", kicker="白石岭果农卖果不出村", subtitle=None, label=None
    )


def test_a_line_with_a_dash_is_a_kicker_above_and_a_subtitle_beneath() -> None:
    assert title("供销社进了果园，果农不出村——", "卖果记").headline == "卖果记"
    found = title("卖果记", "——白石岭供销社的九天")
    assert (found.headline, found.subtitle) == ("卖果记", "——白石岭供销社的九天")


def test_the_marked_line_is_the_headline() -> None:
    found = title("# 供销社把收购点搬进果园", "白石岭果农卖果不出村见闻")
    assert (found.headline, found.subtitle) == ("供销社把收购点搬进果园", "白石岭果农卖果不出村见闻")


def test_a_short_line_among_several_is_a_column_label() -> None:
    found = title("白石岭果农卖果不出村", "# 供销社把收购点搬进果园", "## 蹲点日记")
    assert (found.headline, found.kicker, found.label) == (
        "供销社把收购点搬进果园",
        "白石岭果农卖果不出村",
        "蹲点日记",
    )


def test_the_largest_characters_are_the_headline() -> None:
    assert (
        title("供销社把收购点搬进果园", "白石岭果农卖果不出村", sizes=(30.0, 14.0)).headline
        == "供销社把收购点搬进果园"
    )


def test_a_title_that_a_line_break_cut_is_one_again() -> None:
    assert title("白石岭果农卖果不出村", "“供销社的", "秤”进了果园").headline == "“供销社的秤”进了果园"
    assert (
        title("供销社把收购点搬进果", "园深处", sizes=(30.0, 30.0)).headline == "供销社把收购点搬进果园深处"
    )


def test_spaces_around_digits_go_and_spaces_between_parts_stay() -> None:
    assert title("老桥加固 渡口摆了 20 天渡船").headline == "老桥加固 渡口摆了20天渡船"
