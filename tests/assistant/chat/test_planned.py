"""A dry run asks nobody and counts what asking would take."""

from __future__ import annotations

from pathlib import Path

from assistant.chat import Message, Reply
from assistant.chat.cached import CachedChat, Replies
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


def test_what_is_kept_already_costs_nothing(tmp_path: Path) -> None:
    question = (Message("user", "有多少骑手？"),)
    behind = ScriptedChat(["三千名。"])
    CachedChat(behind, tmp_path, prompt_digest="").reply(question, max_tokens=9)
    planned = PlannedChat(behind, Replies(tmp_path, prompt_digest=""))
    kept, *_ = planned.stream(question, max_tokens=9)
    assert kept == "三千名。"
    assert planned.reply(question, max_tokens=9).usage.calls == 0
    assert planned.reply(question, max_tokens=10).usage.calls == 1
    assert len(list(tmp_path.rglob("*.json"))) == 1
