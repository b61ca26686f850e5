"""A digest as Markdown, with its label in the front matter too. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from assistant.digest_records import Digest, Item
from assistant.export.phrases import (
    changes,
    coverage,
    headlined,
    marks,
    named,
    notes,
    source,
    tags,
    watch_line,
)
from assistant.records import Sentence
from assistant.summarise import joined

_SPECIAL = re.compile(r"([\\`*_{}<>#|~])|(?<=\])(?=\()|(!)(?=\[)")


def to_markdown(digest: Digest) -> str:
    """The digest; words of the papers cannot become markup."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield from _front_matter(digest)
    yield from (f"# {plain(digest.title)}", "", f"> {plain(digest.label.visible)}", "")
    if digest.lead:
        said = [f"{plain(headlined(each))}{marks(each.citations)}" for each in digest.lead]
        yield from (f"**提要** {'；'.join(said)}。", "")
    if not digest.items:
        yield from ("这一周期没有可以摘要的报道。", "")
    for section in digest.sections:
        yield from (f"## {plain(section.name)}", "")
        for item in section.items:
            yield from _item(item)
    if digest.figures:
        yield from ("## 数字", "", "| 数字 | 报道 | 原文 | 出处 |", "| --- | --- | --- | --- |")
        for row in digest.figures:
            note = "（更正后）" if row.corrected else ""
            cells = (
                plain(row.value) + note,
                plain(row.headline),
                plain(joined(row.context)),
                f"[{row.citation}]",
            )
            yield f"| {' | '.join(cells)} |"
        yield ""
    yield from _listed("变化", changes(digest))
    yield from _listed("关注", [watch_line(each.topic, each.found, each.before) for each in digest.watched])
    yield from _listed("未展开的报道", [named(each) for each in digest.left_out])
    yield from _listed("检索范围", coverage(digest.scope))
    yield from _listed("已删去（没有出处支持）", [f"{s.text}（{s.reason}）" for s in digest.struck])
    yield from ("## 出处", "")
    for citation in digest.citations:
        yield f"{citation.number}. {plain(source(citation))}"


def _front_matter(digest: Digest) -> Iterator[str]:
    values = {
        "title": digest.title,
        "date": digest.label.made.isoformat(timespec="seconds"),
        "model": digest.label.model,
        "prompt_digest": digest.label.prompt_digest,
        "label": digest.label.visible,
    }
    yield "---"
    yield from (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    if digest.label.aigc:
        yield f"AIGC: {digest.label.aigc}"
    yield from ("---", "")


def _item(item: Item) -> Iterator[str]:
    yield f"### {plain(item.headline)} {tags(item)}".rstrip()
    yield ""
    yield "".join(_said(sentence) for sentence in item.sentences)
    yield ""
    yield from (f"- {plain(note)}" for note in notes(item))
    if notes(item):
        yield ""


def _listed(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    if lines:
        yield from (f"## {title}", "", *(f"- {plain(line)}" for line in lines), "")


def _said(sentence: Sentence) -> str:
    return f"{plain(sentence.text)}{marks(sentence.citations)}"


def plain(text: str) -> str:
    """The words on one line, with what Markdown would read as markup escaped."""
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
