"""An OpenAI-compatible server with the Batch API: files go in, batches run while they are looked at, files come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from http import HTTPStatus
from itertools import count
from typing import Literal

from tests.scripted_endpoint import Answer, Asked, Body, Raw, ScriptedEndpoint, Spoken, completion, refusal

End = Literal["completed", "failed", "expired", "cancelled"]
STEPS = ("validating", "in_progress", "finalizing")  # one a look


@dataclass(slots=True)
class Held:
    """A batch as the server keeps it."""

    id: str
    file: str
    looks: int = 0
    status: str = "validating"
    output: str | None = None  # None: no file of it
    errors: str | None = None  # None: no file of it
    counts: dict[str, int] = field(default_factory=lambda: {"total": 0, "completed": 0, "failed": 0})


class BatchServer(ScriptedEndpoint):
    """`say` answers each line when its batch ends; batches end as `ends` says, in turn, the last for all others.

    An expired or cancelled batch has answered only its first `answered` lines.
    """

    def __init__(
        self,
        say: Callable[[Asked], Answer],
        *,
        ends: tuple[End, ...] = ("completed",),
        answered: int = 1,
        lists: bool = True,  # False: the list of batches is not offered
    ) -> None:
        super().__init__()
        self.say = say
        self.ends = ends
        self.answered = answered
        self.lists = lists
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Held] = {}
        self.paid: list[str] = []  # last message of each line that was answered
        self.trouble: list[Answer] = []  # given first, each once, whatever is asked
        self._ids = count(1)

    def answer(self, asked: Asked) -> Answer:
        """What the interface says."""
        if self.trouble:
            return self.trouble.pop(0)
        path = asked.path.split("?")[0].removeprefix("/v1/")
        if asked.method == "POST":
            made = {"files": lambda: self._upload(asked), "batches": lambda: self._create(asked.body)}
            return made.get(path, lambda: refusal(404, "Not Found"))()
        return self._shown_at(path)

    def _shown_at(self, path: str) -> Answer:
        kind, _, name = path.partition("/")
        if path == "batches" and self.lists:
            shown = [self._shown(batch) for batch in self.batches.values()]
            return Raw(body={"object": "list", "data": shown, "has_more": False})
        if kind == "batches" and name in self.batches:
            return Raw(body=self._looked_at(self.batches[name]))
        file = self.files.get(name.removesuffix("/content"))
        if kind == "files" and file is not None:
            return Raw(body=file.decode(), content_type="application/octet-stream")
        return refusal(404, "Not Found")

    def lines(self, batch: Held) -> list[Body]:
        """The requests of the batch."""
        return [json.loads(line) for line in self.files[batch.file].splitlines()]

    def _upload(self, asked: Asked) -> Answer:
        head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
        parts = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in BytesParser().parsebytes(head + asked.raw).walk()
            if not part.is_multipart()
        }
        content = parts["file"]
        assert isinstance(content, bytes)
        if parts["purpose"] != b"batch":
            return refusal(400, "wrong purpose")
        name = f"file-{next(self._ids)}"
        self.files[name] = content.strip() + b"\n"
        about = {"id": name, "object": "file", "bytes": len(content), "created_at": 1, "filename": "x.jsonl"}
        return Raw(body={**about, "purpose": "batch", "status": "processed"})

    def _create(self, body: Body) -> Answer:
        if body["input_file_id"] not in self.files:
            return refusal(400, "no such file")
        assert body["completion_window"] == "24h"
        assert body["endpoint"] == "/v1/chat/completions"
        batch = Held(f"batch_{next(self._ids)}", body["input_file_id"])
        self.batches[batch.id] = batch
        lines = self.lines(batch)
        assert len({line["custom_id"] for line in lines}) == len(lines)
        assert all(line["method"] == "POST" and line["url"] == body["endpoint"] for line in lines)
        return Raw(body=self._shown(batch))

    def _looked_at(self, batch: Held) -> Body:
        if batch.looks < len(STEPS):
            batch.status = STEPS[batch.looks]
            batch.counts["total"] = len(self.lines(batch)) if batch.looks else 0
            batch.looks += 1
        elif batch.status in STEPS:
            nth = list(self.batches).index(batch.id)
            self._end(batch, self.ends[min(nth, len(self.ends) - 1)])
        return self._shown(batch)

    def _end(self, batch: Held, end: End) -> None:
        batch.status = end
        if end == "failed":
            return
        good: list[Body] = []
        bad: list[Body] = []
        for nth, line in enumerate(self.lines(batch)):
            head = {"id": f"line-{nth}", "custom_id": line["custom_id"]}
            if end != "completed" and nth >= self.answered:
                error = {"code": f"batch_{end}", "message": f"This request was not executed: batch {end}."}
                bad.append({**head, "response": None, "error": error})
                continue
            answer = self.say(Asked("POST", line["url"], {}, line["body"]))
            if isinstance(answer, Spoken):
                self.paid.append(line["body"]["messages"][-1]["content"])
                body, status = completion(answer, line["body"]), HTTPStatus.OK
            else:
                body, status = answer.body if isinstance(answer.body, dict) else {}, HTTPStatus(answer.status)
            response = {"status_code": int(status), "request_id": f"r{nth}", "body": body}
            (good if status == HTTPStatus.OK else bad).append({**head, "response": response, "error": None})
        batch.output, batch.errors = self._file(good), self._file(bad)
        batch.counts = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}

    def _file(self, lines: list[Body]) -> str | None:
        if not lines:
            return None
        name = f"file-{next(self._ids)}"
        self.files[name] = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        return name

    def _shown(self, batch: Held) -> Body:
        errors = {
            "object": "list",
            "data": [{"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}],
        }
        return {
            "id": batch.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "errors": errors if batch.status == "failed" else None,
            "input_file_id": batch.file,
            "completion_window": "24h",
            "status": batch.status,
            "output_file_id": batch.output,
            "error_file_id": batch.errors,
            "created_at": 1,
            "request_counts": batch.counts,
        }
