from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assistant.ask import Asking
from assistant.background import Background, Job
from assistant.chat import Message, Reply, Usage
from assistant.conversations import Conversations
from assistant.converse import Asked, Growing, begin_turn, converse
from assistant.errors import ChatUnavailable
from assistant.wiring import build_prompt
from assistant.writing import Writer
from tests.store_home import NOON, make_article
from vectorstore.records import Filter
from vectorstore.store import VectorStore

SOON = 20.0
FIRST, SECOND = "培训班有三千名骑手参加[1]。", "培训班在五月一日开班[1]。"
TEXT = "青州市总工会举办骑手培训班。培训班有三千名骑手参加。培训班在五月一日开班。"
ASKED = Asked("骑手培训班有多少名骑手参加？", Filter(), date(2024, 5, 2))


class Pausing:
    """A model that says a sentence, waits to be let go, and says the next."""

    name = "slow-model"

    def __init__(self, *, fails: bool = False) -> None:
        self.said = threading.Event()
        self.let_go = threading.Event()
        self.fails = fails

    def reply(
        self,
        messages: Sequence[Message],  # noqa: ARG002
        *,
        max_tokens: int,  # noqa: ARG002
        schema: str | None = None,  # noqa: ARG002
        logprobs: bool = False,  # noqa: ARG002
    ) -> Reply:
        return Reply(FIRST, "stop", self.name, Usage(1, 1, 1, estimated=False))

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:  # noqa: ARG002
        if self.fails:
            raise ChatUnavailable("连不上模型。")
        yield FIRST
        yield SECOND[:4]  # shows that the first sentence is finished
        self.said.set()
        assert self.let_go.wait(SOON)
        yield SECOND[4:]
        yield Reply(FIRST + SECOND, "stop", self.name, Usage(1, 1, 1, estimated=False))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    with closing(Conversations(tmp_path / "conversations.sqlite", clock=lambda: NOON)) as conversations:
        yield conversations


@pytest.fixture
def background() -> Background:
    return Background(clock=lambda: 0.0)


@pytest.fixture
def asking(store: VectorStore) -> Callable[[Pausing | None], Asking]:
    store.add([make_article(TEXT, headline="骑手培训班开班")])

    def make(chat: Pausing | None) -> Asking:
        if chat is None:
            return Asking(store, None)
        ask, again, followup = (build_prompt(name) for name in ("ask", "ask-again", "followup"))
        return Asking(store, Writer(chat, ask, again, followup, max_tokens=100))

    return make


def start(background: Background, using: Asking, kept: Conversations, asked: Asked = ASKED) -> int:
    number = kept.start(asked.question).id
    turn = begin_turn(asked.question, kept=kept, conversation=number)

    def work(job: Job) -> object:
        return converse(asked, using=using, kept=kept, conversation=number, turn=turn, job=job)

    background.start("answer", work)
    return number


def test_the_question_stands_in_the_conversation_before_its_answer(kept: Conversations) -> None:
    number = kept.start("问").id
    assert begin_turn("问甲", kept=kept, conversation=number) == 1
    assert begin_turn("问乙", kept=kept, conversation=number) == 2
    answers = kept.answers(number)
    assert [answer.question for answer in answers] == ["问甲", "问乙"]
    assert answers[0].unfinished == "halted"


def test_an_answer_without_a_model_is_kept_whole(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    number = start(background, asking(None), kept)
    background.wait("answer", SOON)
    (answer,) = kept.answers(number)
    assert "三千名骑手" in answer.text
    assert answer.unfinished is None


def test_what_is_written_so_far_is_shown_and_kept(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    chat = Pausing()
    number = start(background, asking(chat), kept)
    assert chat.said.wait(SOON)
    view = background.find("answer")
    assert view is not None
    assert isinstance(view.partial, Growing)
    assert [sentence.text for sentence in view.partial.shown] == ["培训班有三千名骑手参加。"]
    (partial,) = kept.answers(number)  # what a reader finds if the server is killed now
    assert partial.text == "培训班有三千名骑手参加。[1]"
    assert partial.citations[0].quote in TEXT
    assert partial.unfinished == "halted"
    chat.let_go.set()
    background.wait("answer", SOON)
    (whole,) = kept.answers(number)
    assert whole.unfinished is None
    assert len(whole.sentences) == 2


def test_an_answer_that_is_stopped_keeps_what_was_written(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    chat = Pausing()
    number = start(background, asking(chat), kept)
    assert chat.said.wait(SOON)
    background.stop("answer")
    chat.let_go.set()
    ended = background.wait("answer", SOON)
    assert ended is not None
    assert ended.state == "stopped"
    (answer,) = kept.answers(number)
    assert answer.unfinished == "stopped"
    assert [sentence.text for sentence in answer.sentences] == ["培训班有三千名骑手参加。"]


def test_a_model_that_fails_leaves_the_question_to_be_asked_again(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    number = start(background, asking(Pausing(fails=True)), kept)
    ended = background.wait("answer", SOON)
    assert ended is not None
    assert ended.error == "连不上模型。"
    (answer,) = kept.answers(number)
    assert (answer.question, answer.unfinished) == (ASKED.question, "interrupted")


def test_a_conversation_deleted_meanwhile_stays_deleted(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    chat = Pausing()
    number = start(background, asking(chat), kept)
    assert chat.said.wait(SOON)
    kept.delete(number)
    chat.let_go.set()
    ended = background.wait("answer", SOON)
    assert ended is not None
    assert "已经删除" in str(ended.error)
    assert kept.listing() == ()


def test_dates_can_be_set_aside(
    asking: Callable[[Pausing | None], Asking], kept: Conversations, background: Background
) -> None:
    dated = "去年四月的报纸上，骑手培训班有多少名骑手参加？"
    number = start(background, asking(None), kept, Asked(dated, Filter(), date(2024, 5, 2)))
    background.wait("answer", SOON)
    assert kept.answers(number)[0].refused
    number = start(background, asking(None), kept, Asked(dated, Filter(), date(2024, 5, 2), heed_dates=False))
    background.wait("answer", SOON)
    (answer,) = kept.answers(number)
    assert "三千名" in answer.text
    assert answer.period_said is None
