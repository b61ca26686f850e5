"""The contract every chat model and every decorator of one keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.chat import ChatModel, Message, Reply
from assistant.chat.cached import CachedChat
from assistant.chat.local import LocalChat
from assistant.chat.metered import MeteredChat
from assistant.chat.openai_chat import OpenAIChat
from assistant.chat.scripted import ScriptedChat
from tests.scripted_endpoint import Asked, ScriptedEndpoint, Spoken

GGUF = Path.home() / ".cache/local-chat-model/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"count": {"type": "integer"}},
        "required": ["count"],
        "additionalProperties": False,
    }
)
GREETING = (Message("system", "你是报纸助手。"), Message("user", "请用一句话介绍劳动节。"))
COUNTING = (Message("user", "三加四等于几？用 JSON 回答，字段是 count。"),)
SENTENCE = "五月一日是国际劳动节，各地工会在这一天看望坚守岗位的劳动者。"


def _speak(messages: Sequence[Message]) -> str:
    return '{"count": 7}' if "JSON" in messages[-1].content else SENTENCE


def _serve(asked: Asked) -> Spoken:
    said = ScriptedChat(_speak).reply(
        [Message(turn["role"], turn["content"]) for turn in asked.body["messages"]],
        max_tokens=asked.body["max_tokens"],
    )
    return Spoken(said.text, finish=said.finish, opening=((said.text[:1], -0.1), ("不", -2.4)))


@pytest.fixture(scope="module")
def local() -> Iterator[LocalChat]:
    if not GGUF.is_file():
        pytest.skip(f"the local chat model is not in {GGUF.parent}")
    pytest.importorskip("xllamacpp", reason="the extra `local` is not installed")
    chat = LocalChat(GGUF, context_tokens=1024)
    yield chat
    chat.close()


MODELS = ["scripted", "openai", "cached", "metered", pytest.param("local", marks=pytest.mark.live)]


@pytest.fixture(params=MODELS)
def chat(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChatModel]:
    if request.param == "local":
        yield request.getfixturevalue("local")
    elif request.param == "openai":
        with ScriptedEndpoint(_serve) as endpoint:
            model = OpenAIChat(endpoint.url, "key", "served")
            yield model
            model.close()
    elif request.param == "cached":
        yield CachedChat(ScriptedChat(_speak), tmp_path, prompt_digest="0123456789abcdef")
    elif request.param == "metered":
        yield MeteredChat(ScriptedChat(_speak))
    else:
        yield ScriptedChat(_speak)


def test_a_reply_has_text_and_says_what_it_took(chat: ChatModel) -> None:
    reply = chat.reply(GREETING, max_tokens=16)
    assert reply.text
    assert reply.text == reply.text.strip()
    assert reply.finish in ("stop", "length")
    assert reply.model == chat.name
    assert reply.usage.prompt_tokens > 0
    assert 0 < reply.usage.completion_tokens <= 16
    assert reply.usage.calls == 1


def test_a_stream_is_its_pieces_and_then_the_reply(chat: ChatModel) -> None:
    *pieces, last = chat.stream(GREETING, max_tokens=16)
    assert isinstance(last, Reply)
    assert all(isinstance(piece, str) for piece in pieces)
    assert "".join(str(piece) for piece in pieces) == last.text
    assert last.usage.calls == 1


def test_asking_again_answers_again(chat: ChatModel) -> None:
    first, second = (list(chat.stream(GREETING, max_tokens=16))[-1] for _ in range(2))
    assert isinstance(first, Reply)
    assert isinstance(second, Reply)
    assert first.text == second.text


def test_max_tokens_cuts_the_reply_and_says_so(chat: ChatModel) -> None:
    reply = chat.reply(GREETING, max_tokens=4)
    assert reply.finish == "length"
    assert 0 < len(reply.text) < 20


def test_what_the_text_might_have_begun_with_is_told_to_who_asks(chat: ChatModel) -> None:
    reply = chat.reply(GREETING, max_tokens=8, logprobs=True)
    assert any(token.strip() and reply.text.startswith(token.strip()) for token, _ in reply.opening)
    assert all(logprob <= 0 for _, logprob in reply.opening)
    assert list(reply.opening) == sorted(reply.opening, key=lambda each: -each[1])
    assert chat.reply(GREETING, max_tokens=8).opening == ()


def test_a_schema_gets_json_that_follows_it(chat: ChatModel) -> None:
    reply = chat.reply(COUNTING, max_tokens=40, schema=SCHEMA)
    assert isinstance(json.loads(reply.text)["count"], int)
