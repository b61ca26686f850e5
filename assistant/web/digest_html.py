"""A digest as HTML for the page, its marks buttons that open their source. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from assistant.digest_records import Digest, FigureRow, Item
from assistant.export.phrases import changes, coverage, headlined, named, notes, tags, watch_line
from assistant.records import Sentence
from assistant.summarise import joined
from assistant.web.render import sentence_html


def digest_html(digest: Digest) -> str:
    """The whole digest; every word of the papers and of the model escaped."""
    parts = [f"<h2>{escape(digest.title)}</h2>", f'<p class="una-label">{escape(digest.label.visible)}</p>']
    if digest.lead:
        parts.append(f'<p class="una-lead"><b>提要</b> {_lead(digest.lead)}</p>')
    if not digest.items:
        parts.append("<p>这一周期没有可以摘要的报道。</p>")
    for section in digest.sections:
        parts.append(f"<h3>{escape(section.name)}</h3>")
        parts += [_item(item) for item in section.items]
    parts.append(_figures(digest.figures))
    parts.append(_list("变化", changes(digest)))
    watched = [watch_line(each.topic, each.found, each.before) for each in digest.watched]
    parts.append(_list("关注", watched))
    parts.append(_list("未展开的报道", [named(each) for each in digest.left_out], folded=True))
    parts.append(_list("检索范围", coverage(digest.scope)))
    struck = [f"{each.text}（{each.reason or ''}）" for each in digest.struck]
    parts.append(_list("已删去（没有出处支持）", struck, folded=True))
    return f'<article class="una-digest">{"".join(parts)}</article>'


def _said(sentences: Sequence[Sentence]) -> str:
    return "".join(sentence_html(sentence) for sentence in sentences)


def _lead(sentences: Sequence[Sentence]) -> str:
    said = [sentence_html(replace(each, text=headlined(each))) for each in sentences]
    return f"{'；'.join(said)}。"


def _item(item: Item) -> str:
    lines = "".join(f"<li>{escape(note)}</li>" for note in notes(item))
    more = f'<ul class="una-foot">{lines}</ul>' if lines else ""
    tag = f'<span class="una-status">{escape(tags(item))}</span>' if tags(item) else ""
    return f"<section><h4>{escape(item.headline)} {tag}</h4><p>{_said(item.sentences)}</p>{more}</section>"


def _figures(rows: Sequence[FigureRow]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f"<tr><td>{escape(row.value)}{'（更正后）' if row.corrected else ''}</td>"
        f"<td>{escape(row.headline)}</td><td>{escape(joined(row.context))}</td>"
        f'<td><button type="button" class="una-mark una-supported" data-mark="{row.citation}" '
        f'aria-label="打开出处 {row.citation}">{row.citation}</button></td></tr>'
        for row in rows
    )
    head = '<tr><th scope="col">数字</th><th scope="col">报道</th><th scope="col">原文</th><th scope="col">出处</th></tr>'
    return (
        f'<h3>数字</h3><div class="una-wide"><table class="una-table"><thead>{head}</thead>'
        f"<tbody>{cells}</tbody></table></div>"
    )


def _list(title: str, lines: Sequence[str], *, folded: bool = False) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    if folded:
        return f"<details><summary>{title}（{len(lines)}）</summary><ul>{items}</ul></details>"
    return f"<h3>{title}</h3><ul>{items}</ul>"
