"""The fake says what its script says."""

from __future__ import annotations

import pytest

from assistant.chat import Message
from assistant.chat.scripted import ScriptedChat
from assistant.errors import ChatError, ChatUnavailable

QUESTION = (Message("user", "有多少骑手？"),)


def test_lines_in_order_and_then_an_error() -> None:
    chat = ScriptedChat(["一", ChatUnavailable("连不上"), "二"])
    assert chat.reply(QUESTION, max_tokens=9).text == "一"
    with pytest.raises(ChatUnavailable):
        chat.reply(QUESTION, max_tokens=9)
    assert chat.reply(QUESTION, max_tokens=9).text == "二"
    with pytest.raises(ChatError, match="用完"):
        chat.reply(QUESTION, max_tokens=9)
    assert chat.asked == (QUESTION,) * 4


def test_a_line_that_is_not_the_json_asked_for_is_an_error() -> None:
    with pytest.raises(ChatError, match="JSON"):
        ScriptedChat(["三千名"]).reply(QUESTION, max_tokens=9, schema='{"type": "object"}')
