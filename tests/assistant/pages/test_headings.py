"""Which rows are title lines."""

from assistant.pages.headings import column_widths, title_rows
from assistant.pages.lines import Row, read_row
from assistant.records import Line

COLUMN = """分之三点一降到百分之一点二。最年
轻的学员罗小雨还考取了整经工的初
级证书。
不光能认字
顾敏之打算下学期添一门算术课。
他把粉笔头收进铁盒，关灯前又检查
了一遍门窗，才锁上车间大门。
渡口摆了二十天渡船
本报讯（记者何岸）临川镇的老石
桥封闭加固，对岸纺织园的职工上下
班成了难题。镇总工会同航运站商量
从三月二日起在旧渡口摆开渡船。"""


def rows_of(text: str, sizes: tuple[float, ...] = ()) -> list[Row]:
    lines = text.split("\n")
    heights = sizes or (None,) * len(lines)
    return [
        read_row(Line(number, line, size=size))
        for number, (line, size) in enumerate(zip(lines, heights, strict=True), 1)
    ]


def titles(rows: list[Row]) -> list[str]:
    return [row.text for row, title in zip(rows, title_rows(rows, column_widths(rows)), strict=True) if title]


def test_titles_stand_out_of_a_column_of_physical_lines() -> None:
    assert titles(rows_of(COLUMN)) == ["不光能认字", "渡口摆了二十天渡船"]


def test_columns_are_known_from_their_lines() -> None:
    assert column_widths(rows_of(COLUMN))[-4:-1] == [15.0, 15.0, 15.0]
    assert set(column_widths(rows_of("渡船每趟核定三十人。\n" * 2 + "船" * 200))) == {0.0}


def test_a_paragraph_the_column_cut_short_is_no_title() -> None:
    paragraphs = "夜读班是去年冬天办起来的，每周二、四晚上各讲一个半小时。\n学了四个月，二十三个人全部能独立填写交接单，最年\n轻的学员罗小雨还考取了证书。"
    assert titles(rows_of(paragraphs)) == []


def test_a_marked_line_is_a_title_unless_it_is_a_byline() -> None:
    assert titles(rows_of("# 渡口摆渡\n## 本报记者 苏禾\n晚上八点，二号车间停了机，角落里的灯却亮着。")) == [
        "渡口摆渡"
    ]


def test_large_characters_make_a_title() -> None:
    text = "学了四个月，成了整经工\n学了四个月，二十三个人全部能独立填写交接单。\n工会请来老师讲课。"
    assert titles(rows_of(text, (20.0, 9.0, 9.0))) == ["学了四个月，成了整经工"]
