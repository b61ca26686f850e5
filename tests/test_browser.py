"""问答 and 简报 in a real Chromium. Every test leaves a screenshot under tests/screenshots."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.assistant.readers.ground_truth import sample_stories
from tests.broadsheet import lay_out, print_pdf
from tests.browser_rig import (
    Server,
    Theme,
    axe,
    button,
    guard,
    new_page,
    serving,
    set_date,
    settled,
    shoot,
)
from tests.command import assistant, load_sample
from tests.scripted_endpoint import Asked, ScriptedEndpoint, Spoken

pytestmark = pytest.mark.browser
QUESTION = "平阳改造一家通宵驿站要花多少钱？"
SLOW = "平阳的驿站从哪天开始试行通宵？"
# As the sample has it, so that the sentences are supported; the marks are put to whatever source is first.
TOLD = "每家驿站改造花费约3.5万元，添置了微波炉、折叠床和急救箱[1]。"
SENTENCES = (
    "从4月1日起，山西省平阳市总工会挑选12家驿站试行24小时开放[1]。",
    "夜间不派人看守[1]。",
    "每家驿站改造花费约3.5万元[1]。",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with serving(home) as server:
        yield server


def open_chat(browser: Browser, server: Server, *, width: int = 1440, theme: Theme = "light") -> Page:
    page = new_page(browser, width=width, theme=theme)
    page.goto(server.url)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=90_000)
    return page


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def test_first_run_sample_question_citation_opened_and_highlighted(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home") as server:
        page = new_page(browser)
        page.goto(server.url)
        load = button(page, "load-sample")
        expect(load).to_be_visible(timeout=90_000)
        shoot(page, "first-run")
        assert axe(page) == []
        load.click()
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=120_000)
        expect(page.locator(".st-key-masthead")).to_contain_text("2024-04-18 至 2024-12-05")
        ask(page, QUESTION)
        answer = page.locator(".una-answer").last
        expect(answer).to_contain_text("3.5")
        mark = answer.locator(".una-mark").first
        expect(mark).to_have_text("1")
        mark.click()
        quoted = page.locator(".una-article mark").first
        expect(quoted).to_be_visible()
        words = quoted.inner_text().strip()
        assert words
        expect(answer).to_contain_text(words)
        assert "中原工友报" in page.locator(".una-article").inner_text()
        settled(page)
        shoot(page, "answer-with-source")
        page.context.close()


def test_the_source_is_reached_and_closed_by_keyboard(browser: Browser, server: Server) -> None:
    page = open_chat(browser, server)
    ask(page, QUESTION)
    mark = page.locator(".una-answer .una-mark").first
    expect(mark).to_be_visible()
    settled(page)
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".una-article mark").first).to_be_visible()
    close = button(page, "close-source")
    close.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".una-article")).to_have_count(0)
    page.context.close()


def test_a_source_from_a_pdf_is_shown_on_its_page(browser: Browser, tmp_path: Path) -> None:
    stories = [story for story in sample_stories() if story.kind == "article"]
    stories.sort(key=lambda story: "3.5万元" not in "".join(story.body))
    sheet = lay_out(stories[:3], columns=3, random=Random(3))  # noqa: S311  # a layout, not a secret
    pdf = print_pdf(sheet, tmp_path).rename(tmp_path / "2024-05-08-01.pdf")
    assert assistant("ingest", str(pdf), home=tmp_path / "home").returncode == 0
    with serving(tmp_path / "home") as server:
        page = open_chat(browser, server)
        ask(page, QUESTION)
        page.locator(".una-answer .una-mark").first.click()
        expect(page.locator(".una-article mark").first).to_be_visible()
        picture = page.locator(".st-key-source-panel img")
        picture.scroll_into_view_if_needed()
        expect(picture).to_be_visible()
        page.wait_for_function("() => document.querySelector('.st-key-source-panel img').naturalWidth > 500")
        settled(page)
        shoot(page, "source-on-its-page")
        page.context.close()


def test_a_conversation_is_opened_by_its_address(browser: Browser, server: Server) -> None:
    page = open_chat(browser, server)
    ask(page, QUESTION)
    expect(page.locator(".una-answer").last).to_contain_text("3.5")
    page.wait_for_url("**/?conversation=*")
    again = new_page(browser)
    again.goto(page.url)
    expect(again.locator(".una-answer").last).to_contain_text("3.5", timeout=60_000)
    page.context.close()
    again.context.close()


def script(asked: Asked) -> Spoken:
    """A model that writes the slow question's answer slowly, a few signs at a time."""
    text = str(asked.body["messages"])
    if SLOW in text and asked.body.get("stream"):
        whole = "".join(SENTENCES)
        return Spoken(whole, pieces=tuple(whole[at : at + 4] for at in range(0, len(whole), 4)), pace=0.5)
    return Spoken(TOLD if QUESTION in text else SLOW)


@pytest.fixture(scope="module")
def written(home: Path) -> Iterator[Server]:
    """A server whose answers are written by a slow model."""
    with ScriptedEndpoint(script) as endpoint:
        settings = {
            "ASSISTANT_CHAT_MODEL": "slow-model",
            "OPENAI_BASE_URL": endpoint.url,
            "OPENAI_API_KEY": "sk-test",
        }
        with serving(home, **settings) as server:
            yield server


def test_an_answer_being_written_survives_a_click_and_a_change_of_page(
    browser: Browser, written: Server
) -> None:
    page = open_chat(browser, written)
    ask(page, QUESTION)
    expect(page.locator(".una-answer").last).to_contain_text("3.5")
    thumbs = page.locator('[class*="st-key-thumbs-"] button').first
    expect(thumbs).to_be_visible()
    settled(page)
    ask(page, SLOW)
    live = page.locator(".una-answer").last
    expect(live).to_contain_text("从4月1日起")
    expect(live).to_be_in_viewport()
    assert "3.5" not in live.inner_text()  # the last sentence is still to come
    thumbs.click()
    page.get_by_role("link", name="简报").click()
    expect(page.get_by_role("heading", name="简报")).to_be_visible()
    shoot(page, "another-page-meanwhile")
    page.get_by_role("link", name="问答").click()
    last = page.locator(".una-answer").last
    expect(last).to_contain_text("每家驿站改造花费约3.5万元", timeout=60_000)
    expect(page.locator(".una-after").last).to_contain_text("截至")
    expect(page.get_by_test_id("stChatMessage")).to_have_count(4)
    shoot(page, "written-meanwhile")
    page.context.close()


def test_a_killed_server_leaves_what_was_written_readable(browser: Browser, written: Server) -> None:
    page = open_chat(browser, written)
    ask(page, SLOW)
    expect(page.locator(".una-answer").last).to_contain_text("从4月1日起")
    address = page.url
    written.kill()
    written.start()
    again = new_page(browser)
    again.goto(address)
    expect(again.locator(".una-answer").last).to_contain_text("从4月1日起", timeout=90_000)
    expect(again.locator(".una-after").last).to_contain_text("程序退出")
    assert "3.5" not in again.locator(".una-answer").last.inner_text()
    shoot(again, "after-a-kill")
    button(again, "again-").click()
    expect(again.locator(".una-answer").last).to_contain_text("3.5", timeout=60_000)
    page.context.close()
    again.context.close()


def test_an_answer_is_stopped_and_keeps_what_was_written(browser: Browser, written: Server) -> None:
    page = open_chat(browser, written)
    ask(page, SLOW)
    expect(page.locator(".una-answer").last).to_contain_text("从4月1日起")
    button(page, "stop-").click()
    expect(page.locator(".una-after").last).to_contain_text("中途停止")
    expect(page.locator(".una-answer").last).to_contain_text("从4月1日起")
    assert "3.5" not in page.locator(".una-answer").last.inner_text()
    page.context.close()


def test_a_digest_is_made_read_with_its_sources_and_downloaded(browser: Browser, server: Server) -> None:
    page = new_page(browser)
    page.goto(f"{server.url}/digests")
    begin = button(page, "digest-begin")
    expect(begin).to_be_visible(timeout=90_000)
    settled(page)
    set_date(page, "digest-since", "2024-04-01")
    set_date(page, "digest-until", "2024-04-30")
    begin.click()
    text = page.locator(".una-digest")
    expect(text).to_contain_text("2024-04-01 至 2024-04-30", timeout=90_000)
    text.locator(".una-mark").first.click()
    expect(page.locator(".una-article mark").first).to_be_visible()
    settled(page)
    shoot(page, "digest-with-source")
    assert axe(page) == []
    for extension in ("docx", "md", "html", "json", "atom"):
        with page.expect_download() as coming:
            page.locator(f'[class*="st-key-download-"][class*="-{extension}"] button').click()
        data = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename == f"digest-20240401-20240430.{extension}"
        if extension == "docx":
            words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)
            assert "2024-04-01 至 2024-04-30" in words
            assert "出处" in words
        else:
            assert "2024-04-30" in data.decode("utf-8")
    button(page, "digest-close").click()
    page.get_by_role("tab", name="往期").click()
    expect(page.locator('[class*="st-key-kept-digest-"]').first).to_contain_text("2024-04-01 至 2024-04-30")
    page.context.close()


PAYLOAD = (
    "<script>window.pwned=1</script><img src=x onerror='window.pwned=1'>"
    "<a href='javascript:window.pwned=1'>看</a><svg onload='window.pwned=1'></svg>"
    "![图](http://beacon.example/b.png) [链](http://beacon.example/l) $$\\href{javascript:window.pwned=1}{x}$$"
)


def test_hostile_text_is_text_wherever_it_stands(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    paper = tmp_path / "<img src=x onerror=window.pwned=1>![](http:beacon.example).jsonl"
    text = f"本报讯 青州市总工会五月一日举办骑手培训班，三千名骑手参加培训。{PAYLOAD}\n课程为期两周，学费由工会承担。"
    record = {
        "headline": f"骑手培训班开班{PAYLOAD}",
        "text": text,
        "publication": PAYLOAD,
        "date": "2024-05-01",
    }
    paper.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert assistant("ingest", str(paper), home=home).returncode == 0
    replies = [Spoken(f"五月一日举办骑手培训班，三千名骑手参加培训[1]。{PAYLOAD}课程为期两周[1]。")]
    with (
        ScriptedEndpoint(replies) as endpoint,
        serving(
            home,
            ASSISTANT_CHAT_MODEL=f"m{PAYLOAD}",
            OPENAI_BASE_URL=endpoint.url,
            OPENAI_API_KEY="sk-test",
        ) as server,
    ):
        page = new_page(browser)
        refused = guard(page)
        page.goto(server.url)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=90_000)
        ask(page, f"{PAYLOAD}？")  # it becomes the conversation's title too
        expect(page.locator(".una-after").last).to_contain_text("截至", timeout=60_000)
        settled(page)
        button(page, "conversation-new").click()
        expect(page.get_by_test_id("stChatMessage")).to_have_count(0)
        ask(page, "有多少名骑手参加培训？")
        expect(page.get_by_test_id("stChatMessage")).to_have_count(2)
        expect(page.locator(".una-mark").first).to_be_visible(timeout=60_000)
        expect(page.locator(".una-after").last).to_contain_text("截至", timeout=60_000)
        settled(page)
        page.locator(".una-mark").first.click()
        expect(page.locator(".una-article")).to_contain_text("<script>")
        page.get_by_text("整理这段对话").click()
        settled(page)
        shoot(page, "hostile")
        unharmed(page, refused)
        page.goto(f"{server.url}/digests")
        expect(button(page, "digest-begin")).to_be_visible(timeout=60_000)
        settled(page)
        set_date(page, "digest-since", "2024-05-01")
        page.locator(".st-key-digest-topic input").fill("骑手")
        button(page, "digest-begin").click()
        expect(page.locator(".una-digest")).to_be_visible(timeout=60_000)
        settled(page)
        shoot(page, "hostile-digest")
        unharmed(page, refused)
        page.context.close()


def unharmed(page: Page, refused: list[str]) -> None:
    page.wait_for_timeout(500)  # for whatever an injected element would load
    assert page.evaluate("() => window.pwned") is None
    assert refused == []
    found = page.evaluate(
        """() => [...document.querySelectorAll('a, img, svg, script, iframe, form')]
            .map(each => each.outerHTML).filter(html => /pwned|beacon/.test(html))"""
    )
    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_pages_are_readable_at_every_width_by_day_and_by_night(
    browser: Browser, server: Server, width: int, theme: Theme
) -> None:
    page = open_chat(browser, server, width=width, theme=theme)
    settled(page)
    shoot(page, f"chat-begin-{width}-{theme}")
    assert axe(page) == []
    ask(page, QUESTION)
    expect(page.locator(".una-answer").last).to_contain_text("3.5")
    settled(page)
    shoot(page, f"chat-{width}-{theme}")
    assert axe(page) == []
    assert overflow(page) <= 0
    page.locator(".una-answer .una-mark").first.click()
    quoted = page.locator(".una-article mark").first
    expect(quoted).to_be_in_viewport()
    settled(page)
    shoot(page, f"source-{width}-{theme}")
    assert axe(page) == []
    page.goto(f"{server.url}/digests")
    expect(button(page, "digest-begin")).to_be_visible(timeout=60_000)
    settled(page)
    shoot(page, f"digest-form-{width}-{theme}")
    assert axe(page) == []
    assert overflow(page) <= 0
    page.context.close()


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than the window."""
    return int(
        page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
