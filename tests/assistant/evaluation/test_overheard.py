from __future__ import annotations

from assistant.chat import Message
from assistant.chat.scripted import ScriptedChat
from assistant.evaluation.metrics import BY_NAME
from assistant.evaluation.overheard import Overheard
from tests.evaluation_rig import outcome

ASKED = (Message("user", "问"),)


def test_sentences_of_replies_are_counted_with_the_marks_the_model_set_itself() -> None:
    chat = Overheard(ScriptedChat(["改造花了3.5万元。[1]夜间不派人看守。", "有12家。[2]", "报上没有提到。"]))
    streamed = list(chat.stream(ASKED, max_tokens=50))
    assert "".join(piece for piece in streamed if isinstance(piece, str)).startswith("改造")
    assert chat.reply(ASKED, max_tokens=50).text == "有12家。[2]"
    chat.reply(ASKED, max_tokens=50)
    assert chat.name == "scripted"
    assert chat.sentences() == (3, 2)
    assert chat.sentences() == (0, 0)


def test_where_no_model_wrote_there_is_nothing_to_share() -> None:
    assert BY_NAME["self_citation"].parts(outcome()) is None
