from __future__ import annotations

import pytest

from assistant.citations import Marked
from assistant.table_reply import WrittenTable, read_table

SIDES = ("陕西", "寿春")
WANTED = ("夜班", "线路")
WHOLE = """| 对象 | 夜班 | 线路 |
| --- | --- | --- |
| 陕西 | 由机器人接听[1] | 8条[1] |
| 寿春 | 律师轮流接听。[2] | — |"""


def read(reply: str, columns: tuple[str, ...] = WANTED) -> WrittenTable | None:
    return read_table(reply, sides=SIDES, columns=columns, sources=3)


def test_rows_columns_and_marks_are_read() -> None:
    table = read(WHOLE)
    assert table is not None
    assert table.columns == WANTED
    assert table.rows["陕西"] == [Marked("由机器人接听", (1,)), Marked("8条", (1,))]
    assert table.rows["寿春"] == [Marked("律师轮流接听。", (2,)), None]


@pytest.mark.parametrize(
    "reply",
    [
        f"好的，表格如下：\n```markdown\n{WHOLE}\n```\n希望有帮助。",
        WHOLE.replace("|", "｜"),
        WHOLE.replace("| ---", "|:---:"),
        "\n".join(line.strip("| ") for line in WHOLE.splitlines()),  # no outer bars
        WHOLE.replace("陕西", "**陕西**").replace("寿春 ", "寿春市总工会 "),
        "\n".join(WHOLE.splitlines()[2:]),  # neither head nor rule
        WHOLE + "\n| 河南 | 无人接听[3] | 2条[3] |",  # somebody nobody asked about
        WHOLE + "\n| 陕西 | 另一种说法[3] | 9条[3] |",  # the first counts
        "| 方面 | 陕西 | 寿春 |\n|---|---|---|\n| 夜班 | 由机器人接听[1] | 律师轮流接听。[2] |\n| 线路 | 8条[1] | 无 |",
        "| 对象 | 夜班 | 线路 | 来源 |\n|-|-|-|-|\n| 陕西 | 由机器人接听[1] | 8条 | [1] |\n| 寿春 | 律师轮流接听。[2] | 未提到 | |",
    ],
)
def test_tables_out_of_shape_are_read_all_the_same(reply: str) -> None:
    assert read(reply) == read(WHOLE)


def test_a_row_too_short_is_filled_with_nothing_and_a_number_nobody_has_is_dropped() -> None:
    table = read("| 对象 | 夜班 | 线路 |\n|---|---|---|\n| 陕西 | 由机器人接听[1][9] |")
    assert table is not None
    assert table.rows == {"陕西": [Marked("由机器人接听", (1,)), None]}


def test_a_free_model_names_its_columns() -> None:
    table = read(WHOLE.replace("夜班", "**夜里谁接**"), columns=())
    assert table is not None
    assert table.columns == ("夜里谁接", "线路")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "陕西由机器人接听[1]，寿春由律师接听[2]。",
        "|",
        "|||\n|---|---|",
        "| 对象 | 夜班 | 线路 |\n| --- | --- | --- |",
        "| 对象 | 夜班 | 线路 |\n|---|---|---|\n| 河南 | 有[1] | 3条[1] |",
        "| 对象 | 夜班 |\n|---|---|\n| 陕西 | 有[1] |",  # not the columns asked for
        "| 对象 | 夜班 | 线路 |\n|---|---|---|\n| 陕西 | — | 无 |\n| 寿春 | 未提及 | N/A |",
        '{"陕西": {"夜班": "机器人[1]"}}',
    ],
)
def test_what_is_no_table_is_none(reply: str) -> None:
    assert read(reply) is None
