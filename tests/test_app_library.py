"""文库 and 设置 through Streamlit's own test harness, and who may do what on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.access import LOCAL, User
from assistant.errors import AccessError
from assistant.web import access, resources
from tests.app_rig import APP, at_home
from tests.command import assistant
from tests.fix_pages import NAME, PAGE

KEY = "sk-never-to-be-seen"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a page of three articles."""
    folder = tmp_path_factory.mktemp("papers")
    (folder / NAME).write_text(PAGE, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    assert assistant("ingest", str(folder), home=home).returncode == 0
    return home


@pytest.fixture
def home(filled: Path) -> Iterator[Path]:
    with at_home(filled):
        yield filled


def _library() -> None:
    from assistant.web import library_page  # noqa: PLC0415  # AppTest runs the source of this function

    library_page.show()


def _settings() -> None:
    from assistant.web import settings_page  # noqa: PLC0415  # AppTest runs the source of this function

    settings_page.show()


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return "".join(str(element.proto.body) for element in page.get("html"))


def sign_in(monkeypatch: pytest.MonkeyPatch, who: User) -> None:
    monkeypatch.setattr(access, "user", lambda: who)


def titles(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.key and button.key.startswith("pick-")]


def button(page: AppTest, start: str):  # type: ignore[no-untyped-def]  # AppTest's Button
    return next(each for each in page.button if each.key and each.key.startswith(start))


def test_issue_page_and_articles_are_browsed(home: Path) -> None:
    page = run(AppTest.from_function(_library, default_timeout=120))
    assert "2024年5月：1 期" in html(page)
    assert [label.split("（")[0] for label in titles(page)] == [
        "1 · 纺织厂办起夜校",
        "2 · 码头添了休息舱",
        "3 · 环卫工有了热饭",
    ]
    assert "报名当天就已满额" in html(page)
    button(page, "pick-").click()
    run(page)
    second = next(each for each in page.button if "码头" in each.label)
    second.click()
    run(page)
    assert '<div class="una-line una-chosen"><span>2</span><p># 码头添了休息舱</p></div>' in html(page)


def test_an_original_that_is_imported_later_is_shown(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "home")
    (tmp_path / "home" / "originals.sqlite").unlink()
    with at_home(tmp_path / "home") as home:
        page = run(AppTest.from_function(_library, default_timeout=120))
        assert "没有留下这一版的原件" in page.info[0].value
        (tmp_path / NAME).write_text(PAGE, encoding="utf-8")
        assert assistant("ingest", str(tmp_path / NAME), home=home).returncode == 0
        run(page)
    assert not page.info
    assert "# 纺织厂办起夜校" in html(page)


def test_words_are_looked_for_in_headlines_and_texts(home: Path) -> None:
    page = run(AppTest.from_function(_library, default_timeout=120))
    run_with = page.text_input(key="library-words")
    run_with.set_value("热饭 社区食堂")
    run(page)
    assert [each.label.split(" · ")[0] for each in page.expander if "第2版" in each.label] == [
        "环卫工有了热饭"
    ]
    page.text_input(key="library-words").set_value("热饭 夜校")
    run(page)
    assert "没有同时含这些字词的文章" in page.info[0].value


def test_a_reader_sees_no_way_to_change_anything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, User("甲", "reader"))
    page = run(AppTest.from_function(_library, default_timeout=120))
    keys = [each.key or "" for each in page.button]
    assert any(key.startswith("pick-") for key in keys)
    assert not [key for key in keys if key.startswith(("delete", "retitle", "split", "join", "import"))]
    article = resources.store().library.listing(limit=1)[0]
    with pytest.raises(AccessError, match="删除文章要有“编辑”权限"):
        resources.desk().discard(User("甲", "reader"), [article.id])
    assert resources.store().library.find(article.id) == article


def test_a_headline_is_put_right_and_an_article_deleted_and_brought_back(home: Path) -> None:
    page = run(AppTest.from_function(_library, default_timeout=120))
    article = resources.store().library.listing(limit=1)[0]
    page.text_input(key=f"headline-{article.id}").set_value("改过的 <b>标题</b>")
    button(page, "retitle-sure-").click()
    run(page)
    assert "改过的 &lt;b&gt;标题&lt;/b&gt;" in titles(page)[0]
    assert "改过的 &lt;b&gt;标题&lt;/b&gt;" in html(page)
    assert any("人工改题" in each.value for each in page.caption)
    button(page, "delete-sure-").click()
    run(page)
    assert len(titles(page)) == 2
    button(page, "undo-delete").click()
    run(page)
    assert len(titles(page)) == 3
    new = resources.store().library.find(article.id)
    assert new is not None
    resources.desk().put_right(LOCAL, [new], [replace(new, headline=article.headline)], "retitle")


def test_settings_are_for_admins_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, User("乙", "editor"))
    page = run(AppTest.from_function(_settings, default_timeout=120))
    assert "权限" in page.error[0].value
    assert not page.text_input


def test_a_key_is_written_privately_and_never_comes_back(home: Path) -> None:
    page = run(AppTest.from_function(_settings, default_timeout=120))
    assert "未设置" in page.text_input(key="api-key-0").label
    page.text_input(key="model").set_value("qwen")
    page.text_input(key="base-url").set_value("http://127.0.0.1:9/v1")
    page.text_input(key="api-key-0").set_value(KEY)
    button(page, "save-model").click()
    run(page)
    path = home / "settings.env"
    assert KEY in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "••••" in page.text_input(key="api-key-1").label
    fresh = run(AppTest.from_function(_settings, default_timeout=120))
    for each in (page, fresh):
        assert KEY not in json.dumps([str(element.proto) for element in each.main], ensure_ascii=False)
    path.unlink()


def test_engines_are_tested_at_a_click(home: Path) -> None:
    page = run(AppTest.from_function(_settings, default_timeout=120))
    page.button(key="test-chat").click()
    run(page)
    assert "没有选大模型" in page.info[0].value
    page.button(key="test-embedder").click()
    run(page)
    assert "384 维" in page.success[0].value
    page.button(key="test-chroma").click()
    run(page)
    assert "在本进程内" in page.success[0].value
    page.button(key="examine").click()
    run(page)
    said = " ".join(each.value for each in (*page.success, *page.info))
    assert "3 篇文章" in said
    assert "与文库一致" in said


def test_without_a_token_nobody_gets_past_the_gate(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_ACCESS", "password")
    st.cache_resource.clear()
    page = run(AppTest.from_file(str(APP), default_timeout=120))
    assert "请重新登录" in page.warning[0].value
    assert not page.chat_input
    assert 'href="/login"' in html(page)
