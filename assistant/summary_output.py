"""Summaries as JSON objects and as lines for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.labels import Label
from assistant.output import source_line
from assistant.records import Citation, Sentence, Spent
from assistant.summarise import Summary

Json = Mapping[str, object]


def summary_json(summary: Summary, label: Label) -> Json:
    """A summary; `text` is what a reader is shown."""
    return {
        "form": summary.form,
        "text": summary.text,
        "sentences": [sentence_json(sentence) for sentence in summary.sentences],
        "citations": [citation_json(citation) for citation in summary.citations],
        "remarks": list(summary.remarks),
        "struck": [{"text": sentence.text, "reason": sentence.reason} for sentence in summary.struck],
        "written": summary.written,
        "model": summary.model,
        "prompt_digest": summary.prompt_digest,
        "label": label.visible,
        "AIGC": label.aigc,
        "usage": usage_json(summary.usage),
    }


def summary_lines(summary: Summary, label: Label) -> Sequence[str]:
    """A summary for people: the text, its sources, how it was made."""
    lines = [summary.text, *summary.remarks, "", "出处：", *map(source_line, summary.citations)]
    if summary.struck:
        lines += ["", "已删去（没有出处支持）："] + [f"- {s.text}（{s.reason}）" for s in summary.struck]
    return [*lines, "", label.visible]


def sentence_json(sentence: Sentence) -> Json:
    """A sentence with the numbers it cites."""
    return {"text": sentence.text, "citations": list(sentence.citations), "verdict": sentence.verdict}


def citation_json(citation: Citation) -> Json:
    """A source."""
    return {
        "number": citation.number,
        "article_id": citation.external_id or citation.article_id,
        "headline": citation.headline,
        "publication": citation.publication,
        "issued": citation.issued.isoformat() if citation.issued else None,
        "page": citation.page,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def usage_json(spent: Spent) -> Json:
    """What was spent on chat models."""
    return {
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "calls": spent.calls,
        "cost": spent.cost,
    }
