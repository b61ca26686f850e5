"""From runs of text with boxes to lines in reading order, article by article."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.readers.layout import arrange
from assistant.readers.records import Run, Sheet
from assistant.records import Box

EM = 10.0


def run(text: str, left: float, top: float, size: float = EM) -> Run:
    return Run(text, Box(left, top, left + size * len(text), top + size), size)


def upright(text: str, left: float, top: float, size: float = 20.0) -> Run:
    return Run(text, Box(left, top, left + size, top + size * len(text)), size, vertical=True)


def column(name: str, left: float, top: float, count: int = 4) -> list[Run]:
    """One paragraph of full lines of ten characters, the first indented; its text is name0 name1 ..."""
    rows = [f"{name}{at}".ljust(10, "文") for at in range(count)]
    return [run(rows[0][:8], left + 2 * EM, top)] + [
        run(row, left, top + 14 * at) for at, row in enumerate(rows) if at
    ]


def read(*runs: Run, rules: tuple[Box, ...] = (), frames: tuple[Box, ...] = ()) -> list[str]:
    """Names of what was read, in order: headlines whole, a column as its name, - between articles."""
    found = []
    for line in arrange(Sheet(tuple(reversed(runs)), rules, frames)):
        if not line.text:
            found.append("-")
        elif line.text.startswith("## "):
            found.append(line.text[3:])
        else:
            found += dict.fromkeys(re.findall(r"[A-Z]", line.text))
    return found


def test_a_headline_across_its_columns() -> None:
    runs = [run("大标题在此", 100, 0, 24), *column("A", 0, 40), *column("B", 120, 40), *column("C", 240, 40)]
    assert read(*runs) == ["大标题在此", "A", "B", "C"]


def test_articles_side_by_side_with_nothing_but_a_gutter_between() -> None:
    first = [run("甲的标题", 70, 0, 20), *column("A", 0, 40), *column("B", 120, 40)]
    second = [run("乙的标题", 310, 0, 20), *column("C", 240, 40), *column("D", 360, 40)]
    assert read(*first, *second) == ["甲的标题", "A", "B", "-", "乙的标题", "C", "D"]


def test_headlines_set_left_take_the_columns_up_to_the_next_one() -> None:
    first = [run("短题", 0, 0, 20), *column("A", 0, 40), *column("B", 120, 40), *column("C", 240, 40)]
    second = [run("乙的标题", 360, 0, 20), *column("D", 360, 40)]
    assert read(*first, *second) == ["短题", "A", "B", "C", "-", "乙的标题", "D"]


def test_an_article_beneath_another_begins_at_its_own_headline() -> None:
    above = [run("上面的标题", 0, 0, 20), *column("A", 0, 40), *column("B", 120, 40)]
    below = [run("下面的标题", 0, 110, 20), *column("C", 0, 140), *column("D", 120, 140)]
    assert read(*above, *below) == ["上面的标题", "A", "B", "-", "下面的标题", "C", "D"]


def test_a_column_goes_on_below_a_picture_before_the_next_column() -> None:
    runs = [
        run("标题在这里", 0, 0, 20),
        *column("A", 0, 40, 2),
        *column("B", 0, 150, 2),
        *column("C", 120, 40),
    ]
    assert read(*runs) == ["标题在这里", "A", "B", "C"]


def test_a_rule_parts_what_stands_beneath_it() -> None:
    rule = Box(0, 104, 230, 105)
    runs = [run("标题在这里", 0, 0, 20), *column("A", 0, 40), *column("B", 0, 112)]
    assert read(*runs, rules=(rule,)) == ["标题在这里", "A", "-", "B"]


def test_a_vertical_headline_has_the_columns_beside_it() -> None:
    left = [*column("A", 0, 0), *column("B", 120, 0), upright("竖的题", 240, 0)]
    right = [run("横的标题", 280, 0, 20), *column("C", 280, 30)]
    assert read(*left, *right) == ["竖的题", "A", "B", "-", "横的标题", "C"]


def test_two_vertical_headlines_share_a_row_of_columns() -> None:
    row = [
        upright("甲的题", 0, 0),
        *column("A", 40, 0, 6),
        *column("B", 160, 0, 9),
        upright("乙的题", 280, 0),
    ]
    assert read(*row) == ["甲的题", "A", "-", "乙的题", "B"]


def test_a_frame_is_read_by_itself_with_its_headline_first() -> None:
    frame = Box(118, 38, 232, 150)
    boxed = [*column("X", 120, 60), run("图片标题", 130, 125, 18)]
    runs = [run("大标题", 0, 0, 24), *column("A", 0, 40), *boxed, *column("B", 240, 40)]
    found = read(*runs, frames=(frame,))
    assert found == ["大标题", "A", "B", "-", "图片标题", "X"]


def test_a_frame_may_be_drawn_as_four_rules() -> None:
    sides = (Box(118, 38, 232, 39), Box(118, 150, 232, 151), Box(118, 38, 119, 151), Box(231, 38, 232, 151))
    runs = [run("大标题", 0, 0, 24), *column("A", 0, 40), *column("X", 120, 60), *column("B", 240, 40)]
    assert read(*runs, rules=sides) == ["大标题", "A", "B", "-", "X"]


def test_kicker_headline_and_subtitle_are_a_line_each_and_a_wrapped_headline_is_one() -> None:
    runs = [
        run("引题小一些", 10, 0, 14),
        run("一行放不下的标", 0, 18, 17),
        run("题", 50, 38, 17),
        run("——副题", 10, 58, 13),
        *column("A", 0, 80),
    ]
    texts = [line.text for line in arrange(Sheet(tuple(runs)))]
    assert texts[:3] == ["引题小一些", "## 一行放不下的标题", "——副题"]


def test_a_headline_broken_by_hand_keeps_a_space() -> None:
    runs = [run("前一半", 80, 0, 20), run("后一半", 80, 24, 20), *column("A", 0, 60), *column("B", 120, 60)]
    assert arrange(Sheet(tuple(runs)))[0].text == "## 前一半 后一半"


def test_a_paragraph_begins_at_an_indent_and_goes_on_in_the_next_column() -> None:
    rows = [run("一二三四五六七八", 20, 40), run("一二三四五六七八九十", 0, 54), run("完。", 0, 68)]
    rows += [run("新的一段开头在这", 20, 82)]
    rows += [run("接着在下一栏里完了。", 120, 40), run("末尾。", 120, 54), run("又是新的一段文字", 140, 68)]
    texts = [line.text for line in arrange(Sheet((run("标题在这里", 0, 0, 20), *rows)))][1:]
    assert texts == [
        "　　一二三四五六七八一二三四五六七八九十完。",
        "　　新的一段开头在这接着在下一栏里完了。末尾。",
        "　　又是新的一段文字",
    ]


def test_a_credit_after_wide_spaces_stays_in_its_line() -> None:
    rows = [run("一二三四五六七八九十甲乙", 0, 0), run("子丑寅卯。", 0, 14), run("周明摄", 70, 14)]
    assert [line.text for line in arrange(Sheet(tuple(rows)))] == [
        "一二三四五六七八九十甲乙子丑寅卯。　周明摄"
    ]


def test_a_page_that_is_no_newspaper_page_is_only_sorted() -> None:
    dots = tuple(run("点", 30.0 * (at % 100), 30.0 * (at // 100)) for at in range(9000))
    assert len(arrange(Sheet(dots))) == 9000


BOXES = st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([8.0, 10.0, 14.0, 20.0, 30.0]))
RUNS = st.lists(
    st.tuples(BOXES, st.text("文字标题本报讯记者。A1", min_size=1, max_size=9), st.booleans()), max_size=25
)
RULES = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 600), st.integers(1, 400), st.booleans()), max_size=6
)


@settings(max_examples=150, deadline=None)
@given(RUNS, RULES)
def test_whatever_stands_on_the_page_every_character_is_read_once(
    placed: list[tuple[tuple[int, int, float], str, bool]], drawn: list[tuple[int, int, int, bool]]
) -> None:
    runs = [
        upright(text, 10.0 * left, 10.0 * top, size) if stands else run(text, 10.0 * left, 10.0 * top, size)
        for (left, top, size), text, stands in placed
    ]
    rules = [Box(x, y, x + (1 if tall else long), y + (long if tall else 1)) for x, y, long, tall in drawn]
    lines = arrange(Sheet(tuple(runs), tuple(rules), (Box(100, 100, 300, 300), Box(120, 120, 200, 200))))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    read_back = Counter("".join(re.sub(r"^## |[\s　]", "", line.text) for line in lines))
    assert read_back == Counter("".join(one.text for one in runs))
