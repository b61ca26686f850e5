"""Kept scripts that an article of theirs has gone from, or has been corrected since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.explain_records import Kept
from vectorstore.library import Library
from vectorstore.records import Filter


@dataclass(frozen=True, slots=True)
class Stale:
    """A script that is not to be shown as it is."""

    kept: Kept
    reasons: tuple[str, ...]  # in Chinese, never empty


def stale(scripts: Sequence[Kept], library: Library) -> tuple[Stale, ...]:
    """The scripts whose articles were deleted, revised or corrected since they were made. Raises LibraryError."""
    found = []
    for kept in scripts:
        reasons = _reasons(kept, library)
        if reasons:
            found.append(Stale(kept, reasons))
    return tuple(found)


def _reasons(kept: Kept, library: Library) -> tuple[str, ...]:
    script = kept.script
    headlines = {citation.article_id: citation.headline or "无标题" for citation in script.citations}
    reasons = []
    for name in script.articles:
        article = library.find(name)
        quotes = [citation.quote for citation in script.citations if citation.article_id == name]
        if article is None:
            reasons.append(f"《{headlines.get(name, name)}》已不在文库里")
        elif not all(quote in article.text for quote in quotes):
            reasons.append(f"《{headlines.get(name, name)}》有了新版本，所引的话已不在其中")
    for name, notices in library.corrections_of(script.articles, Filter()).items():
        for notice in notices:
            if notice.id not in script.articles:
                day = f"（{notice.issued}）" if notice.issued else ""
                reasons.append(f"《{headlines.get(name, name)}》后来有更正{day}：{notice.headline or '更正'}")
    return tuple(reasons)
