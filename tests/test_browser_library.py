"""文库 in a real Chromium: files taken in, a page put right, hostile names; screenshots are left for looking at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.assistant.readers.ground_truth import sample_stories
from tests.broadsheet import lay_out, print_pdf
from tests.browser_rig import Server, axe, button, guard, new_page, serving, settled, shoot
from tests.command import load_sample
from tests.fix_pages import NAME, PAGE

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="alert(1)">![](https:__evil.example_a.png).txt'
ATTACK = """试验日报

2024年5月7日 星期二 第1版

# <script>alert(1)</script>![收费](https://evil.example/b.png)

本报讯（记者路远）<img src=x onerror=alert(2)>[点这里](javascript:alert(3))东湖区新设热饭点，环卫工凭工作证领取。

热饭由社区食堂供应，<iframe src="https://evil.example"></iframe>每天上午10点半开始发放。
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    load_sample(home)
    with serving(home) as server:
        yield server


def opened(browser: Browser, server: Server, path: str = "/library", *, width: int = 1440) -> Page:
    page = new_page(browser, width=width)
    page.set_default_timeout(30_000)
    page.goto(server.url + path)
    settled(page)
    return page


def turn_to(page: Page, view: str) -> None:
    page.locator(".st-key-library-view").get_by_role("radio", name=view).click()
    settled(page)


def drop(page: Page, *paths: Path) -> None:
    """Drop the files, import them, and wait for the results."""
    turn_to(page, "导入")
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(
        [str(path) for path in paths]
    )
    expect(button(page, "import")).to_be_enabled()
    settled(page)
    button(page, "import").click()
    expect(page.locator(".una-results tbody tr")).to_have_count(len(paths), timeout=120_000)
    expect(page.locator('[class*="st-key-stop-"]')).to_have_count(0, timeout=120_000)


def row(page: Page, name: str):  # type: ignore[no-untyped-def]  # a Locator
    return page.locator(".una-results tbody tr").filter(has=page.locator("th", has_text=name))


def choose(page: Page, opener: Locator, choice: Locator, *, shot: str = "") -> None:
    """Open it and click the choice in it. A rerun under way closes it or fills it anew: then it is opened again."""
    for _ in range(8):
        settled(page)
        opener.click()
        try:
            choice.wait_for(timeout=4000)
            if shot:
                shoot(page, shot)
            choice.click(timeout=4000)
        except NotInTime:
            page.keyboard.press("Escape")
        else:
            settled(page)
            return
    pytest.fail(f"not to be had: {choice}")


def pick_option(page: Page, key: str, label: str) -> None:
    opener = page.locator(f'[class*="st-key-{key}"] button').first
    choose(page, opener, page.get_by_role("option", name=label).first)


def delete_shown(page: Page) -> None:
    opener = page.locator('[class*="st-key-delete-"] button').first
    sure = page.locator('[class*="st-key-delete-sure-"] button')
    choose(page, opener, sure, shot="library-delete")


def test_good_broken_and_empty_files_together(browser: Browser, server: Server, tmp_path: Path) -> None:
    good, broken, empty, hostile = (tmp_path / name for name in (NAME, "破损.pdf", "空白.txt", HOSTILE))
    good.write_text(PAGE, encoding="utf-8")
    broken.write_bytes(b"%PDF-1.7\nbroken")
    empty.write_bytes(b"")
    hostile.write_text(ATTACK, encoding="utf-8")
    page = opened(browser, server)
    refused = guard(page)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    drop(page, good, broken, empty, hostile)
    expect(row(page, NAME)).to_contain_text("新增 3 篇")
    expect(row(page, "破损.pdf")).to_contain_text("不完整或已损坏")
    expect(row(page, "空白.txt")).to_contain_text("没有导入")
    expect(row(page, "onerror")).to_contain_text("已导入")
    expect(page.locator('[data-testid="stFileUploaderFile"]')).to_have_count(0)
    shoot(page, "library-import")
    assert axe(page) == []

    turn_to(page, "浏览")
    pick_option(page, "library-paper", "试验日报")
    pick_option(page, "library-day", "2024年5月7日")
    expect(page.locator(".una-lines")).to_contain_text("<img src=x onerror=alert(2)>")
    expect(page.locator(".una-article").first).to_contain_text("javascript:alert(3)")
    shoot(page, "library-hostile")
    for selector in (".una-article", ".una-lines", ".stButton", ".una-results"):
        assert (
            page.locator(f"{selector} img, {selector} script, {selector} iframe, {selector} a").count() == 0
        )
    assert page.locator('[href^="javascript"], img[src*="evil"], iframe[src*="evil"]').count() == 0
    assert refused == []


def test_a_parsed_page_is_put_right_beside_its_picture(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    stories = [story for story in sample_stories() if story.kind == "article"][:4]
    sheet = lay_out(stories, columns=4, random=Random(3))  # noqa: S311  # a layout, no secret
    pdf = print_pdf(sheet, tmp_path)
    page = opened(browser, server)
    drop(page, pdf)
    turn_to(page, "浏览")
    pick_option(page, "library-paper", "江城职工报")
    expect(page.locator('[data-testid="stImage"] img')).to_be_visible()
    shoot(page, "library-page")
    picks = page.locator('[class*="st-key-pick-"] button')
    before = picks.count()
    assert before >= 3

    page.get_by_text("改标题").first.click()
    field = page.locator('[class*="st-key-headline-"] input').first
    field.fill("人工改过的标题 <b>*一*</b>")
    field.blur()
    settled(page)
    page.locator('[class*="st-key-retitle-sure-"] button').first.click()
    expect(page.locator(".una-article h3")).to_have_text("人工改过的标题 <b>*一*</b>")
    expect(page.get_by_text("人工改题")).to_be_visible()
    expect(picks.first).to_contain_text("人工改过的标题 <b>*一*</b>")
    shoot(page, "library-retitled")

    page.get_by_text("拆成两篇").first.click()
    page.locator('[class*="st-key-second-"] input').first.fill("拆出来的一篇")
    page.locator('[class*="st-key-split-sure-"] button').first.click()
    expect(picks).to_have_count(before + 1)
    expect(page.get_by_text("拆出来的一篇").first).to_be_visible()

    drop(page, pdf)  # the same file again undoes nothing
    expect(row(page, pdf.name)).to_contain_text(f"未变 {before} 篇")
    turn_to(page, "浏览")
    pick_option(page, "library-paper", "江城职工报")
    expect(picks).to_have_count(before + 1)
    expect(picks.first).to_contain_text("人工改过的标题")
    expect(page.get_by_test_id("stToast")).to_have_count(0)  # Streamlit names its notes for no screen reader
    assert axe(page) == []
    shoot(page, "library-fixed")


def test_deleted_undone_and_restored_from_the_trash(browser: Browser, server: Server) -> None:
    page = opened(browser, server)
    picks = page.locator('[class*="st-key-pick-"] button')
    expect(picks.first).to_be_visible()
    settled(page)
    before = picks.count()
    title = picks.first.inner_text()
    delete_shown(page)
    expect(picks).to_have_count(before - 1)
    button(page, "undo-delete").click()
    expect(picks).to_have_count(before)
    expect(page.get_by_text(title).first).to_be_visible()
    delete_shown(page)
    expect(picks).to_have_count(before - 1)
    turn_to(page, "回收站")
    expect(button(page, "restore-")).to_be_visible()
    settled(page)
    shoot(page, "library-trash")
    assert axe(page) == []
    page.locator('[class*="st-key-restore-"] button').first.click()
    expect(page.get_by_text("回收站是空的")).to_be_visible()


def test_words_find_their_articles(browser: Browser, server: Server) -> None:
    page = opened(browser, server, width=360)
    field = page.locator(".st-key-library-words input")
    field.fill("驿站 通宵")
    field.press("Enter")
    expect(page.get_by_text("新的在前")).to_be_visible()
    page.locator('[class*="st-key-found-"] summary').first.click()
    expect(page.locator(".una-article").first).to_contain_text("通宵")
    expect(page.locator('[class*="st-key-library-day"]')).to_have_count(0)
    settled(page)
    shoot(page, "library-words-360")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    assert axe(page) == []


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_pages_do_not_run_over(browser: Browser, server: Server, width: int) -> None:
    page = opened(browser, server, width=width)
    expect(page.locator(".una-month").first).to_be_visible()
    shoot(page, f"library-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
