"""The Batch API: every request once, nothing paid for twice, whatever ends the run or the batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.batch_digest import write_file
from assistant.chat import Message
from assistant.chat.batch_rounds import WAITS, BatchRounds, Waiting
from assistant.chat.batches import BatchEndpoint
from assistant.chat.cached import Replies
from assistant.chat.queued import QueuedChat
from assistant.chat.retry import Pacing
from assistant.chat.wire import Request
from assistant.errors import Awaited, BudgetExceeded, ChatRefused, ChatUnavailable, Stopped
from tests.batch_server import BatchServer, End
from tests.chat_rig import KEY
from tests.scripted_endpoint import Answer, Asked, Raw, ScriptedEndpoint, Spoken, refusal


class Killed(BaseException):
    """What ends a process, for all that a test can do."""


def echo(asked: Asked) -> Answer:
    return Spoken(f"答：{asked.body['messages'][-1]['content']}")


class Run:
    """A process: its queue, its rounds, the waits it made and what it told the user."""

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        budget: int | None = None,
        on_wait: Callable[[int], None] = lambda _nth: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.waits: list[float] = []
        self.told: list[tuple[str, int, int]] = []
        self.chat = QueuedChat("model-x", Replies(folder / "replies", prompt_digest=""))
        self.journal = folder / "batches.json"
        self.endpoint = BatchEndpoint(
            url,
            KEY,
            "model-x",
            timeout=5.0,
            retries=1,
            context_tokens=8192,
            pacing=Pacing(sleep=lambda _: None),
        )

        def sleep(seconds: float) -> None:
            self.waits.append(seconds)
            on_wait(len(self.waits))

        self.rounds = BatchRounds(
            self.endpoint,
            self.journal,
            waiting=Waiting(sleep, stopped),
            write=write_file,
            budget_tokens=budget,
        )

    def ask(self, *questions: str) -> list[str]:
        """The replies, after as many rounds as it takes; how a program with several stages would."""
        try:
            self.rounds.resume(self.chat, self._report)
            while True:
                replies = [self._reply(question) for question in questions]
                if not self.chat.waiting:
                    return replies
                self.rounds.answer(self.chat, self._report)
        finally:
            self.endpoint.close()

    def _reply(self, question: str) -> str:
        try:
            return self.chat.reply((Message("user", question),), max_tokens=50).text
        except Awaited:
            return "等待"
        except ChatUnavailable as error:
            return str(error)

    def _report(self, status: str, done: int, total: int) -> None:
        self.told.append((status, done, total))


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer(echo) as server:
        yield server


def test_one_batch_answers_all_and_progress_is_told(server: BatchServer, tmp_path: Path) -> None:
    run = Run(server.url, tmp_path)
    assert run.ask("一", "二", "三") == ["答：一", "答：二", "答：三"]
    assert len(server.batches) == 1
    assert run.told[0] == ("校验中", 0, 0)
    assert run.told[-1] == ("已完成", 3, 3)
    assert run.waits == list(WAITS[:3])
    (batch,) = server.batches.values()
    assert server.lines(batch)[0]["body"]["max_tokens"] == 50
    assert server.lines(batch)[0]["body"]["model"] == "model-x"


def test_what_was_answered_is_never_sent_again(server: BatchServer, tmp_path: Path) -> None:
    Run(server.url, tmp_path).ask("一", "二")
    assert Run(server.url, tmp_path).ask("一", "二", "三") == ["答：一", "答：二", "答：三"]
    assert sorted(server.paid) == ["一", "三", "二"]
    free = Run(server.url, tmp_path)
    free.ask("一")
    assert free.chat.reply((Message("user", "一"),), max_tokens=50).usage.calls == 0


def test_replies_of_this_run_have_the_usage_they_were_paid_with(server: BatchServer, tmp_path: Path) -> None:
    run = Run(server.url, tmp_path)
    run.ask("一")
    usage = run.chat.reply((Message("user", "一"),), max_tokens=50).usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.calls) == (11, 7, 1)


@pytest.mark.parametrize("look", [1, 2, 3])
def test_killed_while_waiting_the_next_run_waits_for_the_same_batch(
    server: BatchServer, tmp_path: Path, look: int
) -> None:
    def kill(nth: int) -> None:
        if nth == look:
            raise Killed

    with pytest.raises(Killed):
        Run(server.url, tmp_path, on_wait=kill).ask("一", "二")
    assert Run(server.url, tmp_path).ask("一", "二") == ["答：一", "答：二"]
    assert len(server.batches) == 1
    assert sorted(server.paid) == ["一", "二"]


def test_killed_between_creating_and_noting_the_batch_is_found_by_its_file(
    server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(server.url, tmp_path)
    create = run.endpoint.create

    def dying(file: str) -> object:
        create(file)
        raise Killed

    monkeypatch.setattr(run.endpoint, "create", dying)
    with pytest.raises(Killed):
        run.ask("一")
    assert Run(server.url, tmp_path).ask("一") == ["答：一"]
    assert len(server.batches) == 1


def test_killed_before_the_batch_was_created_it_is_sent_once(
    server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(_file: str) -> object:
        raise Killed

    run = Run(server.url, tmp_path)
    monkeypatch.setattr(run.endpoint, "create", dying)
    with pytest.raises(Killed):
        run.ask("一")
    assert Run(server.url, tmp_path).ask("一") == ["答：一"]
    assert server.paid == ["一"]


def test_a_lost_answer_to_creating_makes_no_second_batch(server: BatchServer, tmp_path: Path) -> None:
    run = Run(server.url, tmp_path)
    file = run.endpoint.upload(
        run.endpoint.line(
            "a", Request((Message("user", "一"),), 50, None, stream=False), run.endpoint.expected
        )
    )
    first = run.endpoint.create(file)
    assert run.endpoint.create(file).id == first.id
    assert len(server.batches) == 1


@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_an_expired_or_cancelled_batch_keeps_what_was_answered_and_the_next_run_asks_the_rest(
    tmp_path: Path, end: End
) -> None:
    with BatchServer(echo, ends=(end, "completed"), answered=1) as server:
        first = Run(server.url, tmp_path).ask("一", "二")
        assert first[0] == "答：一"
        assert f"batch_{end}" in first[1]
        assert len(server.batches) == 1
        assert Run(server.url, tmp_path).ask("一", "二") == ["答：一", "答：二"]
        assert server.paid == ["一", "二"]


def test_failed_lines_are_told_of_and_asked_again_by_the_next_run(tmp_path: Path) -> None:
    moody = [True]

    def say(asked: Asked) -> Answer:
        if asked.body["messages"][-1]["content"] == "二" and moody.pop():
            moody.append(False)
            return refusal(429, "rate limit")
        return echo(asked)

    with BatchServer(say) as server:
        first = Run(server.url, tmp_path).ask("一", "二")
        assert first[0] == "答：一"
        assert "rate limit" in first[1]
        assert Run(server.url, tmp_path).ask("一", "二") == ["答：一", "答：二"]
        assert server.paid == ["一", "二"]


def test_a_line_that_is_missing_from_both_files_counts_as_failed(tmp_path: Path) -> None:
    with BatchServer(echo) as server:
        run = Run(server.url, tmp_path)
        end = server._end

        def losing(batch: object, how: End) -> None:
            end(batch, how)  # type: ignore[arg-type]
            server.files[next(reversed(server.files))] = b"not json\n"

        server._end = losing  # type: ignore[method-assign, assignment]
        (said,) = run.ask("一")
        assert "没有轮到" in said


def test_a_field_the_model_does_not_take_is_left_out_in_the_next_round(tmp_path: Path) -> None:
    def picky(asked: Asked) -> Answer:
        if "max_tokens" in asked.body:
            return refusal(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        return echo(asked)

    with BatchServer(picky) as server:
        assert Run(server.url, tmp_path).ask("一", "二") == ["答：一", "答：二"]
        assert len(server.batches) == 2
        assert server.paid == ["一", "二"]


def test_a_batch_that_is_not_accepted_says_why_and_does_not_block_the_next_run(tmp_path: Path) -> None:
    with BatchServer(echo, ends=("failed", "completed")) as server:
        with pytest.raises(ChatRefused, match="Enqueued token limit"):
            Run(server.url, tmp_path).ask("一")
        assert Run(server.url, tmp_path).ask("一") == ["答：一"]


def test_a_batch_the_endpoint_no_longer_has_is_sent_anew(server: BatchServer, tmp_path: Path) -> None:
    def kill(_nth: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        Run(server.url, tmp_path, on_wait=kill).ask("一")
    server.batches.clear()
    assert Run(server.url, tmp_path).ask("一") == ["答：一"]


def test_told_to_stop_it_says_that_the_batch_goes_on(server: BatchServer, tmp_path: Path) -> None:
    told: list[int] = []
    run = Run(server.url, tmp_path, on_wait=told.append, stopped=lambda: len(told) == 2)
    with pytest.raises(Stopped, match="还在服务端"):
        run.ask("一")
    assert Run(server.url, tmp_path).ask("一") == ["答：一"]
    assert len(server.batches) == 1


def test_an_outage_while_waiting_is_survived_or_explained(server: BatchServer, tmp_path: Path) -> None:
    def outage(times: int) -> Callable[[int], None]:
        return lambda nth: server.trouble.extend([refusal(503, "busy")] * times) if nth == 1 else None

    assert Run(server.url, tmp_path, on_wait=outage(1)).ask("一") == ["答：一"]
    with pytest.raises(ChatUnavailable, match="不会重复付费"):
        Run(server.url, tmp_path, on_wait=outage(2)).ask("二")
    assert Run(server.url, tmp_path).ask("一", "二") == ["答：一", "答：二"]
    assert server.paid == ["一", "二"]


@pytest.mark.parametrize(
    "answer", [refusal(404, "no"), refusal(405, "no"), Raw(body="<html>", content_type="text/html")]
)
def test_an_endpoint_without_batches_is_told_of(tmp_path: Path, answer: Answer) -> None:
    with ScriptedEndpoint([answer]) as plain, pytest.raises(ChatRefused, match="没有批处理接口"):
        Run(plain.url, tmp_path).ask("一")


def test_a_wrong_key_is_told_of_without_showing_it(tmp_path: Path) -> None:
    with ScriptedEndpoint([refusal(401, f"bad key {KEY}")]) as plain, pytest.raises(ChatRefused) as caught:
        Run(plain.url, tmp_path).ask("一")
    assert "密钥" in str(caught.value)
    assert KEY not in str(caught.value)


def test_a_budget_that_would_be_crossed_sends_nothing(server: BatchServer, tmp_path: Path) -> None:
    with pytest.raises(BudgetExceeded, match="预算"):
        Run(server.url, tmp_path, budget=60).ask("一", "二")
    assert server.files == {}


def test_many_requests_are_cut_into_several_batches(
    server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.chat.batch_rounds.MOST_LINES", 2)
    run = Run(server.url, tmp_path)
    assert run.ask(*"一二三四五") == [f"答：{word}" for word in "一二三四五"]
    assert [len(server.lines(batch)) for batch in server.batches.values()] == [2, 2, 1]
    assert run.told[-1] == ("已完成", 5, 5)


def test_a_damaged_journal_counts_as_none(server: BatchServer, tmp_path: Path) -> None:
    (tmp_path / "batches.json").write_text('[{"file"', encoding="utf-8")
    assert Run(server.url, tmp_path).ask("一") == ["答：一"]


def test_a_server_that_lists_no_batches_will_do(tmp_path: Path) -> None:
    with BatchServer(echo, lists=False) as server:
        assert Run(server.url, tmp_path).ask("一") == ["答：一"]


def test_thoughts_are_no_part_of_a_reply(tmp_path: Path) -> None:
    with BatchServer(lambda _asked: Spoken("<think>想想</think>三千名。")) as server:
        assert Run(server.url, tmp_path).ask("一") == ["三千名。"]


def test_an_empty_reply_counts_as_failed(tmp_path: Path) -> None:
    with BatchServer(lambda _asked: Spoken(" ")) as server:
        (said,) = Run(server.url, tmp_path).ask("一")
        assert "回答是空的" in said


def test_a_reply_that_does_not_follow_its_schema_is_refused(server: BatchServer, tmp_path: Path) -> None:
    run = Run(server.url, tmp_path)
    with pytest.raises(Awaited):
        run.chat.reply((Message("user", "一"),), max_tokens=50, schema='{"type": "string"}')
    run.rounds.answer(run.chat, lambda *_: None)
    with pytest.raises(Exception, match="JSON"):
        run.chat.reply((Message("user", "一"),), max_tokens=50, schema='{"type": "string"}')
    run.endpoint.close()
