"""Three reviews by three persons; edits begin them anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import ScriptError
from assistant.explain import basis_for
from assistant.explain_records import Kept, Script, Step
from assistant.signoff import edit_line, next_stage, pass_review, problems_of, send_back, state_of
from tests.explain_rig import NOON, RIDERS, VIDEO, article, kept, script_of
from vectorstore.store import VectorStore


@pytest.fixture
def script(store: VectorStore) -> Script:
    with store.writing():
        store.add([article(external_id="a1")])
    return script_of(store)


def passed(found: Kept, by: str, *, final: bool = False) -> Kept:
    basis = basis_for(found.script, RIDERS, VIDEO)
    step = pass_review(found, by=by, at=NOON, note="", basis=basis, final=final)
    return Kept(found.id, found.script, (*found.steps, step))


def edited(found: Kept, number: int, text: str, by: str = "丁") -> Kept:
    basis = basis_for(found.script, RIDERS, VIDEO)
    script, step = edit_line(found, number=number, text=text, by=by, at=NOON, basis=basis)
    return Kept(found.id, script, (*found.steps, step))


def test_three_reviews_by_three_persons_approve(script: Script) -> None:
    found = kept(script)
    assert (state_of(found.steps), next_stage(found.steps)) == ("draft", "first")
    found = passed(found, "甲")
    assert (state_of(found.steps), next_stage(found.steps)) == ("draft", "second")
    found = passed(found, "乙")
    assert (state_of(found.steps), next_stage(found.steps)) == ("reviewed", "final")
    found = passed(found, "丙", final=True)
    assert (state_of(found.steps), next_stage(found.steps)) == ("approved", None)
    with pytest.raises(ScriptError, match="已经三审通过"):
        passed(found, "戊")


def test_nobody_reviews_twice(script: Script) -> None:
    found = passed(kept(script), "甲")
    with pytest.raises(ScriptError, match="不同的人"):
        passed(found, " 甲 ")


def test_nobody_reviews_what_he_wrote(script: Script) -> None:
    found = edited(kept(script), 5, "想问的职工，可以拨打12351。", by="甲")
    with pytest.raises(ScriptError, match="不同的人"):
        passed(found, "甲")


def test_the_final_review_is_the_third(script: Script) -> None:
    with pytest.raises(ScriptError, match="现在该初审"):
        passed(kept(script), "甲", final=True)
    found = passed(passed(kept(script), "甲"), "乙")
    with pytest.raises(ScriptError, match="现在该终审"):
        passed(found, "丙")


def test_a_reviewer_has_a_name(script: Script) -> None:
    with pytest.raises(ScriptError, match="--by"):
        passed(kept(script), "  ")


def test_a_script_sent_back_begins_anew(script: Script) -> None:
    found = passed(passed(kept(script), "甲"), "乙")
    back = send_back(by="丙", at=NOON, note="第三行太长")
    assert state_of((*found.steps, back)) == "draft"
    assert next_stage((*found.steps, back)) == "first"
    with pytest.raises(ScriptError, match="原因"):
        send_back(by="丙", at=NOON, note=" ")


def test_an_edit_of_an_approved_script_makes_it_a_draft(script: Script) -> None:
    found = passed(passed(passed(kept(script), "甲"), "乙"), "丙", final=True)
    last = script.lines[-2]
    found = edited(found, last.number, "想问的职工，可以打12351。")
    assert state_of(found.steps) == "draft"
    assert found.script.state == "draft"
    step = found.steps[-1]
    assert (step.line, step.before, step.after) == (last.number, last.text, "想问的职工，可以打12351。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("想问的职工可以拨打12345。", "12345"),
        ("想问的职工可以拨打12351，工会保证办好。", "保证"),
        ("想问的职工可以问一问。", r"要点\[4\]"),
        ("  ", "空的"),
    ],
)
def test_an_edit_is_checked_again(script: Script, text: str, said: str) -> None:
    with pytest.raises(ScriptError, match=said):
        edited(kept(script), script.lines[-2].number, text)


def test_a_line_that_is_not_there_cannot_be_edited(script: Script) -> None:
    with pytest.raises(ScriptError, match="没有第 99 行"):
        edited(kept(script), 99, "好。")


def test_a_script_the_gate_objects_to_is_not_reviewed(script: Script) -> None:
    bad = replace(
        script, lines=tuple(replace(line, text=line.text.replace("150", "180")) for line in script.lines)
    )
    assert problems_of(bad, basis_for(bad, RIDERS, VIDEO))
    with pytest.raises(ScriptError, match="程序校对"):
        passed(Kept(1, bad, (Step("made", "程序", NOON),)), "甲")
