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


def test_a_conversation_is_kept_renamed_continued_and_deleted(page: AppTest) -> None:
    page.run()
    page.button(key="conversation-new").click().run()
    assert not page.exception
    page.chat_input[0].set_value("平阳改造一家通宵驿站要花多少钱？").run()
    number = page.session_state.conversation
    page.button(key=f"conversation-{number}")
    page.text_input(key=f"title-{number}").set_value("驿站的事").run()
    assert page.button(key=f"conversation-{number}").label == "驿站的事"
    page.chat_input[0].set_value("它从哪天开始试行？").run()
    assert "按这个意思查的" in html(page)
    page.button(key="conversation-new").click().run()
    assert "按这个意思查的" not in html(page)
    page.button(key=f"conversation-{number}").click().run()
    assert "按这个意思查的" in html(page)
    page.button(key="conversation-delete").click().run()
    assert not page.exception
    assert not any(button.key == f"conversation-{number}" for button in page.button)


def test_a_suggested_question_is_asked_at_a_click(page: AppTest) -> None:
    page.run()
    page.button(key="conversation-new").click().run()
    page.chat_input[0].set_value("平阳的驿站从哪天开始试行通宵？").run()
    suggestion = page.button(key="suggestion-0")
    suggestion.click().run()
    assert not page.exception
    assert "没有找到可以作答的报道" not in html(page)
    assert len(page.chat_message) == 4
