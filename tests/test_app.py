"""The page through Streamlit's own test harness: real store, real sample, no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app_rig import APP, at_home
from tests.command import load_sample


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with at_home(tmp_path_factory.mktemp("home")) as folder:
        yield folder


@pytest.fixture(scope="module")
def filled(home: Path) -> None:
    load_sample(home)


@pytest.fixture
def page(filled: None) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.run()
    assert not app.exception
    return app


def prose(page: AppTest) -> str:
    """The HTML of answers and sources."""
    shown = []
    for element in page.get("bidi_component"):
        data = json.loads(element.proto.json)
        shown += [data["head"], *data["parts"], data["after"]]
    return "".join(shown)


def ask(page: AppTest, question: str) -> None:
    page.chat_input[0].set_value(question).run()
    assert not page.exception


def test_a_question_is_answered_with_marks_and_a_source_opens_highlighted(page: AppTest) -> None:
    ask(page, "平阳改造一家通宵驿站要花多少钱？")
    assert "3.5万元" in prose(page).replace(" ", "")
    assert 'data-mark="1"' in prose(page)
    page.button(key="cite-1-1").click().run()
    assert "<mark>" in prose(page)
    page.button(key="close-source").click().run()
    assert "<mark>" not in prose(page)


def test_a_refusal_says_what_was_searched(page: AppTest) -> None:
    ask(page, "今天上证指数收盘多少点？")
    assert "没有找到可以作答的报道" in prose(page)
    assert "2024-04-18 至 2024-12-05" in prose(page)


def test_a_conversation_is_kept_renamed_continued_and_deleted(page: AppTest) -> None:
    ask(page, "平阳改造一家通宵驿站要花多少钱？")
    number = page.session_state.conversation
    page.text_input(key=f"title-{number}").set_value("驿站的事").run()
    assert page.button(key=f"conversation-{number}").label == "驿站的事"
    ask(page, "它从哪天开始试行？")
    assert "按这个意思查的" in prose(page)
    page.button(key="conversation-new").click().run()
    assert "按这个意思查的" not in prose(page)
    page.button(key=f"conversation-{number}").click().run()
    assert "按这个意思查的" in prose(page)
    page.button(key="conversation-delete").click().run()
    assert not page.exception
    assert not any(button.key == f"conversation-{number}" for button in page.button)


def test_questions_to_begin_with_and_to_go_on_with_are_answered(page: AppTest) -> None:
    page.button(key="example-0").click().run()
    assert not page.exception
    assert "没有找到可以作答的报道" not in prose(page)
    page.button(key="suggestion-0").click().run()
    assert not page.exception
    assert "没有找到可以作答的报道" not in prose(page)
    assert len(page.chat_message) == 4


def test_a_filter_is_a_chip_that_narrows_the_search_until_it_is_removed(page: AppTest) -> None:
    page.text_input(key="only-page").set_value("99").run()
    assert page.button(key="chip-page").label == "第 99 版 ✕"
    assert page.chat_input[0].disabled
    page.button(key="chip-page").click().run()
    assert not page.chat_input[0].disabled
    assert not any(button.key == "chip-page" for button in page.button)


def test_the_dates_of_a_question_can_be_set_aside(page: AppTest) -> None:
    ask(page, "4月18日的报纸上，平阳改造一家通宵驿站要花多少钱？")
    undate = page.button(key="undate-1")
    assert "问题里说的" in undate.label
    assert "2024" in undate.label
    undate.click().run()
    assert not page.exception
    assert len(page.chat_message) == 4
    assert "3.5万元" in prose(page)


def test_thumbs_and_a_reason_are_kept_with_the_answer(page: AppTest) -> None:
    ask(page, "平阳改造一家通宵驿站要花多少钱？")
    number = page.session_state.conversation
    page.button_group(key=f"thumbs-{number}-1").set_value("disliked").run()
    page.text_input(key=f"reason-{number}-1").set_value("出处太旧").run()
    again = AppTest.from_file(str(APP), default_timeout=120)
    again.query_params["conversation"] = str(number)
    again.run()
    assert again.button_group(key=f"thumbs-{number}-1").value == "disliked"
    assert again.text_input(key=f"reason-{number}-1").value == "出处太旧"


def test_a_shared_conversation_opens_by_its_link_until_it_is_shared_no_more(page: AppTest) -> None:
    ask(page, "平阳改造一家通宵驿站要花多少钱？")
    number = page.session_state.conversation
    page.toggle(key=f"share-{number}").set_value(True).run()
    token = page.code[0].value.split("shared=")[1]
    guest = AppTest.from_file(str(APP), default_timeout=120)
    guest.query_params["shared"] = token
    guest.run()
    assert "3.5万元" in prose(guest)
    page.toggle(key=f"share-{number}").set_value(False).run()
    guest.run()
    assert "打不开" in guest.error[0].value


@pytest.mark.parametrize("key", ["shared", "conversation"])
def test_an_address_that_leads_nowhere_says_so(page: AppTest, key: str) -> None:
    page.query_params[key] = "999999"
    page.session_state.conversation = 999999
    page.run()
    assert not page.exception
    assert [*page.toast, *page.error]
