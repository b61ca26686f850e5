"""Masthead, imprint and page header."""

from datetime import date

import pytest

from assistant.pages import find_date, parse_page, read_masthead
from assistant.pages.lines import read_row
from assistant.records import Line, Page
from tests.assistant.pages.page_texts import articles_of, page_of

TOP = """# 河阳劳动报

2024年5月9日 星期四 甲辰年四月初二 第3127期 今日四版

河阳劳动报社出版 国内统一连续出版物号 CN 00-0000 邮发代号 0-00 www.example.org

2版 要闻"""
STORY = """## 渡口摆了二十天渡船

本报讯（记者何岸）老石桥封闭加固，镇总工会从三月二日起在旧渡口摆开三条渡船。"""


def test_everything_printed_is_read() -> None:
    lines = [Line(number, text) for number, text in enumerate(TOP.split("\n"), 1) if text]
    masthead = read_masthead([read_row(line) for line in lines])
    assert masthead.publication == "河阳劳动报"
    assert masthead.issued == date(2024, 5, 9)
    assert (masthead.lunar, masthead.issue, masthead.page) == ("甲辰年四月初二", "3127", "2")
    assert masthead.rows == {0, 1, 2, 3}


def test_every_article_carries_it() -> None:
    (article,) = articles_of(parse_page(page_of(f"{TOP}\n\n{STORY}")))
    assert (article.publication, article.issued, article.page) == ("河阳劳动报", date(2024, 5, 9), "2")


def test_the_masthead_itself_is_kept_as_other() -> None:
    pieces = parse_page(page_of(f"{TOP}\n\n{STORY}"))
    assert "报头：甲辰年四月初二，第3127期" in [piece.note for piece in pieces if piece.kind == "other"]


def test_without_a_masthead_the_file_names_the_day() -> None:
    lines = tuple(Line(number, text) for number, text in enumerate(STORY.split("\n"), 1))
    (article,) = articles_of(parse_page(Page("2024-05-09-02.txt", 1, lines, issued=date(2024, 5, 9))))
    assert (article.publication, article.issued, article.page) == (None, date(2024, 5, 9), None)


@pytest.mark.parametrize(
    "text",
    [
        "2021年，厂里成立了工会劳动法律监督委员会。",
        "编辑，近日由河阳出版社出版，出版社面向海内外发行",
        "星期四的夜读班",
        "本报 4月 18 日一版刊发的《渡口》一文",
    ],
)
def test_text_that_is_no_masthead(text: str) -> None:
    rows = [read_row(Line(number, "渡船每趟核定三十人，船上备了救生衣和姜茶。")) for number in range(1, 30)]
    rows[15] = read_row(Line(16, text))
    assert not read_masthead(rows).rows


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年5月9日", date(2024, 5, 9)),
        ("2024-05-09", date(2024, 5, 9)),
        ("二〇二四年五月二十九日", date(2024, 5, 29)),
        ("2024年13月9日", None),
        ("5月9日", None),
    ],
)
def test_find_date(text: str, day: date | None) -> None:
    assert find_date(text) == day


def test_a_name_in_pinyin_is_no_kicker() -> None:
    (article,) = articles_of(
        parse_page(page_of(f"**HEYANG** LAODONG BAO\n\n{TOP}\n\n渡口封了，船没停\n\n{STORY}"))
    )
    assert (article.publication, article.kicker) == ("河阳劳动报", "渡口封了，船没停")
