"""The Batch API of an OpenAI-compatible endpoint: a file of requests in, a file of replies out within a day.

One of two chat modules that know the openai package. The form is OpenAI's (guide "Batch API"), which DashScope and
others follow: `/files`, `/batches`, one JSON object a line, found again by its `custom_id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar
from urllib.parse import urlsplit

from openai.types import Batch, FileObject

from assistant.chat import Usage
from assistant.chat.capabilities import Capabilities, expected
from assistant.chat.endpoint import checked_host, checked_key, fitted
from assistant.chat.failures import EndpointError, explained
from assistant.chat.retry import Pacing, with_retries
from assistant.chat.wire import NO_KEY, Request, connect, message_param, optional_fields, translated
from assistant.errors import ChatError, ChatRefused

WINDOW: Final = "24h"  # the only one there is
URL: Final = "/v1/chat/completions"
GONE = "gone"  # our word: the endpoint has no such batch any more
ENDED = frozenset({"completed", "failed", "expired", "cancelled", GONE})
_ABSENT = frozenset({404, 405, 501})  # statuses of an endpoint that has no such interface
_LISTED = 1000  # batches looked through for one that was created and not noted down

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch as the endpoint tells of it."""

    id: str
    status: str  # the endpoint's word
    done: int
    failed: int
    total: int  # 0: not counted yet
    files: tuple[str, ...]  # ids of the output and error files there are
    problems: tuple[str, ...]  # why it was not accepted

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class LineReply:
    """One line of an output or error file."""

    custom_id: str
    text: str | None  # None: the request failed
    finish: str
    model: str
    usage: Usage
    thought: bool  # the endpoint sent thoughts apart from the text
    status: int  # HTTP status; 0: it was never asked
    detail: str  # why it failed


class BatchEndpoint:
    """The batches of one model of one endpoint."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        model: str,
        *,
        timeout: float,
        retries: int,
        context_tokens: int,
        pacing: Pacing,
    ) -> None:
        """Makes no request. Raises ChatRefused where the address or the key cannot be one."""
        self.model = model
        self.host = checked_host(base_url)
        self.expected: Capabilities = expected(model, urlsplit(base_url).port, context_tokens)
        self._key = checked_key(api_key) or NO_KEY
        self._client = connect(base_url, self._key, timeout=timeout)
        self._retries = retries
        self._pacing = pacing

    def line(self, custom_id: str, request: Request, known: Capabilities) -> bytes:
        """The request as a line of an input file. Raises ChatRefused where it cannot be made to fit."""
        asked = fitted(request, known, model=self.model)
        messages = [message_param(message) for message in asked.messages]
        body = {"model": self.model, "messages": messages, **optional_fields(asked, known)}
        values = {"custom_id": custom_id, "method": "POST", "url": URL, "body": body}
        return (json.dumps(values, ensure_ascii=False) + "\n").encode("utf-8", "replace")

    def upload(self, lines: bytes) -> str:
        """The id of the file. Raises ChatError; ChatRefused also where the endpoint has no such interface."""
        return self._asked(lambda: self._upload(lines))

    def create(self, file_id: str) -> BatchState:
        """The batch over the file; where there is one already, that one: nothing is paid for twice.

        Raises like `upload`.
        """
        return self._asked(lambda: self._find(file_id) or self._create(file_id))

    def find(self, file_id: str) -> BatchState | None:
        """The batch over the file; None: there is none. Raises like `upload`."""
        return self._asked(lambda: self._find(file_id))

    def state(self, batch_id: str) -> BatchState:
        """How far the batch is; `gone` is one that the endpoint no longer has. Raises like `upload`."""
        return self._asked(lambda: self._retrieve(batch_id))

    def replies(self, file_id: str) -> tuple[LineReply, ...]:
        """The lines of an output or error file that can be read. Raises like `upload`."""
        content = self._asked(lambda: self._content(file_id))
        return tuple(_lines(content.decode("utf-8", "replace")))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _upload(self, lines: bytes) -> str:
        with translated(self._key):
            file = ("requests.jsonl", lines, "application/jsonl")
            made = self._client.files.create(file=file, purpose="batch")
        # The package checks nothing it reads: a page of HTML comes as a string.
        if not isinstance(made, FileObject) or not made.id:
            raise EndpointError("garbled")
        return made.id

    def _create(self, file_id: str) -> BatchState:
        with translated(self._key):
            return _state(
                self._client.batches.create(input_file_id=file_id, endpoint=URL, completion_window=WINDOW)
            )

    def _retrieve(self, batch_id: str) -> BatchState:
        try:
            with translated(self._key):
                return _state(self._client.batches.retrieve(batch_id))
        except EndpointError as failure:
            if failure.status == HTTPStatus.NOT_FOUND:
                return BatchState(batch_id, GONE, 0, 0, 0, (), ())
            raise

    def _find(self, file_id: str) -> BatchState | None:
        try:
            with translated(self._key):
                for nth, batch in enumerate(self._client.batches.list(limit=100)):
                    if batch.input_file_id == file_id:
                        return _state(batch)
                    if nth >= _LISTED:
                        break
        except EndpointError as failure:
            if failure.status not in _ABSENT:
                raise
        return None

    def _content(self, file_id: str) -> bytes:
        with translated(self._key):
            return self._client.files.content(file_id).content

    def _asked(self, ask: Callable[[], Result]) -> Result:
        try:
            return with_retries(ask, retries=self._retries, pacing=self._pacing)
        except EndpointError as failure:
            raise self._explained(failure) from None

    def _explained(self, failure: EndpointError) -> ChatError:
        if failure.status in _ABSENT or failure.kind == "garbled":
            return ChatRefused(
                f"{self.host} 没有批处理接口（OpenAI Batch API 的 /files 和 /batches）："
                "请去掉 --batch-api，或换一个提供批处理的服务。"
            )
        return explained(failure, model=self.model, host=self.host)


def _state(batch: Batch) -> BatchState:
    if not isinstance(batch, Batch) or not batch.id:
        raise EndpointError("garbled")
    counts = batch.request_counts
    errors = (batch.errors.data if batch.errors else None) or []
    return BatchState(
        id=batch.id,
        status=batch.status,
        done=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        total=counts.total if counts else 0,
        files=tuple(name for name in (batch.output_file_id, batch.error_file_id) if name),
        problems=tuple(error.message or error.code or "" for error in errors),
    )


def _lines(text: str) -> Iterator[LineReply]:
    for line in text.splitlines():
        try:
            values = json.loads(line)
        except ValueError:
            continue  # its request counts as unanswered
        if isinstance(values, dict) and isinstance(values.get("custom_id"), str):
            yield _line_reply(values["custom_id"], values)


def _line_reply(custom_id: str, values: dict[str, object]) -> LineReply:
    response = _table(values.get("response"))
    body = _table(response.get("body"))
    choices = body.get("choices")
    choice = _table(choices[0]) if isinstance(choices, list) and choices else {}
    message, counted = _table(choice.get("message")), _table(body.get("usage"))
    text = message.get("content")
    error = _table(values.get("error")) or _table(body.get("error")) or body
    said = [str(error[name]) for name in ("message", "param", "code") if error.get(name)]
    status = _number(response.get("status_code"))
    answered = isinstance(text, str) and status in (0, 200)
    return LineReply(
        custom_id=custom_id,
        text=str(text) if answered else None,
        finish=str(choice.get("finish_reason") or "stop"),
        model=str(body.get("model") or ""),
        usage=Usage(
            _number(counted.get("prompt_tokens")),
            _number(counted.get("completion_tokens")),
            1 if answered else 0,
            estimated=not counted,
        ),
        thought=bool(message.get("reasoning_content") or message.get("reasoning")),
        status=status,
        detail="" if answered else "; ".join(said),
    )


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
