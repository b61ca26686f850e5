"""Told to stop, a model is asked no more; what it was asked before is heard to the end."""

from __future__ import annotations

import pytest

from assistant.chat import Message
from assistant.chat.scripted import ScriptedChat
from assistant.chat.stoppable import StoppableChat
from assistant.errors import Stopped

QUESTION = (Message("user", "有多少骑手？"),)


def test_once_told_nothing_is_asked() -> None:
    told = [False]
    behind = ScriptedChat(["三千名。"])
    chat = StoppableChat(behind, lambda: told[0])
    assert chat.name == behind.name
    assert chat.reply(QUESTION, max_tokens=9).text == "三千名。"
    told[0] = True
    with pytest.raises(Stopped):
        chat.reply(QUESTION, max_tokens=9)
    with pytest.raises(Stopped):
        list(chat.stream(QUESTION, max_tokens=9))
    assert len(behind.asked) == 1


def test_a_stream_that_has_begun_is_heard_to_the_end() -> None:
    told = [False]
    stream = StoppableChat(ScriptedChat(["三千名。"]), lambda: told[0]).stream(QUESTION, max_tokens=9)
    heard = [next(stream)]
    told[0] = True
    heard += stream
    assert "".join(piece for piece in heard if isinstance(piece, str)) == "三千名。"
