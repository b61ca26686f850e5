"""Queued requests answered in batches: sent, noted down, waited for, taken in; a killed run goes on with the same ones."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

from assistant.chat import Reply
from assistant.chat.batches import GONE, BatchEndpoint, BatchState, LineReply
from assistant.chat.capabilities import Capabilities
from assistant.chat.endpoint import lesson_of
from assistant.chat.failures import EndpointError
from assistant.chat.fit import prompt_tokens
from assistant.chat.openai_chat import FINISHES
from assistant.chat.queued import QueuedChat
from assistant.chat.thoughts import ThoughtFilter
from assistant.chat.wire import Request
from assistant.errors import BudgetExceeded, ChatError, ChatRefused, Stopped
from vectorstore.token_count import count_tokens

MOST_LINES, MOST_BYTES = 50_000, 100_000_000  # of one input file
WAITS = (5.0, 10.0, 20.0, 40.0)  # seconds between looks; a minute from then on
LONG_WAIT = 60.0
_STATUS = {
    "validating": "校验中",
    "in_progress": "进行中",
    "finalizing": "收尾中",
    "completed": "已完成",
    "failed": "未被接受",
    "expired": "已过期",
    "cancelling": "取消中",
    "cancelled": "已取消",
    GONE: "已不在服务端",
}
_UNANSWERED = "这一批{status}，没有轮到它"

Report = Callable[
    [str, int, int], None
]  # the endpoint's word on it in Chinese, requests answered, requests in all


class Open(NamedTuple):
    """A batch that is under way."""

    file: str  # id of its input file
    batch: str | None  # None: it was about to be created when the note was made


@dataclass(frozen=True, slots=True)
class Waiting:
    """How waiting is done; tests pass a sleep that does not."""

    sleep: Callable[[float], object] = time.sleep
    stopped: Callable[[], bool] = lambda: False


class BatchRounds:
    """Batches of one run. What is under way stands in `journal` until all its replies are kept."""

    def __init__(
        self,
        endpoint: BatchEndpoint,
        journal: Path,
        *,
        waiting: Waiting,
        write: Callable[[Path, bytes], None],  # in one step
        budget_tokens: int | None = None,  # of the whole run, prompt and completion; None: no limit
    ) -> None:
        """Asks nobody."""
        self._endpoint = endpoint
        self._journal = journal
        self._waits = waiting
        self._write = write
        self._budget = budget_tokens
        self._used = 0
        self._known: Capabilities = endpoint.expected

    def resume(self, chat: QueuedChat, report: Report) -> int:
        """Take in what an earlier run sent; the number of replies. Raises ChatError."""
        begun = [each if each.batch else Open(each.file, self._created(each.file)) for each in self._noted()]
        return self._take_in(chat, [each for each in begun if each.batch], report, asked=())

    def answer(self, chat: QueuedChat, report: Report) -> int:
        """Send all that waits, and wait for it; the number of replies. Raises ChatError.

        A request that was refused for a field the endpoint does not take waits again, without it; any other that
        failed is not asked again in this run.
        """
        asked = chat.waiting
        self._reserve(asked)
        begun: list[Open] = []
        for lines in self._files(asked):
            file = self._endpoint.upload(lines)
            # Noted first: killed between creating a batch and noting it, the next run finds it by its file.
            self._note([*begun, Open(file, None)])
            begun.append(Open(file, self._endpoint.create(file).id))
            self._note(begun)
        return self._take_in(chat, begun, report, asked=tuple(asked))

    def _take_in(
        self, chat: QueuedChat, begun: Sequence[Open], report: Report, *, asked: Sequence[str]
    ) -> int:
        states = self._ended(begun, report) if begun else []
        replies = [
            reply for state in states for name in state.files for reply in self._endpoint.replies(name)
        ]
        known, kept = self._known, 0
        again: set[str] = set()
        for line in replies:
            lesson = _lesson(known, line)
            if lesson is not None:
                self._known = lesson
                again.add(line.custom_id)
            else:
                kept += self._settle(chat, line)
        status = "、".join(dict.fromkeys(_STATUS.get(state.status, state.status) for state in states))
        for key in set(asked) - {line.custom_id for line in replies} - again:
            chat.fail(key, _UNANSWERED.format(status=status))
        if states:
            self._note([])
        problems = [problem for state in states for problem in state.problems]
        if problems:
            raise ChatRefused(f"{self._endpoint.host} 没有接受这一批请求：{problems[0]}")
        return kept

    def _created(self, file: str) -> str | None:
        """The batch that was created over the file by a run that was killed before it could note it."""
        found = self._endpoint.find(file)
        return found.id if found else None

    def _settle(self, chat: QueuedChat, line: LineReply) -> bool:
        """Keep the reply, or note that there is none."""
        thoughts = ThoughtFilter(hidden=self._known.unopened_thoughts)
        if line.thought:
            thoughts.trust()
        thoughts.feed(line.text or "")
        thoughts.finish()
        if not thoughts.answer:
            chat.fail(line.custom_id, line.detail or f"回答是空的，状态 {line.status}")
            return False
        usage = line.usage
        if usage.estimated:
            usage = replace(usage, completion_tokens=count_tokens(line.text or ""))
        finish = FINISHES.get(line.finish, "stop")
        chat.keep(line.custom_id, Reply(thoughts.answer, finish, line.model or chat.name, usage))
        self._used += usage.prompt_tokens + usage.completion_tokens
        return True

    def _ended(self, begun: Sequence[Open], report: Report) -> list[BatchState]:
        """The batches once all have ended. Raises Stopped where the run is told to stop meanwhile."""
        ended: dict[str, BatchState] = {}
        seen: dict[str, BatchState] = {}
        for seconds in chain(WAITS, repeat(LONG_WAIT)):
            for _, batch in begun:
                if batch is not None and batch not in ended:
                    state = self._looked_at(batch)
                    seen[batch] = state
                    if state.ended:
                        ended[batch] = state
            words = dict.fromkeys(_STATUS.get(state.status, state.status) for state in seen.values())
            done = sum(state.done + state.failed for state in seen.values())
            report("、".join(words), done, sum(state.total for state in seen.values()))
            if len(ended) == len(begun):
                break
            if not self._waits.stopped():
                self._waits.sleep(seconds)
            if self._waits.stopped():
                raise Stopped("已停下；批处理还在服务端进行，再运行同一条命令会接着等，不会重复付费。")
        return list(ended.values())

    def _looked_at(self, batch: str) -> BatchState:
        try:
            return self._endpoint.state(batch)
        except ChatError as error:
            raise type(error)(
                f"{error}批处理 {batch} 还在服务端，再运行同一条命令会接着等，不会重复付费。"
            ) from error

    def _files(self, asked: Mapping[str, Request]) -> Iterator[bytes]:
        """The requests as input files, each within what one may hold."""
        lines: list[bytes] = []
        for key, request in asked.items():
            line = self._endpoint.line(key, request, self._known)
            if lines and (len(lines) == MOST_LINES or sum(map(len, lines)) + len(line) > MOST_BYTES):
                yield b"".join(lines)
                lines = []
            lines.append(line)
        if lines:
            yield b"".join(lines)

    def _reserve(self, asked: Mapping[str, Request]) -> None:
        needed = sum(
            prompt_tokens(request.messages, count_tokens) + request.max_tokens for request in asked.values()
        )
        if self._budget is not None and self._used + needed > self._budget:
            raise BudgetExceeded(
                f"这次运行的 token 预算是 {self._budget}，已用 {self._used}，这一批 {len(asked)} 条最多还要 {needed}："
                "请调大预算，或缩短时间范围。"
            )

    def _note(self, begun: Sequence[Open]) -> None:
        values = [{"file": each.file, "batch": each.batch} for each in begun]
        self._write(self._journal, json.dumps(values).encode())

    def _noted(self) -> list[Open]:
        """What an earlier run left under way; a damaged note counts as none."""
        try:
            values = json.loads(self._journal.read_text(encoding="utf-8"))
            return [Open(str(each["file"]), each["batch"] and str(each["batch"])) for each in values]
        except (OSError, ValueError, TypeError, KeyError):
            return []


def _lesson(known: Capabilities, line: LineReply) -> Capabilities | None:
    """What a refused line teaches of the fields the endpoint takes; None: nothing, or it was answered."""
    if line.text is not None or not line.status:
        return None
    return lesson_of(known, EndpointError("refused", status=line.status, detail=line.detail))
