"""The sign-off of scripts: three reviews by three persons, and edits that begin it anew. Pure.

Publishers review what they print three times (三审: 初审, 复审, 终审) and proofread it three times (三校); here the
program proofreads before each review, and a script that does not pass its gate cannot be reviewed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.errors import ScriptError
from assistant.explain_check import Basis, check, check_line, lost
from assistant.explain_records import Kept, Script, Stage, State, Step

STAGES: Mapping[Stage, str] = {
    "made": "起草",
    "edited": "修改",
    "first": "初审",
    "second": "复审",
    "final": "终审",
    "returned": "退回",
}
STATES: Mapping[State, str] = {"draft": "草稿", "reviewed": "已复审", "approved": "已批准"}
_ORDER: tuple[Stage, ...] = ("first", "second", "final")


def state_of(steps: Sequence[Step]) -> State:
    """`reviewed` after the first and the second review of what stands now, `approved` after the final one."""
    passed = len(_round(steps))
    return "approved" if passed == 3 else "reviewed" if passed == 2 else "draft"


def next_stage(steps: Sequence[Step]) -> Stage | None:
    """The review that is due; None: all three are passed."""
    passed = len(_round(steps))
    return _ORDER[passed] if passed < 3 else None


def state_words(kept: Kept) -> str:
    """Its state and the review that is due, for people."""
    due = next_stage(kept.steps)
    return STATES[kept.script.state] + (f"，待{STAGES[due]}" if due else "")


def pass_review(kept: Kept, *, by: str, at: datetime, note: str, basis: Basis, final: bool) -> Step:
    """The step of a review that passes the script; `final`: it is meant to approve.

    Raises ScriptError: another review is due, the person has reviewed or edited what stands, the gate objects.
    """
    person = _person(by)
    due = next_stage(kept.steps)
    if due is None:
        raise ScriptError(f"讲稿 {kept.id} 已经三审通过：要改动请用 assistant script edit。")
    if final != (due == "final"):
        verb = "approve" if due == "final" else "review"
        raise ScriptError(f"讲稿 {kept.id} 现在该{STAGES[due]}：请用 assistant script {verb}。")
    involved = {step.by for step in _round(kept.steps)} | _editors(kept.steps)
    if person in involved:
        raise ScriptError(f"{person} 已经审过或改过这一稿：初审、复审、终审须由不同的人做。")
    problems = problems_of(kept.script, basis)
    if problems:
        raise ScriptError(f"讲稿 {kept.id} 没有通过程序校对（{'；'.join(problems)}）：请先修改。")
    return Step(due, person, at, note)


def send_back(*, by: str, at: datetime, note: str) -> Step:
    """The step of a review that returns the script; a reason must be given. Raises ScriptError."""
    if not note.strip():
        raise ScriptError("退回要写明原因：请用 --note。")
    return Step("returned", _person(by), at, note)


def edit_line(
    kept: Kept, *, number: int, text: str, by: str, at: datetime, basis: Basis
) -> tuple[Script, Step]:
    """The script with a line in other words, a draft again, and the step. Raises ScriptError with the gate's reasons."""
    person = _person(by)
    line = next((line for line in kept.script.lines if line.number == number), None)
    if line is None:
        raise ScriptError(f"讲稿 {kept.id} 没有第 {number} 行：共 {len(kept.script.lines)} 行。")
    new = replace(line, text=" ".join(text.split()))
    if not new.text:
        raise ScriptError("改后的句子不能是空的。")
    lines = tuple(new if each.number == number else each for each in kept.script.lines)
    reasons = check_line(new, basis)
    reasons += tuple(f"要点[{loss.claim.number}]{'、'.join(loss.reasons)}" for loss in lost(lines, basis))
    if reasons:
        raise ScriptError(f"改后的第 {number} 行没有通过核对：{'；'.join(reasons)}。")
    script = replace(kept.script, lines=lines, state="draft")
    return script, Step("edited", person, at, line=number, before=line.text, after=new.text)


def problems_of(script: Script, basis: Basis) -> tuple[str, ...]:
    """What the gate has against the script, in Chinese; () for nothing."""
    faults = [f"第 {fault.line} 行：{'、'.join(fault.reasons)}" for fault in check(script.lines, basis)]
    losses = [f"要点[{loss.claim.number}]{'、'.join(loss.reasons)}" for loss in lost(script.lines, basis)]
    return (*faults, *losses)


def _round(steps: Sequence[Step]) -> list[Step]:
    """The reviews passed since the script was last made, edited or returned."""
    passed: list[Step] = []
    for step in steps:
        passed = [*passed, step] if step.stage in _ORDER else []
    return passed


def _editors(steps: Sequence[Step]) -> set[str]:
    return {step.by for step in steps if step.stage == "edited"}


def _person(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise ScriptError("要写明是谁：请用 --by 写上姓名。")
    return name
