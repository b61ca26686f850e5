"""The reports that articles hold: most hold one, a column of briefs (简讯, 快讯) holds several. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.datelines import news_spans
from vectorstore.identity import squash
from vectorstore.records import Article

_COLUMN = re.compile(r"快讯|简讯|短讯|简明新闻|一句话新闻|要闻速览|速览|速递|短波|新闻集纳|集纳")
_HEADING = re.compile(r"[^。！？!?；;，,\n]{4,45}(?:[，,；;][^。！？!?\n]{2,30})?")
_ENDED = re.compile(r"[。！？!?…][”’」』）)】\"']*$")


@dataclass(frozen=True, slots=True)
class Portion:
    """A report: `article.text[start:end]`."""

    article: Article
    headline: str | None  # the brief's own, else the article's; None: it has none
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its words."""
        return self.article.text[self.start : self.end]

    @property
    def title(self) -> str:
        """Its headline, or how it begins."""
        return self.headline or f"{self.text.strip()[:18]}…"


def whole(article: Article) -> Portion:
    """The article as one report."""
    return Portion(article, article.headline, 0, len(article.text))


def portions(article: Article) -> tuple[Portion, ...]:
    """The reports of the article in order; of a column of briefs each brief with its heading, where it has them."""
    if not _COLUMN.search(f"{article.headline or ''} {article.kicker or ''}"):
        return (whole(article),)
    lines = _lines(article.text)
    heads = [
        at
        for at, (_, line) in enumerate(lines[:-1])
        if _HEADING.fullmatch(line) and not _ENDED.search(line) and _ENDED.search(lines[at + 1][1])
    ]
    heads = [at for at in heads if squash(lines[at][1]) != squash(article.headline or "")]
    if len(heads) < 2:
        return (whole(article),)
    briefs = []
    for at, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        last = lines[following - 1]
        briefs.append(Portion(article, lines[at][1], lines[at + 1][0], last[0] + len(last[1])))
    return tuple(briefs)


def spans_of(portion: Portion) -> tuple[tuple[int, int], ...]:
    """Offsets in the article's text of the sentences that tell the portion's news, in order."""
    return tuple(
        (start, end)
        for start, end in news_spans(portion.article)
        if portion.start <= start and end <= portion.end
    )


def _lines(text: str) -> Sequence[tuple[int, str]]:
    """(offset, line) of the lines that hold something, without the white space around them."""
    found, offset = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((offset + line.index(line.strip()), line.strip()))
        offset += len(line) + 1
    return found
