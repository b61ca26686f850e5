"""A served page in Debian's Chromium: server, browser, screenshots, accessibility, and requests that should not be."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from tests.chromium import chromium
from tests.command import ROOT, clean_environment

SHOTS = ROOT / "tests" / "screenshots"
LOCAL = "127.0.0.1"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Theme = Literal["light", "dark"]
_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = !app
    || app.dataset.testScriptState !== "notRunning"
    || app.dataset.testConnectionState !== "CONNECTED"
    || !document.querySelector('[data-testid="stMain"]')
    || document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
  const now = performance.now();
  window.unaStillSince = busy ? null : window.unaStillSince ?? now;
  return !busy && now - window.unaStillSince > 200;
}"""  # that nothing of the page has been under way for 200 ms
expect.set_options(timeout=30_000)  # a busy machine is no failure


@dataclass(slots=True)
class Server:
    """`assistant serve` on a free port, with a data folder of its own."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self.port}"

    @property
    def log(self) -> Path:
        """What it has printed."""
        return self.home.with_name(f"{self.home.name}-server.log")

    def start(self) -> None:
        """Start and wait until it answers. The same port again after `kill`, so that pages reconnect."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind((LOCAL, 0))
                self.port = probe.getsockname()[1]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=clean_environment(self.home, **self.environment),
                stdout=log,
                stderr=log,
            )
        for _ in range(240):
            assert self.process.poll() is None, "the server stopped"
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.25)
        raise AssertionError("the server did not answer in 60 seconds")

    def kill(self) -> None:
        """End it without warning."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[Server]:
    """A server over this data folder; settings by their names in the environment."""
    server = Server(home, environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Browser, *, width: int = 1440, theme: Theme = "light") -> Page:
    """A page of its own session, of a width in CSS pixels, for a reader whose system is light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 800 if width < 800 else 900},
        color_scheme=theme,
        accept_downloads=True,
        locale="zh-CN",
    )
    return context.new_page()


def guard(page: Page) -> list[str]:
    """Let nothing out: what the page asks of any host but the server is refused and listed, from now on."""
    refused: list[str] = []

    def decide(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("data", "blob") or parts.hostname == LOCAL:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    page.route("**/*", decide)
    return refused


def shoot(page: Page, name: str) -> None:
    """A screenshot of what the reader sees, for looking at."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def axe(page: Page) -> list[str]:
    """Findings of axe-core that are serious or critical, a line each."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: "
        + json.dumps([node["html"][:200] for node in each["nodes"][:3]], ensure_ascii=False)
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def settled(page: Page) -> None:
    """Wait until Streamlit has had nothing under way for a fifth of a second."""
    page.evaluate("() => { window.unaStillSince = null; }")
    page.wait_for_function(_STILL, timeout=60_000)


def button(page: Page, key: str) -> Locator:
    """The button of the widget with this key, or the first of those whose keys begin so."""
    return page.locator(f'[class*="st-key-{key}"] button').first


def set_date(page: Page, key: str, day: str) -> None:
    """Type a day (YYYY-MM-DD) into the segments of a date field."""
    page.locator(f".st-key-{key} [role=spinbutton]").first.click()
    page.keyboard.type(day.replace("-", ""), delay=30)
    page.keyboard.press("Enter")
