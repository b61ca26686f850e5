"""Signing in, in a real Chromium: wrong passwords, locks, roles, and what belongs to somebody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.users import Users
from assistant.web.gate import COOKIE
from tests.browser_rig import Server, axe, new_page, serving, settled, shoot
from tests.command import load_sample

pytestmark = pytest.mark.browser

RIGHT = "correct horse 马"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    load_sample(home)
    users = Users(home / "users.json")
    for name, role in (
        ("读者甲", "reader"),
        ("编辑乙", "editor"),
        ("管理员丙", "admin"),
        ("忘事的丁", "reader"),
    ):
        users.add(name, role, RIGHT)  # type: ignore[arg-type]  # they are roles
    with serving(home, ASSISTANT_ACCESS="password") as server:
        yield server


def fill(page: Page, name: str, password: str) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def signed_in(browser: Browser, server: Server, name: str, path: str = "/") -> Page:
    page = new_page(browser)
    page.goto(server.url + path)
    fill(page, name, RIGHT)
    settled(page)
    expect(page.get_by_text(f"{name} · ")).to_be_visible()
    return page


def test_a_wrong_password_is_told_and_the_right_one_lets_in(browser: Browser, server: Server) -> None:
    page = new_page(browser, theme="dark")
    page.goto(f"{server.url}/library")
    expect(page.get_by_role("heading", name="工会新闻助手")).to_be_visible()
    assert axe(page) == []
    fill(page, "读者甲", "wrong password")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_label("用户名")).to_have_value("读者甲")
    expect(page.get_by_label("密码")).to_have_value("")
    shoot(page, "access-wrong")
    fill(page, "读者甲", RIGHT)
    settled(page)
    expect(page).to_have_url(f"{server.url}/library")
    expect(page.get_by_text("读者甲 · 读者")).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_text("读者甲 · 读者")).to_be_visible()
    assert COOKIE not in page.evaluate("document.cookie")
    shoot(page, "access-reader")


def test_five_wrong_passwords_lock_for_a_while_even_for_a_new_browser(
    browser: Browser, server: Server
) -> None:
    page = new_page(browser)
    page.goto(server.url)
    for _ in range(4):
        fill(page, "忘事的丁", "wrong password")
        expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    fill(page, "忘事的丁", "wrong password")
    expect(page.get_by_role("alert")).to_contain_text("5 分钟后再试")
    shoot(page, "access-locked")
    other = new_page(browser)
    other.goto(server.url)
    fill(other, "忘事的丁", RIGHT)
    expect(other.get_by_role("alert")).to_contain_text("分钟后再试")
    expect(other.get_by_label("密码")).to_be_visible()


def test_a_reader_cannot_delete_and_does_not_see_the_settings(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server, "读者甲", "/library")
    expect(page.locator('[class*="st-key-pick-"]').first).to_be_visible()
    expect(page.locator(".una-article").first).to_be_visible()
    for key in ("delete-", "retitle-", "split-", "join-", "library-view"):
        assert page.locator(f'[class*="st-key-{key}"]').count() == 0, key
    assert page.get_by_role("link", name="设置").count() == 0
    page.goto(f"{server.url}/settings")
    settled(page)
    assert page.get_by_label("模型名").count() == 0


def test_an_editor_can_delete_but_not_empty_the_trash_and_an_admin_has_settings(
    browser: Browser, server: Server
) -> None:
    page = signed_in(browser, server, "编辑乙", "/library")
    expect(page.locator('[class*="st-key-delete-"] button').first).to_be_visible()
    assert page.get_by_role("link", name="设置").count() == 0
    admin = signed_in(browser, server, "管理员丙", "/settings")
    expect(admin.get_by_label("模型名")).to_be_visible()
    admin.locator(".st-key-test-embedder button").click()
    expect(admin.get_by_text("384 维")).to_be_visible()
    admin.locator(".st-key-examine button").click()
    expect(admin.get_by_text("与文库一致")).to_be_visible()
    settled(admin)
    shoot(admin, "settings")
    assert axe(admin) == []


def test_a_conversation_of_another_user_is_not_read_by_its_link(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server, "编辑乙")
    question = page.get_by_test_id("stChatInputTextArea")
    expect(question).to_be_visible()
    question.fill("平阳改造一家通宵驿站要花多少钱？")
    question.press("Enter")
    expect(page.locator(".una-answer").last).to_contain_text("3.5")
    page.wait_for_url("**/?conversation=*")
    link = page.url
    other = signed_in(browser, server, "管理员丙", link.removeprefix(server.url))
    settled(other)
    assert other.get_by_text("3.5万元").count() == 0
    assert other.locator(".una-answer").count() == 0
    shoot(other, "access-foreign-conversation")


def test_whoever_signs_out_is_out(browser: Browser, server: Server) -> None:
    page = signed_in(browser, server, "读者甲")
    page.get_by_role("link", name="退出登录").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("密码")).to_be_visible()
    page.goto(f"{server.url}/library")
    expect(page.get_by_label("密码")).to_be_visible()
