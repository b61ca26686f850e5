"""The reply cache: found again only for the very same question, never wrong, never half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat import Message, Reply, Usage
from assistant.chat.cached import CachedChat
from assistant.chat.scripted import ScriptedChat
from assistant.errors import ChatError

QUESTION = (Message("user", "有多少骑手？"),)
SCHEMA = '{"type": "string"}'


def test_the_second_time_costs_nothing(tmp_path: Path) -> None:
    model = ScriptedChat(["三千名。"])
    fresh = CachedChat(model, tmp_path, prompt_digest="a").reply(QUESTION, max_tokens=9)
    again = CachedChat(model, tmp_path, prompt_digest="a").reply(QUESTION, max_tokens=9)
    assert (fresh.text, fresh.usage.calls) == ("三千名。", 1)
    assert (again.text, again.finish, again.model) == (fresh.text, fresh.finish, fresh.model)
    assert again.usage == Usage(0, 0, 0, estimated=False)


def test_a_stream_is_kept_for_replies_and_streams(tmp_path: Path) -> None:
    chat = CachedChat(ScriptedChat(["三千名。"]), tmp_path, prompt_digest="a")
    list(chat.stream(QUESTION, max_tokens=9))
    assert chat.reply(QUESTION, max_tokens=9).usage.calls == 0
    *pieces, last = chat.stream(QUESTION, max_tokens=9)
    assert (pieces, isinstance(last, Reply)) == (["三千名。"], True)


def test_anything_different_is_asked_anew(tmp_path: Path) -> None:
    model = ScriptedChat(lambda messages: f'"{len(messages)}"')
    chat = CachedChat(model, tmp_path, prompt_digest="a")
    chat.reply(QUESTION, max_tokens=9)
    chat.reply(QUESTION, max_tokens=10)
    chat.reply(QUESTION, max_tokens=9, schema=SCHEMA)
    chat.reply((*QUESTION, *QUESTION), max_tokens=9)
    chat.reply((Message("system", QUESTION[0].content),), max_tokens=9)
    CachedChat(model, tmp_path, prompt_digest="b").reply(QUESTION, max_tokens=9)
    CachedChat(ScriptedChat(["别的"], name="other"), tmp_path, prompt_digest="a").reply(
        QUESTION, max_tokens=9
    )
    assert len(model.asked) == 6


def test_interrupted_replies_are_not_kept(tmp_path: Path) -> None:
    broken = Reply("三千", "interrupted", "scripted", Usage(1, 1, 1, estimated=True))
    chat = CachedChat(ScriptedChat([broken, "三千名。"]), tmp_path, prompt_digest="a")
    assert [chat.reply(QUESTION, max_tokens=9).text for _ in range(3)] == ["三千", "三千名。", "三千名。"]


def test_a_damaged_file_is_asked_anew(tmp_path: Path) -> None:
    chat = CachedChat(ScriptedChat(["三千名。", "还是三千名。"]), tmp_path, prompt_digest="a")
    chat.reply(QUESTION, max_tokens=9)
    (kept,) = tmp_path.rglob("*.json")
    kept.write_bytes(kept.read_bytes()[:20])
    assert chat.reply(QUESTION, max_tokens=9).text == "还是三千名。"
    assert chat.reply(QUESTION, max_tokens=9).usage.calls == 0
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(ChatError, match="缓存"):
        CachedChat(ScriptedChat(["三千名。"]), blocked, prompt_digest="a").reply(QUESTION, max_tokens=9)
