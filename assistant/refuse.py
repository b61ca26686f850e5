"""Refusals, and what is said of the search beside every answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.records import Answer
from vectorstore.records import Hit

_NEAREST = 3


def refuse(empty: Answer, hits: Sequence[Hit], *, missing: Sequence[str]) -> Answer:
    """The answer that says what was searched and shows the nearest headlines."""
    nearest = tuple(title(hit) for hit in hits[:_NEAREST])
    text = f"没有找到可以作答的报道。{describe(empty)}"
    if missing and empty.coverage.articles:
        text += "，没有同时提到" + "、".join(f"“{word}”" for word in missing[:4]) + "的内容"
    text += "。"
    if nearest:
        text += "最接近的报道：" + "；".join(f"《{name}》" for name in nearest) + "。"
    return replace(empty, refused=True, refusal=text, nearest=nearest)


def describe(answer: Answer) -> str:
    """What was searched, and what was made of the question's dates, in a Chinese clause without its full stop."""
    coverage = answer.coverage
    period = f"，{answer.period_said}" if answer.period_said else ""
    if not coverage.articles:
        return f"文库里没有符合条件的文章{period}"
    span = ""
    if coverage.first and coverage.last:
        span = f"（{coverage.first:%Y-%m-%d} 至 {coverage.last:%Y-%m-%d}）"
    return f"已检索 {coverage.articles} 篇文章{span}{period}"


def foot(answer: Answer) -> str:
    """What stands below an answer, without its full stop: up to when, what was searched (a refusal says so itself), how
    it was answered."""
    as_of = f"截至 {answer.as_of:%Y-%m-%d}" if answer.as_of else ""
    searched = "，".join(part for part in (as_of, "" if answer.refused else describe(answer)) if part)
    return "；".join(part for part in (searched, f"作答方式：{answer.model}") if part)


def title(hit: Hit) -> str:
    """The headline, or the beginning of an article that has none."""
    return hit.article.headline or f"{hit.article.text[:18].strip()}…"
