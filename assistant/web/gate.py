"""The gate before the pages: who has not signed in gets to the sign-in form and to nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import AssistantError
from assistant.sign_in import SignIn
from assistant.web.sign_in_form import local_path, sign_in_html, sign_out_html
from vectorstore.errors import StoreError

COOKIE = "una_session"
_OPEN = frozenset({"/login", "/logout", "/_stcore/health"})
_MOST_BYTES = 4096  # of a sign-in form
# The pages load nothing from elsewhere and send nothing elsewhere, whatever stands in an article. Streamlit's own
# scripts need eval for charts, and its styles stand in the page.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "frame-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_FORM_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


class Headers:
    """Puts on every reply what tells a browser to be careful."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is what comes next."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _POLICY)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "same-origin")
            await send(message)

        await self._app(scope, receive, careful)


class Gate:
    """Lets through who has signed in."""

    def __init__(self, app: ASGIApp, sign_in: SignIn) -> None:
        """`app` is what lies behind the gate."""
        self._app = app
        self._sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, or answer in its place."""
        if scope["type"] == "lifespan" or scope["path"] in _OPEN or await self._signed_in(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4401})
        elif scope["method"] == "GET" and "text/html" in HTTPConnection(scope).headers.get("accept", ""):
            asked = scope["query_string"].decode("latin-1")
            onward = quote(local_path(scope["path"] + (f"?{asked}" if asked else "")))
            await RedirectResponse(f"/login?next={onward}", status_code=303)(scope, receive, send)
        else:
            await PlainTextResponse("请先登录。", status_code=401)(scope, receive, send)

    async def _signed_in(self, scope: Scope) -> bool:
        token = HTTPConnection(scope).cookies.get(COOKIE)
        if not token:
            return False
        try:
            return await run_in_threadpool(self._sign_in.user, token) is not None
        except (AssistantError, StoreError):
            return False


def sign_in_routes(sign_in: SignIn, *, hours: float) -> Sequence[BaseRoute]:
    """`/login` and `/logout`; the cookie lasts for so many `hours`."""

    async def form(request: Request) -> Response:
        return _page(sign_in_html(onward=local_path(request.query_params.get("next", "/"))))

    async def submit(request: Request) -> Response:
        if _foreign(request):
            return _page(sign_in_html(onward="/", problem="请从这个页面登录。"), 403)
        fields = await _fields(request)
        name, onward = fields.get("name", ""), local_path(fields.get("next", "/"))
        client = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(sign_in.sign_in, name, fields.get("password", ""), client=client)
        except (AssistantError, StoreError) as error:
            return _page(sign_in_html(onward=onward, name=name, problem=str(error)), 403)
        reply = RedirectResponse(onward, status_code=303)
        secure = request.url.scheme == "https"
        reply.set_cookie(
            COOKIE, token, max_age=int(hours * 3600), httponly=True, samesite="lax", secure=secure
        )
        return reply

    async def ask(_request: Request) -> Response:
        return _page(sign_out_html())

    async def leave(request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if token and not _foreign(request):
            await run_in_threadpool(sign_in.sign_out, token)
        reply = RedirectResponse("/login", status_code=303)
        reply.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return reply

    return (
        Route("/login", form, methods=["GET"]),
        Route("/login", submit, methods=["POST"]),
        Route("/logout", ask, methods=["GET"]),
        Route("/logout", leave, methods=["POST"]),
    )


def _page(text: str, status: int = 200) -> Response:
    headers = {"Content-Security-Policy": _FORM_POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(text, status_code=status, headers=headers)


def _foreign(request: Request) -> bool:
    """Whether the form was on another site's page."""
    origin = request.headers.get("origin")
    return origin not in (None, "null") and urlsplit(str(origin)).netloc != request.headers.get("host")


async def _fields(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return {}
    values = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: each[0] for name, each in values.items()}
