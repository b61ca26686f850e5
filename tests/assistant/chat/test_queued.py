"""A queue: what is kept is answered, what is not is noted once, what failed is not noted again."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat import Message, Reply, Usage
from assistant.chat.cached import CachedChat, Replies
from assistant.chat.queued import QueuedChat
from assistant.chat.scripted import ScriptedChat
from assistant.errors import Awaited, ChatUnavailable

QUESTION = (Message("user", "有多少骑手？"),)
USAGE = Usage(11, 7, 1, estimated=False)


@pytest.fixture
def chat(tmp_path: Path) -> QueuedChat:
    return QueuedChat("scripted", Replies(tmp_path, prompt_digest=""))


def test_what_is_not_kept_waits_once(chat: QueuedChat) -> None:
    for _ in range(2):
        with pytest.raises(Awaited):
            chat.reply(QUESTION, max_tokens=9)
    (request,) = chat.waiting.values()
    assert request.messages == QUESTION
    assert request.max_tokens == 9


def test_a_reply_that_came_is_given_with_what_it_cost(chat: QueuedChat) -> None:
    with pytest.raises(Awaited):
        chat.reply(QUESTION, max_tokens=9)
    (key,) = chat.waiting
    chat.keep(key, Reply("三千名。", "stop", "model-x", USAGE))
    assert chat.waiting == {}
    assert chat.reply(QUESTION, max_tokens=9).usage == USAGE
    assert next(iter(chat.stream(QUESTION, max_tokens=9))) == "三千名。"


def test_what_a_model_asked_directly_answered_is_there_at_no_cost(chat: QueuedChat, tmp_path: Path) -> None:
    CachedChat(ScriptedChat(["三千名。"]), tmp_path, prompt_digest="").reply(QUESTION, max_tokens=9)
    reply = chat.reply(QUESTION, max_tokens=9)
    assert (reply.text, reply.usage.calls) == ("三千名。", 0)


def test_what_failed_says_why_and_does_not_wait(chat: QueuedChat) -> None:
    with pytest.raises(Awaited):
        chat.reply(QUESTION, max_tokens=9)
    (key,) = chat.waiting
    chat.fail(key, "rate limit")
    with pytest.raises(ChatUnavailable, match="rate limit"):
        chat.reply(QUESTION, max_tokens=9)
    assert chat.waiting == {}
