"""What an endpoint refuses and holds is found at the first call and remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from assistant.chat import Message, Reply
from assistant.errors import ChatRefused
from tests.chat_rig import QUESTION, Rig, streamed
from tests.scripted_endpoint import Answer, Asked, Raw, Spoken, refusal


@pytest.fixture
def rig() -> Iterator[Rig]:
    with Rig() as made:
        yield made


def _unless(field: str, message: str, answer: Answer | None = None) -> Callable[[Asked], Answer]:
    """Refuse requests with this field in the words given."""
    return lambda asked: refusal(400, message) if field in asked.body else (answer or Spoken())


class TestFields:
    def test_stream_options_refused(self, rig: Rig) -> None:
        rig.endpoint.script = _unless("stream_options", "Unrecognized argument: stream_options")
        chat = rig.connect()
        for _ in range(2):
            _, reply = streamed(chat)
            assert reply.text == Spoken().text
            assert reply.usage.estimated
            assert reply.usage.completion_tokens > 5
        assert ["stream_options" in body for body in rig.endpoint.bodies] == [True, False, False]

    def test_usage_left_out_of_a_stream_is_estimated(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(usage=None), Spoken())
        chat = rig.connect()
        assert streamed(chat)[1].usage.estimated
        told = streamed(chat)[1].usage
        assert (told.prompt_tokens, told.completion_tokens, told.estimated) == (11, 7, False)

    def test_max_tokens_refused(self, rig: Rig) -> None:
        words = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
        rig.endpoint.script = _unless("max_tokens", words)
        chat = rig.connect()
        chat.reply(QUESTION, max_tokens=50)
        chat.reply(QUESTION, max_tokens=60)
        assert [body.get("max_completion_tokens") for body in rig.endpoint.bodies] == [None, 50, 60]

    def test_fewer_output_tokens_than_asked(self, rig: Rig) -> None:
        words = "max_tokens is too large: 2000. This model supports at most 1024 completion tokens."
        rig.endpoint.script = lambda asked: (
            refusal(400, words) if asked.body["max_tokens"] > 1024 else Spoken()
        )
        chat = rig.connect()
        chat.reply(QUESTION, max_tokens=2000)
        chat.reply(QUESTION, max_tokens=2000)
        assert [body["max_tokens"] for body in rig.endpoint.bodies] == [2000, 1024, 1024]

    def test_temperature_refused(self, rig: Rig) -> None:
        words = "Unsupported value: 'temperature' does not support 0 with this model."
        rig.endpoint.script = _unless("temperature", words)
        chat = rig.connect()
        chat.reply(QUESTION, max_tokens=50)
        streamed(chat)
        assert ["temperature" in body for body in rig.endpoint.bodies] == [True, False, False]

    def test_several_things_refused_one_after_the_other(self, rig: Rig) -> None:
        def picky(asked: Asked) -> Answer:
            for field in ("temperature", "max_tokens", "stream_options"):
                if field in asked.body:
                    return refusal(422, f"{field}: extra inputs are not permitted")
            return Spoken()

        rig.endpoint.script = picky
        chat = rig.connect()
        assert streamed(chat)[1].text == Spoken().text
        assert len(rig.endpoint.asked) == 4
        streamed(chat)
        assert len(rig.endpoint.asked) == 5

    def test_a_refusal_that_names_nothing_gets_the_barest_request(self, rig: Rig) -> None:
        rig.endpoint.script = _unless("temperature", "invalid request")
        chat = rig.connect()
        chat.reply(QUESTION, max_tokens=50)
        assert sorted(rig.endpoint.bodies[-1]) == ["max_tokens", "messages", "model"]

    def test_a_lesson_that_did_not_help_is_forgotten(self, rig: Rig) -> None:
        rig.endpoint.script = (refusal(400, "内容不合规"), refusal(400, "内容不合规"), Spoken())
        chat = rig.connect()
        with pytest.raises(ChatRefused, match="内容不合规"):
            chat.reply(QUESTION, max_tokens=50)
        chat.reply(QUESTION, max_tokens=50)
        assert "temperature" in rig.endpoint.bodies[-1]


class TestContext:
    LONG = (
        Message("system", "只根据来源回答。"),
        Message("user", "旧问题" * 300),
        Message("assistant", "旧回答" * 300),
        Message("user", "来源一：" + "骑手参加培训。" * 300 + "\n问题：多少名骑手？"),
    )

    def test_a_long_prompt_is_fitted(self, rig: Rig) -> None:
        rig.connect(context_tokens=1500).reply(self.LONG, max_tokens=100)
        system, question = rig.endpoint.bodies[0]["messages"]
        assert system["content"] == "只根据来源回答。"
        assert question["content"].startswith("来源一：骑手")
        assert question["content"].endswith("问题：多少名骑手？")
        assert "略去" in question["content"]

    def test_a_smaller_context_is_learnt_from_the_refusal(self, rig: Rig) -> None:
        def small(asked: Asked) -> Answer:
            if sum(len(turn["content"]) for turn in asked.body["messages"]) > 900:
                return refusal(
                    400,
                    "request exceeds the available context size",
                    n_ctx=1024,
                    type="exceed_context_size_error",
                )
            return Spoken()

        rig.endpoint.script = small
        chat = rig.connect()
        assert chat.reply(self.LONG, max_tokens=100).text == Spoken().text
        refused = len(rig.endpoint.asked)
        chat.reply(self.LONG, max_tokens=100)
        assert len(rig.endpoint.asked) == refused + 1, "remembered"

    def test_a_context_too_small_for_the_question_is_said(self, rig: Rig) -> None:
        with pytest.raises(ChatRefused, match="上下文"):
            rig.connect(context_tokens=32).reply(self.LONG, max_tokens=100)
        assert rig.endpoint.asked == []

    def test_a_hungrier_tokeniser_widens_the_margin(self, rig: Rig) -> None:
        rig.endpoint.script = lambda asked: Spoken(
            usage=(3 * sum(len(turn["content"]) for turn in asked.body["messages"]), 5)
        )
        chat = rig.connect(context_tokens=2000)
        for _ in range(2):
            chat.reply(self.LONG, max_tokens=100)
        first, second = (body["messages"][-1]["content"] for body in rig.endpoint.bodies)
        assert len(second) < 0.6 * len(first)

    def test_ollama_is_held_to_the_context_it_loaded(self, rig: Rig) -> None:
        loaded = {"models": [{"name": "qwen2.5:latest", "context_length": 1024}]}
        rig.endpoint.pages = {"/api/ps": Raw(body=loaded)}
        rig.endpoint.script = (
            Spoken("它只看到了一半。", fingerprint="fp_ollama"),
            Spoken(fingerprint="fp_ollama"),
        )
        chat = rig.connect("qwen2.5")
        *_, reply = chat.stream(self.LONG, max_tokens=100)
        assert isinstance(reply, Reply)
        assert reply.text == Spoken().text, "what was made of a cut prompt is not shown"
        assert rig.endpoint.bodies[1]["options"]["num_ctx"] == 1024
        assert len(rig.endpoint.bodies[1]["messages"][-1]["content"]) < 900
        chat.reply(QUESTION, max_tokens=100)
        assert len(rig.endpoint.asked) == 3

    def test_ollama_that_does_not_tell_its_context_is_taken_at_its_word(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(fingerprint="fp_ollama"),)
        chat = rig.connect()
        chat.reply(QUESTION, max_tokens=50)
        chat.reply(QUESTION, max_tokens=50)
        assert [body.get("options") for body in rig.endpoint.bodies] == [None, {"num_ctx": 8192}]


def test_no_more_requests_at_a_time_than_allowed(rig: Rig) -> None:
    rig.endpoint.script = (Spoken(seconds=0.05),)
    chat = rig.connect(concurrency=2)
    threads = [
        threading.Thread(target=chat.reply, args=(QUESTION,), kwargs={"max_tokens": 9}) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rig.endpoint.asked) == 6
    assert rig.endpoint.together == 2
