"""OpenAIChat: replies that are thoughts, empty, cut, broken off or not the JSON asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assistant.errors import ChatError
from tests.chat_rig import QUESTION, Rig, streamed
from tests.scripted_endpoint import Answer, Asked, Spoken, refusal

SCHEMA = '{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}'


@pytest.fixture
def rig() -> Iterator[Rig]:
    with Rig() as made:
        yield made


def _unless(field: str, message: str, answer: Answer | None = None) -> Callable[[Asked], Answer]:
    """Refuse requests with this field in the words given."""
    return lambda asked: refusal(400, message) if field in asked.body else (answer or Spoken())


class TestJson:
    def test_json_schema_refused(self, rig: Rig) -> None:
        def deepseek(asked: Asked) -> Answer:
            if asked.body["response_format"]["type"] == "json_schema":
                return refusal(400, "This response_format type is unavailable now")
            return Spoken('{"n": 3000}')

        rig.endpoint.script = deepseek
        chat = rig.connect()
        for _ in range(2):
            assert chat.reply(QUESTION, max_tokens=50, schema=SCHEMA).text == '{"n": 3000}'
        kinds = [body["response_format"]["type"] for body in rig.endpoint.bodies]
        assert kinds == ["json_schema", "json_object", "json_object"]
        assert SCHEMA in rig.endpoint.bodies[1]["messages"][-1]["content"]
        assert SCHEMA not in rig.endpoint.bodies[0]["messages"][-1]["content"]

    def test_json_object_refused_too(self, rig: Rig) -> None:
        fenced = Spoken('```json\n{"n": 3000}\n```')
        rig.endpoint.script = _unless("response_format", "response_format is not supported", fenced)
        chat = rig.connect()
        assert chat.reply(QUESTION, max_tokens=50, schema=SCHEMA).text == '{"n": 3000}'
        assert len(rig.endpoint.asked) == 3
        assert SCHEMA in rig.endpoint.bodies[-1]["messages"][-1]["content"]

    def test_response_format_taken_and_ignored(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("大约三千名。"), Spoken('{"n": 3000}'))
        chat = rig.connect()
        reply = chat.reply(QUESTION, max_tokens=50, schema=SCHEMA)
        assert reply.text == '{"n": 3000}'
        assert reply.usage.calls == 2
        assert reply.usage.completion_tokens == 14
        assert SCHEMA in rig.endpoint.bodies[1]["messages"][-1]["content"]

    @pytest.mark.parametrize("text", ['答案是 {"n": 3000}', '{"n": "三千"}', "{}", '{"n": 3'])
    def test_what_does_not_follow_the_schema_is_no_reply(self, rig: Rig, text: str) -> None:
        rig.endpoint.script = (Spoken(text),)
        chat = rig.connect()
        for _ in range(2):
            with pytest.raises(ChatError, match="JSON"):
                chat.reply(QUESTION, max_tokens=50, schema=SCHEMA)
        kinds = [body["response_format"]["type"] for body in rig.endpoint.bodies]
        assert kinds == ["json_schema", "json_object"] * 2, (
            "a blunder of the model says nothing of the endpoint"
        )


class TestOpenings:
    LIKELY = (("三千", -0.2), ("五千", -1.9))

    def test_asked_for_and_read(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("三千名。", opening=self.LIKELY),)
        chat = rig.connect()
        assert chat.reply(QUESTION, max_tokens=50, logprobs=True).opening == self.LIKELY
        assert chat.reply(QUESTION, max_tokens=50).opening == ()
        assert ["top_logprobs" in body for body in rig.endpoint.bodies] == [True, False]

    def test_refused_once_and_not_asked_for_again(self, rig: Rig) -> None:
        rig.endpoint.script = _unless("logprobs", "This model does not support logprobs.", Spoken("三千名。"))
        chat = rig.connect()
        for _ in range(2):
            reply = chat.reply(QUESTION, max_tokens=50, logprobs=True)
            assert (reply.text, reply.opening) == ("三千名。", ())
        assert ["logprobs" in body for body in rig.endpoint.bodies] == [True, False, False]

    def test_those_of_thoughts_are_none_of_the_text(self, rig: Rig) -> None:
        rig.endpoint.script = (
            Spoken("<think>先数一数</think>三千名。", opening=(("<think>", 0.0), ("好", -9.0))),
        )
        assert rig.connect().reply(QUESTION, max_tokens=50, logprobs=True).opening == ()


class TestThoughts:
    def test_thoughts_across_pieces_are_not_shown(self, rig: Rig) -> None:
        pieces = ("<th", "ink>先数", "一数，</thi", "n", "k>\n\n三千", "名。\n")
        rig.endpoint.script = (Spoken(pieces=pieces),)
        chat = rig.connect()
        shown, reply = streamed(chat)
        assert (shown, reply.text) == (["三千", "名。"], "三千名。")
        assert chat.reply(QUESTION, max_tokens=50).text == "三千名。"

    def test_reasoning_content_is_not_shown(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("三千名。", thoughts="先数一数。"),)
        chat = rig.connect("deepseek-reasoner")
        shown, reply = streamed(chat)
        assert "".join(shown) == reply.text == "三千名。"
        assert len(shown) > 1, "the endpoint keeps thoughts apart, so nothing is held back"
        assert chat.reply(QUESTION, max_tokens=50).text == "三千名。"

    def test_thoughts_opened_by_the_template_are_held_back(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(pieces=("先数", "一数。", "</think>", "三千", "名。")),)
        named = rig.connect("some-thinking-model")
        assert streamed(named)[0] == ["三千", "名。"]
        unnamed = rig.connect()
        assert streamed(unnamed)[1].text == "三千名。"
        assert streamed(unnamed)[0] == ["三千", "名。"], "found at the first call, remembered"

    def test_a_thinker_that_does_not_think_is_still_heard(self, rig: Rig) -> None:
        shown, reply = streamed(rig.connect("some-thinking-model"))
        assert "".join(shown) == reply.text == Spoken().text

    def test_thoughts_that_eat_the_reply_get_more_room(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("<think>想啊想", finish="length"), Spoken("<think>想</think>三千名。"))
        reply = rig.connect().reply(QUESTION, max_tokens=50)
        assert (reply.text, reply.usage.calls) == ("三千名。", 2)
        assert rig.endpoint.bodies[1]["max_tokens"] > 1000

    def test_nothing_but_thoughts_is_an_error(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("<think>想啊想", finish="length"),)
        with pytest.raises(ChatError, match="思考"):
            rig.connect().reply(QUESTION, max_tokens=50)

    def test_qwen3_is_told_not_to_think_and_others_are_not(self, rig: Rig) -> None:
        rig.connect("Qwen/Qwen3-8B").reply(QUESTION, max_tokens=50)
        rig.connect("qwen2.5-7b").reply(QUESTION, max_tokens=50)
        assert rig.endpoint.bodies[0]["enable_thinking"] is False
        assert rig.endpoint.bodies[0]["chat_template_kwargs"] == {"enable_thinking": False}
        assert not {"enable_thinking", "chat_template_kwargs"} & set(rig.endpoint.bodies[1])

    @pytest.mark.parametrize("field", ["enable_thinking", "chat_template_kwargs"])
    def test_a_refused_thinking_switch_is_dropped(self, rig: Rig, field: str) -> None:
        rig.endpoint.script = _unless(field, f"Unknown parameter: '{field}'")
        chat = rig.connect("qwen3-8b")
        chat.reply(QUESTION, max_tokens=50)
        chat.reply(QUESTION, max_tokens=50)
        assert [field in body for body in rig.endpoint.bodies] == [True, False, False]
        kept = {"enable_thinking", "chat_template_kwargs"} - {field}
        assert kept <= set(rig.endpoint.bodies[-1])


class TestReplies:
    def test_an_empty_reply_is_asked_for_once_more(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(" \n"), Spoken("三千名。"))
        shown, reply = streamed(rig.connect())
        assert "".join(shown) == reply.text == "三千名。"
        assert reply.usage.calls == 2

    def test_two_empty_replies_are_an_error(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(""),)
        with pytest.raises(ChatError, match="空回答"):
            rig.connect().reply(QUESTION, max_tokens=50)
        assert len(rig.endpoint.asked) == 2

    @pytest.mark.parametrize("as_stream", [True, False])
    def test_a_cut_reply_says_so(self, rig: Rig, as_stream: bool) -> None:
        rig.endpoint.script = (Spoken("三千", finish="length"),)
        chat = rig.connect()
        reply = streamed(chat)[1] if as_stream else chat.reply(QUESTION, max_tokens=2)
        assert (reply.text, reply.finish) == ("三千", "length")

    def test_a_break_in_the_middle_keeps_the_text(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(pieces=("三千名", "骑手", "参加"), breaks_after=2),)
        shown, reply = streamed(rig.connect())
        assert (shown, reply.text, reply.finish) == (["三千名", "骑手"], "三千名骑手", "interrupted")
        assert reply.usage.estimated
        assert rig.waits == []

    def test_an_end_that_nobody_announces_is_an_interruption(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken("三千名", finish=None),)
        assert streamed(rig.connect())[1].finish == "interrupted"

    def test_a_break_before_any_text_is_retried(self, rig: Rig) -> None:
        rig.endpoint.script = (Spoken(breaks_after=0), Spoken("三千名。"))
        assert streamed(rig.connect())[1].text == "三千名。"
        assert rig.waits == [0.5]

    def test_leaving_a_stream_frees_its_place(self, rig: Rig) -> None:
        chat = rig.connect(concurrency=1)
        stream = chat.stream(QUESTION, max_tokens=50)
        assert next(iter(stream)) == "三千名"
        stream.close()  # type: ignore[attr-defined] # a generator, as every stream here
        assert chat.reply(QUESTION, max_tokens=50).text == Spoken().text
