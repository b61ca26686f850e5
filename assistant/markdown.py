"""Conversations as Markdown with sources, in which text of articles, models and users stays text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.output import source_line, unfinished_line
from assistant.records import Answer
from assistant.refuse import describe

_SIGNS = frozenset("\\`*_{}[]()#+-.!|~:$&=")
_ANGLES = {"<": "&lt;", ">": "&gt;"}  # renderers that let HTML through may overlook a backslash


def escape_markdown(text: str) -> str:
    """The text on one line, with everything that Markdown or HTML reads as a sign escaped."""
    one_line = " ".join(text.split())
    return "".join(f"\\{char}" if char in _SIGNS else _ANGLES.get(char, char) for char in one_line)


def conversation_markdown(title: str, answers: Sequence[Answer]) -> str:
    """The conversation for a file: each question with its answer, its sources and what was searched."""
    lines = [f"# {escape_markdown(title)}"]
    for answer in answers:
        lines += ["", f"## {escape_markdown(answer.question)}", ""]
        if answer.understood_as:
            lines += [f"（按这个意思查的：{escape_markdown(answer.understood_as)}）", ""]
        lines.append(escape_markdown(answer.text) or "（没有写出回答）")
        if unfinished := unfinished_line(answer):
            lines += ["", f"**{unfinished}**"]
        lines += ["", "出处：", ""] if answer.citations else []
        lines += [f"- {escape_markdown(source_line(citation))}" for citation in answer.citations]
        lines += (
            ["", *(f"> {escape_markdown(remark)}" for remark in answer.remarks)] if answer.remarks else []
        )
        as_of = f"截至 {answer.as_of:%Y-%m-%d}，" if answer.as_of else ""
        lines += [
            "",
            f"{as_of}{escape_markdown(describe(answer))}；作答方式：{escape_markdown(answer.model)}",
        ]
    return "\n".join(lines) + "\n"
