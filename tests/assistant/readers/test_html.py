"""Saved web pages."""

from __future__ import annotations

import io
from datetime import date

import pytest

from assistant.errors import ReadError
from assistant.readers import Limits, Record, read

BODY = (
    "<p>本报讯（记者周明）凌晨一点，代驾司机把折叠车靠在墙边，推门走进鼓楼街的工会驿站，给手机插上电。</p>"
    "<p>从四月一日起，市总工会挑选十二家驿站试行通宵开放，主要分布在医院、车站和夜市周边，半年接待两万人次。</p>"
)
HEAD = (
    "<title>驿站的灯亮到天明 - 江城职工报</title><meta property='og:site_name' content='江城职工报'>"
    "<meta property='article:published_time' content='2024-04-18T08:00:00+08:00'>"
)
MENU = "<nav><a href='/'>首页</a><a href='/a'>要闻</a><a href='/b'>权益</a></nav>"


def saved(head: str = HEAD, body: str = BODY) -> str:
    return (
        f"<!doctype html><html lang='zh'><head><meta charset='utf-8'>{head}</head><body>{MENU}<article>"
        f"<h1>驿站的灯亮到天明</h1>{body}</article><footer>版权所有 江城职工报社</footer></body></html>"
    )


def record(text: str, name: str = "a.html") -> Record:
    (found,) = read(name, io.BytesIO(text.encode()), limits=Limits())
    assert isinstance(found, Record)
    return found


def test_the_article_without_menu_and_footer() -> None:
    found = record(saved())
    assert found.headline == "驿站的灯亮到天明"
    assert found.issued == date(2024, 4, 18)
    assert found.publication == "江城职工报"
    assert found.text.startswith("本报讯（记者周明）凌晨一点")
    assert found.text.count("\n") == 1
    assert "版权所有" not in found.text
    assert "首页" not in found.text


def test_a_page_without_a_date_takes_the_names() -> None:
    assert record(saved(head="<title>驿站的灯</title>"), name="2024-05-06.html").issued == date(2024, 5, 6)


def test_html_is_known_by_its_content() -> None:
    assert record(saved(), name="-").headline == "驿站的灯亮到天明"


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(ReadError, match="没有找到正文"):
        record("<!doctype html><html><body></body></html>")
