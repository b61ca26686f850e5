"""小宣讲 through Streamlit's own test harness: real store, real sample, no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_rig import at_home
from tests.command import load_sample

TESTED = """
from assistant.web import access, explain_page
access.admit()
explain_page.show()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    with at_home(folder):
        yield folder


@pytest.fixture
def page(home: Path) -> AppTest:
    app = AppTest.from_string(TESTED, default_timeout=120)
    app.run()
    assert not app.exception
    return app


def shown(page: AppTest) -> str:
    """The HTML of the components of the page."""
    return "".join(
        json.loads(each.proto.json).get(part, "")
        for each in page.get("bidi_component")
        for part in ("lines", "after")
    )


def told(page: AppTest) -> str:
    """What the page says in words."""
    return "\n".join(
        str(each.value)
        for kind in (page.caption, page.warning, page.error, page.info, page.text, page.subheader)
        for each in kind
    )


def write(page: AppTest, topic: str) -> None:
    page.text_input(key="explain-topic").set_value(topic)
    page.button(key="explain-begin").click().run()
    for _ in range(50):
        if "data-line" in shown(page) or page.error:
            break
        page.run()
    assert not page.exception


def sign(page: AppTest, name: str, key: str = "sign-pass") -> None:
    next(box for box in page.text_input if box.label == "姓名").set_value(name)
    page.button(key=key).click().run()
    assert not page.exception


def test_a_script_is_written_with_claims_beside_it(page: AppTest) -> None:
    write(page, "河阳骑士安保障计划")
    assert "各位骑手、司机师傅好，我是小宣。" in shown(page)
    assert "una-claims" in shown(page)
    assert "没有使用生成式人工智能" in told(page)


def test_without_a_topic_nothing_is_begun(page: AppTest) -> None:
    page.button(key="explain-begin").click().run()
    assert "请写讲什么" in told(page)


def test_a_topic_that_is_not_in_the_papers_is_said(page: AppTest) -> None:
    write(page, "月球基地开工")
    assert "没有找到" in told(page)


def test_sign_off_on_the_page(page: AppTest) -> None:
    write(page, "宛丘零工市场")
    sign(page, "甲")
    assert "初审 甲" in told(page)
    sign(page, "甲")
    assert "不同的人" in told(page)
    sign(page, "乙", key="sign-return")
    assert "原因" in told(page)


def test_an_edit_is_checked_again(page: AppTest) -> None:
    write(page, "平阳工会驿站")
    next(box for box in page.text_input if box.label == "姓名").set_value("丁")
    page.text_area[0].set_value("每人每天能领八百元。")
    page.button(key="edit-save").click().run()
    assert "没有通过核对" in told(page)


def test_scripts_are_listed_and_opened_again(page: AppTest) -> None:
    write(page, "寿春夜间法律咨询台")
    page.button(key="script-close").click().run()
    number = next(
        b.key for b in page.button if b.key and b.key.startswith("script-") and b.key[7:].isdecimal()
    )
    page.button(key=number).click().run()
    assert "data-line" in shown(page)
