"""The library as HTML: what stands in a file or its name stays text, and colour is never alone."""

from __future__ import annotations

from datetime import date

from assistant.calendar import months
from assistant.desk import FileResult
from assistant.readers import Failure
from assistant.records import Line, Page
from assistant.web.library_html import calendar_html, lines_html, month_html, results_html, whole_html
from tests.store_home import make_article
from vectorstore.issues import Issue

EVIL = '<img src=x onerror="alert(1)">'


def test_a_month_says_in_words_what_is_held_and_missing() -> None:
    days = [date(2024, 4, day) for day in (1, 2, 3, 4, 8, 9, 11)]
    held = [Issue("试验日报", day, ("1",), 25 if day.day == 1 else 2) for day in days]
    ((first, found),) = months(held, "试验日报")
    text = calendar_html([month_html(first, found)])
    assert "2024年4月：7 期，缺 1 期" in text
    assert 'title="2024-04-10 好像缺一期">10<small>缺</small>' in text
    assert 'una-shade-4" title="2024-04-01：25 篇，1 个版">1<small>25</small>' in text


def test_results_say_what_to_do_and_names_stay_text() -> None:
    text = results_html(
        [
            FileResult("好.txt", 2, 1, 0, ()),
            FileResult(EVIL, 0, 0, 0, (Failure(EVIL, "文件是空的，请检查文件"),)),
            FileResult("半.jsonl", 1, 0, 0, tuple(Failure(f"半.jsonl 第{n}行", "坏了") for n in range(9))),
        ]
    )
    assert "新增 2 篇，更新 1 篇" in text
    assert "<img" not in text
    assert "没有导入" in text
    assert "部分导入" in text
    assert "半.jsonl 第0行：坏了" in text
    assert "另有 4 处" in text


def test_lines_carry_the_number_of_their_article_once() -> None:
    page = Page(
        "a.txt", 1, tuple(Line(n, text) for n, text in enumerate(("报头", "甲", "甲二", "", EVIL), 1))
    )
    text = lines_html(page, {2: 1, 3: 1, 5: 2}, 1)
    assert text.count("<span>1</span>") == 1
    assert text.count("una-chosen") == 2
    assert text.count("una-unused") == 1
    assert "<img" not in text


def test_an_article_stays_text() -> None:
    text = whole_html(make_article(f"{EVIL}\n第二段", headline=f"<b>{EVIL}</b>"))
    assert "<img" not in text
    assert "<b>" not in text
    assert text.count("<p>") == 2
