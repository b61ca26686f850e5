"""The page through Streamlit's own test harness: real store, real sample, no browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.assistant.test_cli import SAMPLE, assistant

APP = Path(__file__).resolve().parents[1] / "app.py"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppTest]:
    home = tmp_path_factory.mktemp("home")
    assert assistant("ingest", str(SAMPLE), home=home).returncode == 0
    before = os.environ.get("ASSISTANT_HOME")
    os.environ["ASSISTANT_HOME"] = str(home)
    try:
        yield AppTest.from_file(str(APP), default_timeout=120)
    finally:
        if before is None:
            del os.environ["ASSISTANT_HOME"]
        else:
            os.environ["ASSISTANT_HOME"] = before


def html(page: AppTest) -> str:
    return "".join(str(element.proto.body) for element in page.main if element.type == "html") + "".join(
        str(element.proto.body) for element in page.get("html")
    )


def test_a_question_is_answered_with_marks_and_a_source_opens_highlighted(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert any(button.key and button.key.startswith("example-") for button in page.button)
    page.chat_input[0].set_value("平阳改造一家通宵驿站要花多少钱？").run()
    assert not page.exception
    shown = html(page)
    assert "3.5万元" in shown.replace(" ", "")
    assert '<span class="una-mark">[1]</span>' in shown
    source = next(button for button in page.button if button.key and button.key.startswith("cite-"))
    source.click().run()
    assert "<mark>" in html(page)


def test_a_refusal_says_what_was_searched(page: AppTest) -> None:
    page.run()
    page.chat_input[0].set_value("今天上证指数收盘多少点？").run()
    assert "没有找到可以作答的报道" in html(page)
    assert "2024-04-18 至 2024-12-05" in html(page)
