"""The page in a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.assistant.test_cli import ROOT, SAMPLE, assistant
from tests.conftest import chromium

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page with the sample loaded."""
    home = tmp_path_factory.mktemp("home")
    assert assistant("ingest", str(SAMPLE), home=home).returncode == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")} | {
        "ASSISTANT_HOME": str(home)
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/_stcore/health", server)
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the server did not answer in 60 seconds")


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        yield page
        browser.close()


def test_a_question_is_typed_answered_and_its_source_opened(page: Page) -> None:
    question = page.get_by_test_id("stChatInputTextArea")
    expect(question).to_be_visible(timeout=60_000)
    question.fill("平阳改造一家通宵驿站要花多少钱？")
    question.press("Enter")
    answer = page.locator(".una-answer").last
    expect(answer).to_contain_text("3.5", timeout=30_000)
    expect(answer.locator(".una-mark").first).to_have_text("[1]")
    page.locator('[class*="st-key-cite-0-1"] button').click()
    quoted = page.locator(".una-article mark").first
    expect(quoted).to_be_visible(timeout=15_000)
    words = quoted.inner_text().strip()
    assert words
    expect(answer).to_contain_text(words)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / "answer-with-source.png", full_page=True)
