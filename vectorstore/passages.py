"""An article's passages as the library keeps them: cut, and with the days their words name. Pure."""

from __future__ import annotations

from dataclasses import replace

from vectorstore.chunking import chunk
from vectorstore.dates import find_dates
from vectorstore.records import Article, Passage


def cut(article: Article) -> tuple[Passage, ...]:
    """Passages of the article in order, each with the day ranges that its words name for certain (昨日,
    4月11日, 去年底 as seen from the issue date)."""
    named = [mention for mention in find_dates(article.text, article.issued) if mention.certain]
    return tuple(
        replace(
            passage,
            days=tuple(
                sorted(
                    {
                        (mention.first, mention.last)
                        for mention in named
                        if passage.start <= mention.start and mention.end <= passage.end
                    }
                )
            ),
        )
        for passage in chunk(article)
    )
