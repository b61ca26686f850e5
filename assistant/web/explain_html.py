"""A script and its claims as HTML in which nothing but text can stand. Pure."""

from __future__ import annotations

from html import escape

from assistant.digest_records import Reference
from assistant.explain_records import PRESENTER, Claim, Line, Script
from assistant.export.phrases import named
from assistant.records import Citation


def lines_html(script: Script) -> str:
    """The lines, each with the marks of its claims, which are buttons that open their source."""
    return "".join(_line(script, line) for line in script.lines)


def claims_html(script: Script) -> str:
    """The claims with their key figure, why they are essential, and their sources by name."""
    sources = {citation.number: citation for citation in script.citations}
    items = "".join(_claim(claim, [sources[number] for number in claim.citations]) for claim in script.claims)
    cut = "".join(
        f"<li><s>{escape(each.text)}</s>（{escape('；'.join(each.reasons))}）</li>" for each in script.cut
    )
    gone = (
        f'<details class="una-foot"><summary>没有通过核对、已删去 {len(script.cut)} 行</summary><ul>{cut}</ul></details>'
        if script.cut
        else ""
    )
    return f'<ol class="una-claims">{items}</ol>{gone}'


def _line(script: Script, line: Line) -> str:
    name = (
        f"<b>{escape(line.speaker)}：</b>" if script.form == "dialogue" or line.speaker != PRESENTER else ""
    )
    marks = "".join(_mark(cited.number) for cited in script.citations_of(line))
    kind = "una-card" if script.form == "cards" else "una-spoken"
    return (
        f'<p class="{kind}" data-line="{line.number}">{name}<span data-say="{line.number}">{escape(line.text)}'
        f"</span>{marks}</p>"
    )


def _claim(claim: Claim, sources: list[Citation]) -> str:
    figure = f'<b class="una-figure">{escape(claim.figure)}</b> ' if claim.figure else ""
    why = f'<span class="una-status">必讲：{escape(claim.why or "")}</span>' if claim.essential else ""
    cited = "".join(f"{_mark(each.number)}{escape(_named(each))}" for each in sources)
    return f'<li value="{claim.number}"><div>{escape(claim.text)} {why}</div><div class="una-foot">{figure}{cited}</div></li>'


def _mark(number: int) -> str:
    return (
        f'<button type="button" class="una-mark una-supported" data-mark="{number}" '
        f'aria-label="打开要点 {number} 的出处" title="打开要点 {number} 的出处">{number}</button>'
    )


def _named(cited: Citation) -> str:
    headline = cited.headline or "（无标题）"
    return named(Reference(cited.article_id, headline, cited.publication, cited.issued, cited.page))
