"""Conversations as Markdown with sources, in which text of articles, models and users stays text. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.output import source_line, unfinished_line
from assistant.records import Answer, Table, cell_text
from assistant.refuse import foot

_SIGNS = frozenset("\\`*_{}[]()#+-.!|~:$&=")
_ANGLES = {"<": "&lt;", ">": "&gt;"}  # renderers that let HTML through may overlook a backslash


def escape_markdown(text: str) -> str:
    """The text on one line, with everything that Markdown or HTML reads as a sign escaped."""
    one_line = " ".join(text.split())
    return "".join(f"\\{char}" if char in _SIGNS else _ANGLES.get(char, char) for char in one_line)


def table_lines(table: Table) -> Sequence[str]:
    """The table as Markdown has tables."""
    rows = [("", *table.columns), *((row.name, *map(cell_text, row.cells)) for row in table.rows)]
    lines = [f"| {' | '.join(map(escape_markdown, row))} |" for row in rows]
    return (lines[0], f"|{' --- |' * (len(table.columns) + 1)}", *lines[1:])


def conversation_markdown(title: str, answers: Sequence[Answer]) -> str:
    """The conversation for a file: each question with its answer, its sources and what was searched."""
    lines = [f"# {escape_markdown(title)}"]
    for answer in answers:
        lines += ["", f"## {escape_markdown(answer.question)}", ""]
        if answer.understood_as:
            lines += [f"（按这个意思查的：{escape_markdown(answer.understood_as)}）", ""]
        if answer.table:
            beside = "".join(sentence.marked for sentence in answer.beside)
            lines += [*table_lines(answer.table), "", escape_markdown(beside)]
        else:
            lines.append(escape_markdown(answer.text) or "（没有写出回答）")
        if unfinished := unfinished_line(answer):
            lines += ["", f"**{unfinished}**"]
        lines += ["", "出处：", ""] if answer.citations else []
        lines += [f"- {escape_markdown(source_line(citation))}" for citation in answer.citations]
        lines += (
            ["", *(f"> {escape_markdown(remark)}" for remark in answer.remarks)] if answer.remarks else []
        )
        if answer.model:  # else it was broken off before anything was searched
            lines += ["", escape_markdown(foot(answer))]
    return "\n".join(lines) + "\n"
