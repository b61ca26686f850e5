"""评测 through Streamlit's own test harness: real store, the sample newspaper, no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.access import User
from assistant.web import access, resources
from tests.app_rig import at_home
from tests.command import SAMPLE, load_sample

QUESTIONS = SAMPLE.parents[1] / "evals" / "questions.jsonl"
SOME = "some"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample newspaper and a set of five questions."""
    home = tmp_path_factory.mktemp("home")
    load_sample(home)
    folder = home / "evaluations" / "questions"
    folder.mkdir(parents=True)
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()[::30]
    (folder / f"{SOME}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def home(filled: Path) -> Iterator[Path]:
    with at_home(filled):
        yield filled


def _evaluation() -> None:
    from assistant.web import evaluation_page  # noqa: PLC0415  # AppTest runs the source of this function

    evaluation_page.show()


@pytest.fixture
def page(home: Path) -> AppTest:
    app = AppTest.from_function(_evaluation, default_timeout=120)
    app.run()
    assert not app.exception
    return app


def html(page: AppTest) -> str:
    return "".join(element.proto.body for element in page.get("html"))


def evaluated(page: AppTest) -> None:
    page.selectbox(key="question-set").select(SOME).run()
    page.button(key="evaluate-begin").click().run()
    resources.background().wait("evaluate", 60)
    page.run()
    assert not page.exception


def test_a_set_is_asked_behind_the_page_and_its_report_shown(page: AppTest, home: Path) -> None:
    evaluated(page)
    assert any("评完了" in each.value for each in page.success)
    assert "事实召回" in html(page)
    assert len(page.get("image")) >= 3
    assert len(list((home / "evaluations").glob("*T*-*.json"))) >= 1


def test_a_run_is_compared_with_an_earlier_one(page: AppTest) -> None:
    evaluated(page)
    evaluated(page)
    assert "基线" not in html(page).split("没答好的题")[0]
    box = page.selectbox(key="run-before")
    box.select(box.options[0]).run()
    assert not page.exception
    assert "· 基线 " in html(page)


def test_drafts_are_proposed_accepted_edited_and_dropped(page: AppTest, home: Path) -> None:
    path = home / "evaluations" / "drafts.jsonl"
    page.number_input(key="draft-count").set_value(6).run()
    page.button(key="draft-begin").click().run()
    resources.background().wait("draft", 60)
    page.run()
    assert not page.exception
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    first, second, third, *_ = [row["id"] for row in rows]
    page.button(key=f"accept-{first}").click().run()
    page.button(key=f"drop-{second}").click().run()
    page.text_input(key=f"question-{third}").set_value("改过的问题？")
    page.button(key=f"save-{third}").click().run()
    assert not page.exception
    after = {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    assert [after[each]["state"] for each in (first, second, third)] == ["accepted", "dropped", "edited"]
    assert after[third]["question"] == "改过的问题？"
    page.selectbox(key="question-set").select("从草稿采用的题").run()
    assert not page.exception


def test_an_edit_that_is_no_question_is_said(page: AppTest, home: Path) -> None:
    page.number_input(key="draft-count").set_value(12).run()
    page.button(key="draft-begin").click().run()
    resources.background().wait("draft", 60)
    page.run()
    name = next(str(each.key) for each in page.button if str(each.key).startswith("save-"))
    page.text_input(key=name.replace("save", "question")).set_value(" ")
    page.button(key=name).click().run()
    assert any("空的" in each.value for each in page.error)


def test_a_reader_may_not_evaluate(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "user", lambda: User("lin", "reader"))
    app = AppTest.from_function(_evaluation, default_timeout=60).run()
    assert not app.exception
    assert any("编辑" in each.value for each in app.error)
    assert not app.button
