from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat.scripted import ScriptedChat
from assistant.errors import BudgetExceeded
from assistant.evaluation.examine import examine
from assistant.evaluation.judge import Judge, judged_by_model, read_verdict
from assistant.evaluation.metrics import BY_NAME
from assistant.prompts import load_prompt
from tests.evaluation_rig import make_answer, stored

PROMPT = load_prompt("judge", Path(__file__).resolve().parents[3] / "prompts")
QUOTE = "每家驿站改造花费约3.5万元。"


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ('{"verdict": "supported"}', "supported"),
        ('```json\n{"verdict": "partly"}\n```', "partly"),
        ('{"verdict": "maybe"}', None),
        ('{"verdict": "supported", "because": "x"}', None),
        ("supported", None),
        ("", None),
        ("[1, 2]", None),
    ],
)
def test_only_a_verdict_in_the_form_asked_for_counts(reply: str, verdict: str | None) -> None:
    assert read_verdict(reply) == verdict


def test_each_sentence_that_cites_is_put_to_the_model_with_its_sources() -> None:
    answer = make_answer("问", [(QUOTE, (1,)), ("报道中没有提到理发。", ())], [QUOTE])
    chat = ScriptedChat(['{"verdict": "unsupported"}'])
    outcome = judged_by_model(examine(stored(), answer, [], seconds=0), answer, Judge(chat, PROMPT))
    assert [each.model for each in outcome.sentences] == ["unsupported", None]
    assert BY_NAME["judge_agreement"].parts(outcome) == (0, 1)
    (asked,) = chat.asked
    assert QUOTE in asked[-1].content
    assert "<source id=1" in asked[-1].content


def test_a_reply_that_is_no_verdict_leaves_the_sentence_without_one() -> None:
    answer = make_answer("问", [(QUOTE, (1,))], [QUOTE])
    outcome = examine(stored(), answer, [], seconds=0)
    assert judged_by_model(outcome, answer, Judge(ScriptedChat(["我看可以"]), PROMPT)) == outcome


def test_a_budget_that_is_used_up_ends_the_run() -> None:
    answer = make_answer("问", [(QUOTE, (1,))], [QUOTE])
    outcome = examine(stored(), answer, [], seconds=0)
    with pytest.raises(BudgetExceeded):
        judged_by_model(outcome, answer, Judge(ScriptedChat([BudgetExceeded("预算用完")]), PROMPT))
