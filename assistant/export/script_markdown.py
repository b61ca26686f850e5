"""A script as Markdown, its label in the front matter too. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.explain_records import PRESENTER, Script
from assistant.export.markdown import plain
from assistant.export.phrases import marks, source
from assistant.signoff import STATES


def script_to_markdown(script: Script) -> str:
    """The lines with the numbers of their claims, the claims with their sources, what was cut."""
    return "\n".join(_lines(script)) + "\n"


def _lines(script: Script) -> Iterator[str]:
    title = heading(script)
    yield "---"
    values = {"title": title, "state": STATES[script.state], "label": script.label.visible}
    yield from (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    if script.label.aigc:
        yield f"AIGC: {script.label.aigc}"
    yield from ("---", "", f"# {plain(title)}", "", f"> {plain(script.label.visible)}", "")
    yield from (
        f"状态：{STATES[script.state]}。给{plain(script.audience_name)}，场合：{plain(script.scene_name)}。",
        "",
    )
    for line in script.lines:
        said = f"{plain(line.text)}{marks(line.claims)}"
        if script.form == "cards":
            yield from (f"- {said}", "")
        else:
            name = (
                f"**{plain(line.speaker)}**："
                if script.form == "dialogue" or line.speaker != PRESENTER
                else ""
            )
            yield from (f"{name}{said}", "")
    yield from ("## 要点", "")
    sources = {citation.number: citation for citation in script.citations}
    for claim in script.claims:
        why = f"（必讲：{claim.why}）" if claim.essential else ""
        yield f"{claim.number}. {plain(claim.text)}{why}"
        yield from (f"   - 出处：{plain(source(sources[number]))}" for number in claim.citations)
    if script.cut:
        yield from ("", "## 已删去（没有通过核对）", "")
        yield from (f"- {plain(cut.text)}（{plain('；'.join(cut.reasons))}）" for cut in script.cut)


def heading(script: Script) -> str:
    """小宣讲 and what it is about."""
    return f"{PRESENTER}讲：{script.title}"
