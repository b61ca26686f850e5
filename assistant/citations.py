"""Sources and marks: number the sources of an answer, lay them out for a model, parse its marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.jumps import page_at
from assistant.orders import find_orders
from assistant.records import Citation
from vectorstore.identity import squash
from vectorstore.neighbours import widen
from vectorstore.records import Article, Hit
from vectorstore.sentences import split_sentences

_MARK = re.compile(r"[\[【［]\s*(?:来源|资料|片段)?\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]】］]")
_ANGLES = str.maketrans("<>＜＞", "〈〉〈〉")
_ROLE = re.compile(
    r"(?m)^(\s*[#*\[【(（]*\s*(?:system|assistant|user|系统|助手|用户))[^\S\n]*[:：]", re.IGNORECASE
)
_LEFT_OUT = "（此处有写给程序的话，已略去）"
_LEADING = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）])\s*")
# 问题1：…… 答：……
_LABEL = re.compile(r"^(?:问题?|答案?|回答|来源|出处|标题|片段|资料)\s*\d{0,2}\s*[:：]\s*")
_FENCE = re.compile(r"(?m)^[^\S\n]*```.*$")
_EMPHASIS = re.compile(r"\*\*|__|`")
_HEADING = re.compile(r"(?m)^[^\S\n]*#{1,6}[^\S\n]+(.*)$")
_TABLE_RULE = r"[^\S\n]*\|?(?:[^\S\n]*:?-{2,}:?[^\S\n]*\|)+[^\S\n:-]*-*:?[^\S\n]*$"
_TABLE_HEAD = re.compile(rf"(?m)^[^\S\n]*\|.*\|[^\S\n]*\n{_TABLE_RULE}")
_TABLE_ROW = re.compile(r"(?m)^[^\S\n]*\|(.+)\|[^\S\n]*$")
_NO_SOURCE = re.compile(r"(?:没有|未|并未|没)(?:有)?(?:提到|提及|说明|写明|写|报道|涉及|给出|找到|说)")
_BLANK = frozenset(("", "无", "没有", "暂无", "不详", "未知", "空", "略", "none", "na", "null"))


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence of a reply with the source numbers behind it."""

    text: str  # without marks
    numbers: tuple[int, ...]  # only numbers of sources that were given, in order, each once


def number_sources(hits: Sequence[Hit]) -> tuple[Citation, ...]:
    """A citation for each hit, numbered from 1; the quote is the passage with the sentences around it."""
    return tuple(
        cite(hit.article, number=number, start=start, end=end)
        for number, hit in enumerate(hits, 1)
        for start, end in [widen(hit)]
    )


def cite(article: Article, *, number: int, start: int, end: int) -> Citation:
    """A citation of `article.text[start:end]`, which of an article that jumps names the page it begins on."""
    return Citation(
        number=number,
        article_id=article.id,
        external_id=article.external_id,
        headline=article.headline,
        publication=article.publication,
        issued=article.issued,
        page=page_at(article, start),
        quote=article.text[start:end],
        start=start,
        end=end,
    )


def lay_out(citations: Sequence[Citation]) -> str:
    """The sources as a model reads them: numbered, labelled and fenced.

    Nothing in them can close a fence, pass for a mark or a turn of the conversation; orders are left out.
    """
    return "\n\n".join(
        f"<source id={citation.number} {label(citation)}>\n{_readable(citation.quote)}\n</source>"
        for citation in citations
    )


def label(citation: Citation) -> str:
    """《publication》, date, page and headline, as far as they are known, on one line."""
    day = citation.issued
    parts = [
        f"《{_harmless(citation.publication)}》" if citation.publication else "",
        f"{day.year}年{day.month}月{day.day}日" if day else "日期不详",
        f"第{_harmless(citation.page)}版" if citation.page else "",
        f"标题：{_readable(citation.headline)}" if citation.headline else "",
    ]
    return " ".join(" ".join(part for part in parts if part).split())


def _readable(text: str) -> str:
    for start, end in reversed(find_orders(text)):
        text = f"{text[:start]}{_LEFT_OUT}{text[end:]}"
    return _harmless(text.replace(_LEFT_OUT * 2, _LEFT_OUT))


def _harmless(text: str) -> str:
    return _ROLE.sub(r"\1，", _MARK.sub(r"（\1）", text.translate(_ANGLES)))


def parse_reply(reply: str, *, sources: int) -> tuple[Marked, ...]:
    """The sentences of a reply, each with the numbers of the sources it cites.

    Marks in any bracket count; numbers that no source has are dropped; marks that stand before the full
    stop, behind it, or alone on a line belong to the sentence before them. A sentence said again is left out.
    Of Markdown the words are read: headings are left out, a row of a table is a sentence (驿站：12家，3.5万元).
    """
    marked: list[Marked] = []
    for piece in split_sentences(_marks_inside(_without_markup(reply))):
        numbers = tuple(
            dict.fromkeys(
                number
                for match in _MARK.finditer(piece)
                for number in map(int, re.findall(r"\d+", match[1]))
                if 1 <= number <= sources
            )
        )
        text = _LEADING.sub("", _MARK.sub("", piece)).strip()
        text = _LABEL.sub("", text)
        text = re.sub(r"\s+([。！？，；])", r"\1", text)
        if any(text == earlier.text for earlier in marked):
            continue  # small models go round in circles
        if any(char.isalnum() for char in text):
            marked.append(Marked(text, numbers))
        elif numbers and marked:
            last = marked[-1]
            marked[-1] = Marked(last.text, tuple(dict.fromkeys((*last.numbers, *numbers))))
    return tuple(marked)


def says_nothing_found(text: str) -> bool:
    """Whether the sentence says that the papers do not say."""
    return len(text) <= 80 and _NO_SOURCE.search(text) is not None


def is_blank(text: str) -> bool:
    """Whether the text stands where an answer was left out: （无）."""
    return squash(text).lower() in _BLANK


def echoes(text: str, question: str) -> bool:
    """Whether the text is a part of the question, said again before it is answered."""
    return text.endswith(("？", "?")) and squash(text) in squash(question)


def is_headline(text: str, citations: Sequence[Citation]) -> bool:
    """Whether the text is a source's headline and nothing more: a model that lists its sources has said nothing."""
    bare = squash(text)
    return any(each.headline and squash(each.headline) == bare for each in citations)


def _without_markup(reply: str) -> str:
    text = _EMPHASIS.sub("", _FENCE.sub("", reply))
    text = _TABLE_HEAD.sub("", _HEADING.sub(lambda line: line[1] if _MARK.search(line[1]) else "", text))
    return _TABLE_ROW.sub(_row_told, text)


def _row_told(row: re.Match[str]) -> str:
    first, *others = (cell.strip() for cell in row[1].split("|"))
    return f"{first}：{'，'.join(filter(None, others))}" if any(others) else first


def _marks_inside(reply: str) -> str:
    """Marks behind a full stop moved before it, so that a split at full stops keeps them."""
    return re.sub(rf"([。！？!?]+[”’」』）)]*)\s*((?:{_MARK.pattern}\s*)+)", _swap, reply)


def _swap(match: re.Match[str]) -> str:
    return f"{match[2].strip()}{match[1]}"
