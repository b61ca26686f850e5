"""A dry run asks nobody and counts what asking would take."""

from __future__ import annotations

from assistant.chat import Message, Reply
from assistant.chat.planned import PlannedChat
from assistant.chat.scripted import ScriptedChat

QUESTION = (Message("user", "有多少骑手参加了培训？"),)


def test_nobody_is_asked_and_the_longest_reply_is_counted() -> None:
    behind = ScriptedChat([], name="model-x")
    chat = PlannedChat(behind)
    reply = chat.reply(QUESTION, max_tokens=400)
    assert behind.asked == ()
    assert chat.name == "model-x"
    assert reply.usage.completion_tokens == 400
    assert reply.usage.prompt_tokens > 10
    assert reply.usage.calls == 1
    *pieces, last = chat.stream(QUESTION, max_tokens=400)
    assert isinstance(last, Reply)
    assert "".join(map(str, pieces)) == last.text
