"""The gate: nothing of the site for whoever has not signed in, but the form to do so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.sign_in import SignIn
from assistant.users import Users
from assistant.web.gate import COOKIE, Gate, Headers, sign_in_routes
from assistant.web.sign_in_form import local_path, sign_in_html
from tests.quick_hashes import quick_hashes  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("quick_hashes")

RIGHT = "correct horse 马"


async def page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("的文库")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("的文库")
    await socket.close()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    users = Users(tmp_path / "users.json")
    users.add("王芳", "editor", RIGHT)
    made = SignIn(
        tmp_path / "access.sqlite",
        users=users,
        lasts=timedelta(hours=1),
        clock=datetime.now,
        token=iter(["first", "second"]).__next__,
    )
    routes = [
        *sign_in_routes(made, hours=1),
        Route("/", page),
        Route("/library", page),
        Route("/_stcore/health", page),
        WebSocketRoute("/_stcore/stream", stream),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Headers), Middleware(Gate, sign_in=made)])
    with closing(made), TestClient(app, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, password: str = RIGHT, **fields: str) -> int:
    reply = client.post("/login", data={"name": "王芳", "password": password} | fields)
    return reply.status_code


def test_a_browser_is_sent_to_the_form_and_back_to_where_it_wanted(client: TestClient) -> None:
    reply = client.get("/?conversation=3", headers={"Accept": "text/html"})
    assert 'value="/?conversation=3"' in client.get(reply.headers["location"]).text
    reply = client.get("/library", headers={"Accept": "text/html"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/login?next=/library")
    form = client.get(reply.headers["location"])
    assert 'value="/library"' in form.text
    assert "script" not in form.text
    reply = client.post("/login", data={"name": "王芳", "password": RIGHT, "next": "/library"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/library")
    assert client.get("/library").text == "的文库"


def test_without_a_token_nothing_but_the_health_check_answers(client: TestClient) -> None:
    assert client.get("/").status_code == 401
    assert client.post("/library").status_code == 401
    assert client.get("/_stcore/health").status_code == 200
    with pytest.raises(WebSocketDisconnect) as caught, client.websocket_connect("/_stcore/stream"):
        pass
    assert caught.value.code == 4401
    client.cookies.set(COOKIE, "made-up")
    assert client.get("/").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_opens_the_stream(client: TestClient) -> None:
    reply = client.post("/login", data={"name": "王芳", "password": RIGHT})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    with client.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "的文库"


def test_wrong_passwords_are_told_and_lock_after_five(client: TestClient) -> None:
    for _ in range(4):
        reply = client.post("/login", data={"name": '<b>"王芳', "password": "wrong"})
        assert reply.status_code == 403
        assert "用户名或密码不对" in reply.text
        assert "<b>" not in reply.text
    assert "分钟后再试" in client.post("/login", data={"name": '<b>"王芳', "password": "wrong"}).text
    assert COOKIE not in client.cookies


def test_signing_out_is_asked_for_and_then_done(client: TestClient) -> None:
    assert sign_in(client) == 303
    assert "退出" in client.get("/logout").text
    assert client.get("/").status_code == 200
    token = client.cookies[COOKIE]
    client.post("/logout")
    client.cookies.set(COOKIE, token)
    assert client.get("/").status_code == 401


def test_a_form_on_another_site_signs_nobody_in(client: TestClient) -> None:
    reply = client.post(
        "/login", data={"name": "王芳", "password": RIGHT}, headers={"Origin": "https://evil.example"}
    )
    assert reply.status_code == 403
    assert COOKIE not in client.cookies


def test_a_form_of_megabytes_is_no_form(client: TestClient) -> None:
    assert sign_in(client, padding="x" * 10_000) == 403


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/login",
        "",
        "/a\nb",
    ],
)
def test_one_is_never_sent_elsewhere_afterwards(path: str) -> None:
    assert local_path(path) == "/"
    assert local_path("/library") == "/library"


def test_pages_may_load_nothing_from_elsewhere(client: TestClient) -> None:
    assert sign_in(client) == 303
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "default-src 'none'" in client.get("/login").headers["content-security-policy"]


def test_what_was_typed_stays_text_in_the_form() -> None:
    text = sign_in_html(onward='/"><script>', name="<img onerror=x>", problem="<i>")
    assert "<script" not in text
    assert "<img" not in text
    assert "<i>" not in text
