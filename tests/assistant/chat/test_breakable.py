from __future__ import annotations

import pytest

from assistant.chat import Reply
from assistant.chat.breakable import BreakableChat
from assistant.chat.scripted import ScriptedChat
from tests.chat_rig import QUESTION, Rig
from tests.scripted_endpoint import Spoken


class Enough(Exception):
    """Someone has heard enough."""


def test_a_reply_is_broken_off_between_two_pieces_and_nothing_more_is_asked() -> None:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Enough

    with Rig() as rig:
        rig.endpoint.script = (Spoken("三千名骑手参加了培训。"),)
        chat = BreakableChat(rig.connect(), check)
        pieces = chat.stream(QUESTION, max_tokens=50)
        assert [next(pieces), next(pieces)] == ["三千名", "骑手参"]
        with pytest.raises(Enough):
            next(pieces)
        with pytest.raises(Enough):
            chat.reply(QUESTION, max_tokens=50)
        assert len(rig.endpoint.asked) == 1


def test_nobody_notices_it_otherwise() -> None:
    with Rig() as rig:
        chat = BreakableChat(rig.connect(), lambda: None)
        assert chat.name == "plain-model"
        *pieces, reply = chat.stream(QUESTION, max_tokens=50)
        assert isinstance(reply, Reply)
        assert "".join(map(str, pieces)) == reply.text == chat.reply(QUESTION, max_tokens=50).text


def test_told_to_stop_after_the_reply_it_hears_it_to_the_end_and_asks_nothing_more() -> None:
    told = [False]

    def check() -> None:
        if told[0]:
            raise Enough

    behind = ScriptedChat(["三千名。", "三千名。"])
    chat = BreakableChat(behind, check, amid=False)
    assert chat.reply(QUESTION, max_tokens=9).text == "三千名。"
    stream = chat.stream(QUESTION, max_tokens=9)
    heard = [next(stream)]
    told[0] = True
    heard += stream
    assert "".join(piece for piece in heard if isinstance(piece, str)) == "三千名。"
    asked = len(behind.asked)
    with pytest.raises(Enough):
        chat.reply(QUESTION, max_tokens=9)
    with pytest.raises(Enough):
        list(chat.stream(QUESTION, max_tokens=9))
    assert len(behind.asked) == asked
