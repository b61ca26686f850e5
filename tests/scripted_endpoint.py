"""An OpenAI-compatible HTTP server for tests: it answers from a script and keeps what it was asked."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

# Bodies are whatever JSON the program sends; the tests pick them apart.
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: Body  # empty for GET, and for what is no JSON
    raw: bytes = b""  # the body as it came


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply of the model. Streamed in `pieces` where the request asks for a stream."""

    text: str = "三千名骑手参加了培训。"
    pieces: tuple[str, ...] = ()  # empty: `text` cut in threes
    finish: str | None = "stop"  # None: the end is never announced
    thoughts: str = ""  # sent as reasoning_content
    usage: tuple[int, int] | None = (11, 7)  # prompt and completion tokens; None: the server never tells
    breaks_after: int | None = None  # the connection is cut after so many pieces; None: it is not
    fingerprint: str | None = None
    seconds: float = 0.0  # silence before the answer
    pace: float = 0.0  # seconds between two pieces
    opening: tuple[tuple[str, float], ...] = ()  # first tokens with log probabilities; empty: never told


@dataclass(frozen=True, slots=True)
class Raw:
    """Any other answer: an error, a page of HTML, a sound, a body that is not JSON."""

    status: int = 200
    body: Body | str | bytes = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


Answer = Spoken | Raw
Script = Sequence[Answer] | Callable[[Asked], Answer]


def refusal(status: int, message: str, *, headers: Mapping[str, str] | None = None, **named: object) -> Raw:
    """An error in the form all these servers use; `named` stands beside the message."""
    return Raw(status, {"error": {"message": message, **named}}, headers or {})


class ScriptedEndpoint:
    """Serves `script` on 127.0.0.1 until closed: its answers in order, the last one again and again.

    A function is called with each request instead. `asked` holds the requests for chat completions.
    """

    def __init__(self, script: Script | None = None, *, pages: Mapping[str, Answer] | None = None) -> None:
        self.script: Script = (Spoken(),) if script is None else script
        self.pages = pages or {}  # answers to GET, by path
        self.asked: list[Asked] = []
        self.together = 0  # most requests under way at one time
        self._under_way = 0
        self._lock = threading.Lock()
        endpoint = self

        class Handler(_Handler):
            owner = endpoint

        self._server = _Server(("127.0.0.1", 0), Handler)
        # A short poll: closing waits for it.
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Base URL as a user would configure it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def bodies(self) -> list[Body]:
        """The bodies of the requests so far."""
        return [asked.body for asked in self.asked]

    def answer(self, asked: Asked) -> Answer:
        """What the script says to this request."""
        if asked.method == "GET":
            return self.pages.get(asked.path, refusal(404, "no such page"))
        with self._lock:
            turn = len(self.asked)
            self.asked.append(asked)
        if callable(self.script):
            return self.script(asked)
        return self.script[min(turn, len(self.script) - 1)]

    def enter(self) -> None:
        """Count a request under way."""
        with self._lock:
            self._under_way += 1
            self.together = max(self.together, self._under_way)

    def leave(self) -> None:
        """Count a request done."""
        with self._lock:
            self._under_way -= 1

    def close(self) -> None:
        """Stop serving; connections are refused from now on."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet about clients that went away, as some tests want; loud about anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # its stub is narrower


class _Handler(BaseHTTPRequestHandler):
    owner: ScriptedEndpoint
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Tests stay quiet."""

    def _serve(self, raw: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.loads(raw) if raw and "json" in headers.get("content-type", "") else {}
        asked = Asked(self.command, self.path, headers, body, raw)
        self.owner.enter()
        try:
            answer = self.owner.answer(asked)
            if isinstance(answer, Raw):
                self._send_raw(answer)
            elif body.get("stream"):
                self._send_stream(answer, body)
            else:
                time.sleep(answer.seconds)
                self._send_raw(Raw(body=completion(answer, body)))
        except (BrokenPipeError, ConnectionResetError):  # the client went away, as some tests want
            self.close_connection = True
        finally:
            self.owner.leave()

    def _send_raw(self, answer: Raw) -> None:
        body = answer.body
        text = json.dumps(body, ensure_ascii=False) if isinstance(body, dict) else body
        content = text.encode() if isinstance(text, str) else text
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_stream(self, answer: Spoken, body: Body) -> None:
        time.sleep(answer.seconds)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        pieces = answer.pieces or tuple(answer.text[i : i + 3] for i in range(0, len(answer.text), 3))
        self._event(answer, body, {"role": "assistant", "content": ""})
        if answer.thoughts:
            self._event(answer, body, {"reasoning_content": answer.thoughts})
        for number, piece in enumerate(pieces):
            if number == answer.breaks_after:
                break
            self._event(answer, body, {"content": piece})
            time.sleep(answer.pace)
        if answer.breaks_after is not None:
            self.close_connection = True  # without the last chunk of the transfer: cut off
            return
        if answer.finish is not None:
            self._event(answer, body, {}, finish=answer.finish)
        if answer.usage is not None and (body.get("stream_options") or {}).get("include_usage"):
            self._chunk({**_frame(answer, body), "choices": [], "usage": _usage(answer.usage)})
        self._write(b"data: [DONE]\n\n")
        self._write(b"")

    def _event(self, answer: Spoken, body: Body, delta: Body, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self._chunk({**_frame(answer, body), "choices": [choice]})

    def _chunk(self, event: Body) -> None:
        self._write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    def _write(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _frame(answer: Spoken, body: Body) -> Body:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": body.get("model"),
        "system_fingerprint": answer.fingerprint,
    }


def completion(answer: Spoken, body: Body) -> Body:
    """The reply as a chat completion."""
    message = {"role": "assistant", "content": "".join(answer.pieces) or answer.text}
    if answer.thoughts:
        message["reasoning_content"] = answer.thoughts
    choice: Body = {"index": 0, "message": message, "finish_reason": answer.finish}
    if answer.opening and body.get("logprobs"):
        likely = [{"token": token, "logprob": logprob, "bytes": None} for token, logprob in answer.opening]
        choice["logprobs"] = {"content": [{**likely[0], "top_logprobs": likely[: body["top_logprobs"]]}]}
    whole = {**_frame(answer, body), "object": "chat.completion", "choices": [choice]}
    return {**whole, "usage": _usage(answer.usage)} if answer.usage else whole


def _usage(usage: tuple[int, int]) -> Body:
    prompt, completion = usage
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
