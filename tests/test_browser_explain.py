"""小宣讲 in a real Chromium: written, its sources opened, signed off, asked about, heard, downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser_rig import Server, axe, button, guard, new_page, serving, settled, shoot
from tests.command import load_sample
from tests.speech_endpoint import SpeechEndpoint

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    with serving(home) as server:
        yield server


def written(browser: Browser, server: Server, topic: str = "河阳骑士安保障计划") -> Page:
    """A page with a new script on the topic."""
    page = new_page(browser)
    page.goto(f"{server.url}/explain")
    box = page.get_by_label("讲什么", exact=True)
    expect(box).to_be_visible(timeout=90_000)
    box.fill(topic)
    box.press("Tab")
    button(page, "explain-begin").click()
    expect(page.locator(".una-lines-said [data-line]").first).to_be_visible(timeout=90_000)
    settled(page)
    return page


def test_a_script_is_written_and_a_source_is_one_click_away(browser: Browser, server: Server) -> None:
    page = written(browser, server)
    refused = guard(page)
    expect(page.locator(".una-claims li").first).to_be_visible()
    shoot(page, "explain-script")
    assert axe(page) == []
    line = page.locator(".una-lines-said [data-line='2']")
    words = line.locator("[data-say]").inner_text()
    line.locator(".una-mark").first.click()
    quoted = page.locator(".una-article mark").first
    expect(quoted).to_be_visible()
    assert quoted.inner_text()[:6].replace(",", "，") in words.replace(",", "，")
    shoot(page, "explain-source")
    button(page, "close-source").click()
    expect(page.locator(".una-claims li").first).to_be_visible()
    assert refused == []
    page.context.close()


@pytest.mark.parametrize("ending", ["md", "docx", "json"])
def test_the_script_is_downloaded(browser: Browser, server: Server, ending: str) -> None:
    page = written(browser, server, "宛丘零工市场")
    with page.expect_download() as waiting:
        page.locator(f'[class*="st-key-script-"][class*="-{ending}"] button').first.click()
    data = Path(waiting.value.path()).read_bytes()
    assert waiting.value.suggested_filename.endswith(f".{ending}")
    assert data[:2] == b"PK" if ending == "docx" else "零工市场" in data.decode("utf-8")
    page.context.close()


def test_three_persons_sign_and_the_state_is_shown(browser: Browser, server: Server) -> None:
    page = written(browser, server, "平阳工会驿站")
    for name, said in (("甲", "初审 甲"), ("乙", "复审 乙"), ("丙", "终审 丙")):
        box = page.get_by_label("姓名")
        box.fill(name)
        box.press("Tab")
        settled(page)
        button(page, "sign-pass").click()
        expect(page.locator(".st-key-sign-off")).to_contain_text(said)
        settled(page)
    expect(page.locator("[data-testid=stMain]")).to_contain_text("已批准")
    shoot(page, "explain-approved")
    page.context.close()


def test_a_question_goes_on_as_a_conversation(browser: Browser, server: Server) -> None:
    page = written(browser, server, "寿春夜间法律咨询台")
    box = page.get_by_label("接着问小宣")
    box.fill("它接听了多少个电话？")
    box.press("Enter")
    expect(page.locator(".una-answer").last).to_contain_text("10430", timeout=60_000)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    shoot(page, "explain-asked")
    page.context.close()


@pytest.mark.slow
@pytest.mark.video
def test_the_script_is_heard_with_its_line_marked_seen_and_downloaded(browser: Browser, home: Path) -> None:
    with (
        SpeechEndpoint() as speech,
        serving(
            home,
            ASSISTANT_VOICE="openai:tones/any",
            ASSISTANT_VOICE_URL=speech.url,
            ASSISTANT_API_KEY="sk-1",
        ) as server,
    ):
        page = written(browser, server, "郢州桥梁工地包粽子")
        button(page, "voice-begin").click()
        sound = page.locator(".st-key-script-sound audio")
        expect(sound).to_have_count(1, timeout=120_000)
        settled(page)
        expect(page.locator(".una-presenter svg")).to_be_visible()
        sound.evaluate("audio => { audio.muted = true; return audio.play(); }")
        page.wait_for_function(
            "() => document.querySelector('.st-key-script-sound audio').currentTime > 0.5", timeout=30_000
        )
        # The spoken label comes first; then the lines are marked one after the other.
        now = page.locator(".una-lines-said .una-now")
        sound.evaluate("audio => { audio.currentTime = audio.duration * 0.4; }")
        expect(now).to_have_count(1)
        first = now.get_attribute("data-line")
        sound.evaluate("audio => { audio.currentTime = audio.duration * 0.8; }")
        expect(now).to_have_count(1)
        expect(now).not_to_have_attribute("data-line", first or "")
        shoot(page, "explain-speaking")
        for ending, begins in (("srt", b"1\n00:00:"), ("vtt", b"WEBVTT"), ("wav", b"RIFF")):
            with page.expect_download() as waiting:
                page.locator(f'[class*="st-key-script-"][class*="-{ending}"] button').first.click()
            assert Path(waiting.value.path()).read_bytes().startswith(begins)
        button(page, "video-begin").click()
        expect(page.get_by_test_id("stProgress")).to_be_visible()
        page.goto(server.url)  # the rendering goes on whatever page is open
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=60_000)
        page.go_back()
        mp4 = page.locator('[class*="st-key-script-"][class*="-mp4"] button').first
        expect(mp4).to_be_visible(timeout=400_000)
        with page.expect_download() as waiting:
            mp4.click()
        assert Path(waiting.value.path()).read_bytes()[4:8] == b"ftyp"
        assert "草稿" in waiting.value.suggested_filename
        shoot(page, "explain-video")
        page.context.close()
