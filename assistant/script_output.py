"""Scripts as lines for people: the script, the table of facts, the list, the sign-off. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.explain_check import Row
from assistant.explain_records import Kept, Script, ScriptForm
from assistant.output import source_line
from assistant.records import Answer, Coverage, Sentence, unanswered
from assistant.signoff import STAGES, next_stage, state_words
from assistant.stale import Stale

Json = Mapping[str, object]
FORM_WORDS: Mapping[ScriptForm, str] = {"script": "口播稿", "dialogue": "对话", "cards": "卡片"}


def script_lines(script: Script) -> tuple[str, ...]:
    """The script for people: lines with their claims, the claims with their sources, what was cut, the label."""
    lines = [
        f"【{script.title}】给{script.audience_name}，{script.scene_name}，{FORM_WORDS[script.form]}",
        "",
    ]
    for line in script.lines:
        marks = "".join(f"[{number}]" for number in line.claims)
        lines.append(f"{line.number}. {line.speaker}：{line.text}{marks}")
    lines += ["", "要点："]
    for claim in script.claims:
        lines.append(f"[{claim.number}] {claim.text}{f'（必讲：{claim.why}）' if claim.essential else ''}")
    lines += ["", "出处：", *map(source_line, script.citations)]
    if script.cut:
        lines += ["", "已删去（没有通过核对）："]
        lines += [f"- {cut.text}（{'；'.join(cut.reasons)}）" for cut in script.cut]
    return (*lines, "", script.label.visible)


def table_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """The facts of each claim, and whether every audience is told all of them."""
    if not rows:
        return ()
    same = all(row.identical for row in rows)
    lines = [f"事实对照（要点 × 听众）：{'各听众完全一致' if same else '有出入'}"]
    for row in rows:
        told = "；".join(
            f"{audience} {'全' if facts == row.facts else f'缺 {len(row.facts) - len(facts)} 项'}"
            for audience, facts in row.told
        )
        lines.append(f"[{row.claim.number}] {'、'.join(row.facts) or '（没有数字和名称）'}：{told}")
    return tuple(lines)


def table_json(rows: Sequence[Row]) -> list[Json]:
    """The table, a row a claim."""
    return [
        {
            "claim": row.claim.number,
            "facts": list(row.facts),
            "told": {audience: list(facts) for audience, facts in row.told},
            "identical": row.identical,
        }
        for row in rows
    ]


def kept_line(kept: Kept) -> str:
    """A script of the list: number, state, what it is about, for whom."""
    script = kept.script
    return (
        f"{kept.id}\t{state_words(kept)}\t{script.title}\t{script.audience_name}·{script.scene_name}·{FORM_WORDS[script.form]}\t"
        f"{script.label.made:%Y-%m-%d}"
    )


def kept_json(kept: Kept) -> Json:
    """A script of the list."""
    script = kept.script
    return {
        "id": kept.id,
        "state": script.state,
        "due": next_stage(kept.steps),
        "title": script.title,
        "topic": script.topic,
        "audience": script.audience,
        "scene": script.scene,
        "form": script.form,
        "made": script.label.made.isoformat(timespec="seconds"),
        "articles": list(script.articles),
    }


def steps_lines(kept: Kept) -> tuple[str, ...]:
    """Who did what, and when."""
    return tuple(
        f"{step.at:%Y-%m-%d %H:%M} {STAGES[step.stage]} {step.by}"
        + (f"：第 {step.line} 行“{step.before}”→“{step.after}”" if step.line is not None else "")
        + (f"：{step.note}" if step.note else "")
        for step in kept.steps
    )


def steps_json(kept: Kept) -> list[Json]:
    """The steps of the sign-off."""
    return [
        {
            "stage": step.stage,
            "by": step.by,
            "at": step.at.isoformat(timespec="seconds"),
            "note": step.note,
            "line": step.line,
            "before": step.before,
            "after": step.after,
        }
        for step in kept.steps
    ]


def as_answer(script: Script, coverage: Coverage) -> Answer:
    """The script as the first turn of a conversation about it: its claims with their sources."""
    question = script.title.removesuffix("这篇报道")  # what later questions point back at
    return replace(
        unanswered(question, coverage, model="报纸原句"),
        sentences=tuple(Sentence(claim.text, claim.citations, "supported") for claim in script.claims),
        citations=script.citations,
    )


def stale_line(found: Stale) -> str:
    """A script that is not to be shown as it is, and why."""
    return f"{kept_line(found.kept)}\t{'；'.join(found.reasons)}"
