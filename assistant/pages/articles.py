"""From a page's lines to its articles (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.pages.blocks import joined_text
from assistant.pages.clean import clean_paragraph
from assistant.pages.drafts import Draft, draft_articles
from assistant.pages.layout import Layout, lay_out
from assistant.pages.lines import Row, read_row
from assistant.pages.masthead import Masthead, read_masthead
from assistant.pages.repeats import overlap, repeated_rows
from assistant.pages.titles import read_title
from assistant.pages.wording import opens_sentence
from assistant.records import LineRange, Page, PageArticle, PieceKind

_NOTES = {
    "markup": "链接或分隔线",
    "contact": "电话广告",
    "imprint": "版权/出版信息",
    "label": "栏题",
    "byline": "未归属的署名",
}
_SIGNED = re.compile(r"[(（]([^()（）]*(?:记者|通讯员|作者)[^()（）]*)[)）]")
_CREDIT = re.compile(r"(?:[^\s。！？!?，,]*(?:记者|通讯员)[\s:：]*)?[^。！？!?，,]{2,24}(?:摄|供图)[)）]?$")
_LEAST_ARTICLE = 24  # characters a body without title, byline or credit must have
_LONGEST_CAPTION = 420


def parse_page(page: Page) -> tuple[PageArticle, ...]:
    """Articles, photos and what belongs to neither (kind `other`), in page order of their first lines.

    Every non-blank line of the page is in the ranges of exactly one of them.
    """
    rows = tuple(read_row(line) for line in page.lines if line.text.strip())
    masthead = read_masthead(rows)
    repeated = repeated_rows([row.key for row in rows]) - masthead.rows
    layout = lay_out(rows, masthead.rows | repeated)
    found: list[PageArticle] = []
    used: set[int] = set()
    for draft in draft_articles(layout):
        article, indexes = _article(layout, draft)
        found.append(article)
        used.update(indexes)
    found.extend(_leftovers(layout, masthead, repeated, used))
    issued = masthead.issued or page.issued
    stamped = (
        replace(article, publication=masthead.publication, issued=issued, page=masthead.page)
        for article in found
    )
    return tuple(sorted(stamped, key=lambda article: min(piece.first for piece in article.ranges)))


def _article(layout: Layout, draft: Draft) -> tuple[PageArticle, list[int]]:
    blocks, rows = layout.blocks, layout.rows
    body = [index for block in draft.blocks for index in blocks[block].rows]
    group = list(draft.group.blocks) if draft.group else []
    indexes = [index for block in (*group, *draft.notes) for index in blocks[block].rows] + body
    text = "\n".join(_paragraphs(layout, draft.blocks))
    title = read_title([rows[index] for block in group for index in blocks[block].rows]) if group else None
    notes = [
        clean_paragraph(joined_text([rows[index] for index in blocks[block].rows])) for block in draft.notes
    ]
    if title and title.label:
        notes.insert(0, title.label)
    kind: PieceKind = "article"
    if title is None and not blocks[draft.blocks[0]].begins and len(text) < _LEAST_ARTICLE:
        kind, notes = "other", ["残片"]
    elif blocks[draft.blocks[-1]].last.photo and len(text) <= _LONGEST_CAPTION:
        kind = "photo"
    return (
        PageArticle(
            headline=title.headline if title else None,
            kicker=title.kicker if title else None,
            subtitle=title.subtitle if title else None,
            byline=_byline(layout, draft.blocks),
            publication=None,
            issued=None,
            page=None,
            kind=kind,
            text=text,
            ranges=_ranges([rows[index].number for index in indexes]),
            note="\n".join(notes) or None,
        ),
        indexes,
    )


def _paragraphs(layout: Layout, chain: Sequence[int]) -> list[str]:
    """Text of the blocks in order; a paragraph that a column's end cut in two is one again."""
    found: list[str] = []
    cut = False
    for index in chain:
        block = layout.blocks[index]
        text = joined_text([layout.rows[row] for row in block.rows])
        plain = block.kind == "body" and block.first.kind == "text" and not block.first.photo
        again = cut and overlap(found[-1], text)
        if cut and plain and (again or not opens_sentence(layout.keys[index])):
            found[-1] += text[again:]
        else:
            found.append(text)
        cut = block.last.ending == "open" and (plain or block.first.kind == "lead")
    return [clean_paragraph(text) for text in found]


def _byline(layout: Layout, chain: Sequence[int]) -> str | None:
    for index in chain:
        block = layout.blocks[index]
        if block.first.kind == "byline":
            return block.first.text
        if block.first.kind == "lead":
            match = _SIGNED.search("".join(layout.rows[row].text for row in block.rows[:3])[:120])
            if match:
                return match[1].strip()
    last = layout.blocks[chain[-1]].last
    match = _SIGNED.search(last.text[-60:]) or (_CREDIT.search(last.text[-60:]) if last.photo else None)
    return match[0].strip("()（） ") if match else None


def _leftovers(
    layout: Layout, masthead: Masthead, repeated: frozenset[int], used: set[int]
) -> Iterator[PageArticle]:
    """What belongs to no article: neighbouring rows left out for one reason are one piece."""
    run: list[int] = []
    reason = ""
    titles = {row for block in layout.blocks if block.kind == "title" for row in block.rows}
    for index, row in enumerate(layout.rows):
        if index in used:
            continue
        if index in masthead.rows:
            why = _masthead_note(masthead)
        elif index in repeated:
            why = "重复段落"
        elif index in titles:
            why = "未归属的标题"
        else:
            why = _NOTES.get(row.kind, "残片")
        if run and (why != reason or index != run[-1] + 1):
            yield _other([layout.rows[i] for i in run], reason)
            run = []
        run.append(index)
        reason = why
    if run:
        yield _other([layout.rows[i] for i in run], reason)


def _masthead_note(masthead: Masthead) -> str:
    issue = f"第{masthead.issue}期" if masthead.issue else ""
    printed = "，".join(part for part in (masthead.lunar, issue) if part)
    return f"报头：{printed}" if printed else "报头"


def _other(rows: Sequence[Row], note: str) -> PageArticle:
    return PageArticle(
        headline=None,
        kicker=None,
        subtitle=None,
        byline=None,
        publication=None,
        issued=None,
        page=None,
        kind="other",
        text="\n".join(row.text for row in rows),
        ranges=_ranges([row.number for row in rows]),
        note=note,
    )


def _ranges(numbers: Sequence[int]) -> tuple[LineRange, ...]:
    """Consecutive line numbers as ranges, in the order given."""
    found: list[LineRange] = []
    for number in numbers:
        if found and number == found[-1].last + 1:
            found[-1] = LineRange(found[-1].first, number)
        else:
            found.append(LineRange(number, number))
    return tuple(found)
