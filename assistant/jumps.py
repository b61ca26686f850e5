"""Newspaper jumps (下转第3版, 上接第1版): recognise the marks, tell which halves belong together, join them. Pure.

A joined article is that of its first page. Its `origin` says which files gave which part of the text, and where
the others stood: `p1.txt（532字）→ 第3版 p3.txt`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt

from vectorstore.identity import squash
from vectorstore.records import Article

_NUMBER = r"(?P<{}>[A-ZＡ-Ｚ]?\s?\d{{1,3}}|[一二三四五六七八九十]{{1,3}}|头)\s*版"
_OPEN, _CLOSE = r"[(（\[【〔]", r"[)）\]】〕]"
_INSIDE = r"[^()（）\[\]【】〔〕\n]{0,30}"
_SIGNS = r"[\s▲△▼▽◀◁◄▶▷►←→>＞■□●○◆◇★☆※]*"
_ONWARD = re.compile(
    rf"{_SIGNS}(?:{_OPEN}\s*(?:紧?\s*下\s*转|转)[至到入]?\s*第?\s*{_NUMBER.format('a')}{_INSIDE}{_CLOSE}"
    rf"|{_OPEN}?\s*下\s*转[至到入]?\s*第?\s*{_NUMBER.format('b')}(?:\s*[·•・]?\s*[\u4e00-\u9fff]{{2,6}})?\s*{_CLOSE}?"
    rf"|(?<![道容文情见章])转\s*第\s*{_NUMBER.format('c')}(?:\s*[·•・]?\s*[\u4e00-\u9fff]{{2,6}})?)[\s。.▶▷►→>＞]*$"
)
_BACK = re.compile(
    rf"{_SIGNS}(?:{_OPEN}\s*(?:上\s*接|紧\s*接|接)\s*第?\s*{_NUMBER.format('a')}{_INSIDE}{_CLOSE}"
    rf"|{_OPEN}\s*(?:上|紧)\s*接\s*(?:[上前]\s*[页版])?\s*{_CLOSE}"
    rf"|{_OPEN}?\s*(?:上|紧)\s*接\s*第?\s*{_NUMBER.format('b')}(?:[·•・][\u4e00-\u9fff]{{2,6}}(?=\s|$))?{_CLOSE}?)"
    r"[\s:：]*"
)
_FIRST_LINE = re.compile(r"[^\n]{1,24}\n")  # a byline or a repeated headline that stands before the mark
_REACH = 60  # characters at either end of a text in which a mark may stand
_REPEATED = 30  # characters of a headline repeated above the second half, at most
_OWN_START = re.compile(r"\W*(?:本报|本刊|新华社|中新社|据《)|[^，。\n]{0,12}[讯电](?=[\s(（])")
_STOPS, _CLOSERS = "。！？!?…；;：:", "”’」』》\"'）)】"
_NEVER_FIRST = tuple("，。、；：！？,.;:!?)）」』”’》")
_LEAST = 0.05  # likeness of halves where not all numbers are known, or where there is a choice
_LEAST_NUMBERED = 0.04  # where both marks name the other's page and nothing else answers to them
_SHORT = 80  # letters and figures below which a half need not resemble the other, the numbers agreeing
_CLEARLY = 1.25  # times the likeness with the next best
_HAN = "〇一二三四五六七八九"
_SEAM = re.compile(r"（(\d+)字）→ 第(\S+?)版 ")


def jumps_to(article: Article) -> str | None:
    """The number of the page on which the text goes on; None: it does not say that it does."""
    found = _ONWARD.search(article.text[-_REACH:])
    return page_number(found["a"] or found["b"] or found["c"]) if found else None


def comes_from(article: Article) -> str | None:
    """The number of the page on which the text began, "" where the mark names none; None: there is no mark."""
    found = _in_text(article.text)
    if found is None:
        found = next(
            (match for title in (article.headline, article.kicker) if (match := _in_title(title))), None
        )
    return page_number(found["a"] or found["b"] or "") if found else None


def page_number(text: str) -> str:
    """A page number in one form: `03`, `３` and `三` are "3", `a03` is "A3"; a name stays what it is."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper().replace("头", "一")
    han = re.fullmatch(r"(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)", plain)
    if han and plain:
        tens, ones = (_HAN.find(han[group] or "〇") for group in (1, 3))
        return str((tens or 1) * 10 + ones if han[2] else ones)
    found = re.fullmatch(r"([A-Z]?)(\d+)", plain)
    return f"{found[1]}{int(found[2])}" if found else plain


def pairs(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """(head, tail) by their places, each place at most once as either, surest first.

    Issue dates must be known and equal, publications and page numbers must not differ. Where there is a choice
    the texts decide, by the cosine over the character pairs they share; where that is not clear, nobody is joined.
    """
    heads = [place for place, each in enumerate(articles) if jumps_to(each) is not None]
    tails = [place for place, each in enumerate(articles) if comes_from(each) is not None]
    open_ = {
        (head, tail): kinship(articles[head], articles[tail])
        for head in heads
        for tail in tails
        if head != tail and _may_follow(articles[head], articles[tail])
    }
    while True:
        likeliest = sorted(open_, key=lambda pair: (-open_[pair], pair))
        best = next((pair for pair in likeliest if _sure(pair, open_, articles)), None)
        if best is None:
            return
        yield best
        open_ = {pair: score for pair, score in open_.items() if pair[0] != best[0] and pair[1] != best[1]}


def kinship(head: Article, tail: Article) -> float:
    """0..1: how much two halves speak of the same, headlines included."""
    one, other = (
        {text[at : at + 2] for at in range(len(text) - 1)}
        for text in (squash(_plain(each)) for each in (head, tail))
    )
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


def join(head: Article, tail: Article) -> Article:
    """One article of two halves, either of which may be joined already. Id and key are the head's."""
    before, after = parts(head), parts(tail)
    first = as_part(after[0], first=False, last=True, headline=head.headline)
    if first.page is None:
        first = replace(first, page=jumps_to(head))
    return put_together([*before[:-1], as_part(before[-1], first=True, last=False), first, *after[1:]])


def parts(article: Article) -> tuple[Article, ...]:
    """The parts a joined article was made of, without the marks between them; of any other, itself.

    Each has the files and, but for the first, the page it came from.
    """
    origins = _SEAM.split(article.origin)
    if len(origins) == 1:
        return (article,)
    found: list[Article] = []
    rest, name = article.text, squash(article.byline or "")
    pages, lengths = [article.page, *origins[2::3]], [*map(int, origins[1::3]), len(rest)]
    for origin, page, length in zip(origins[::3], pages, lengths, strict=True):
        text, rest = rest[:length], rest[length:].removeprefix("\n")
        signed = not name or name in squash(text) or (not found and name not in squash(rest))
        part = replace(
            article, text=text, origin=origin, page=page, byline=article.byline if signed else None
        )
        found.append(replace(part, id="", headline=None, kicker=None) if found else part)
    return tuple(found)


def page_at(article: Article, offset: int) -> str | None:
    """The page on which `article.text[offset]` is printed; None: not known."""
    end, page = 0, article.page
    for part in parts(article):
        if offset >= end:
            page = part.page
        end += len(part.text) + article.text.startswith("\n", end + len(part.text))
    return page


def put_together(found: Sequence[Article]) -> Article:
    """The article of these parts, in order. Headline, kicker, page and kind are the first one's."""
    text, origin = "", ""
    for place, part in enumerate(found):
        text += (seam(text, part.text) if text else "") + part.text
        origin += f"→ 第{page_number(part.page or '')}版 {part.origin}" if place else part.origin
        origin += f"（{len(part.text)}字）" if place < len(found) - 1 else ""
    return replace(
        found[0],
        text=text,
        origin=origin,
        byline=next((part.byline for part in found if part.byline), None),
        publication=next((part.publication for part in found if part.publication), None),
    )


def as_part(article: Article, *, first: bool, last: bool, headline: str | None = None) -> Article:
    """A half without the marks that point to its neighbours: back unless `first`, onward unless `last`; and
    without the joined article's `headline`, repeated above it."""
    text = article.text
    if not first:
        found = _in_text(text)
        if found is not None:
            lead = text[: found.start()]
            text = lead + text[found.end() :]
        text = text.lstrip()
        line, _, rest = text.partition("\n")
        if rest and headline and len(line) <= _REPEATED and _repeats(line, headline):
            text = rest.lstrip()
    if not last:
        found = _ONWARD.search(text, max(len(text) - _REACH, 0))
        text = text[: found.start()] if found else text
    return replace(article, text=text.strip())


def with_their_marks(articles: Sequence[Article]) -> tuple[Article, ...]:
    """A page's articles, a mark that the page took for one of its own put back above what follows it."""
    found: list[Article] = []
    mark: Article | None = None
    for article in articles:
        alone = comes_from(article) is not None and not squash(as_part(article, first=False, last=True).text)
        if mark is not None and comes_from(article) is None and not _OWN_START.match(article.text):
            found[-1] = replace(article, text=f"{mark.text}\n{article.text}")
        else:
            found.append(article)
        mark = article if alone else None
    return tuple(found)


def _in_text(text: str) -> re.Match[str] | None:
    """The mark at the beginning of the text, or of its second line where the first is short."""
    found = _BACK.match(text)
    line = _FIRST_LINE.match(text)
    return found or (_BACK.match(text, line.end()) if line else None)


def _in_title(title: str | None) -> re.Match[str] | None:
    """The mark at either end of a headline or kicker."""
    found = _BACK.search(title) if title else None
    return found if found and title and (found.start() == 0 or found.end() == len(title)) else None


def _may_follow(head: Article, tail: Article) -> bool:
    if head.issued is None or head.issued != tail.issued:
        return False
    if head.publication and tail.publication and head.publication != tail.publication:
        return False
    return _agree(jumps_to(head), parts(tail)[0].page) is not False and (
        _agree(comes_from(tail), parts(head)[-1].page) is not False
    )


def _agree(named: str | None, page: str | None) -> bool | None:
    """Whether a mark names the page; None: one of the two is not known. A section's letter may be wanting."""
    if not named or not page:
        return None
    number = page_number(page)
    short, long = sorted((named, number), key=len)
    return named == number or (short.isdigit() and long == f"{long[:1]}{short}" and long[:1].isalpha())


def _sure(pair: tuple[int, int], open_: dict[tuple[int, int], float], articles: Sequence[Article]) -> bool:
    """Whether two halves are the one pair that answers to their marks, or clearly the best of several."""
    head, tail = (articles[place] for place in pair)
    rivals = [
        score
        for other, score in open_.items()
        if other != pair and (other[0] == pair[0] or other[1] == pair[1])
    ]
    if rivals:
        return open_[pair] >= max(_LEAST, _CLEARLY * max(rivals))
    numbered = _agree(jumps_to(head), parts(tail)[0].page) and _agree(comes_from(tail), parts(head)[-1].page)
    short = min(len(squash(each.text)) for each in (head, tail)) < _SHORT
    return open_[pair] >= (0.0 if numbered and short else _LEAST_NUMBERED if numbered else _LEAST)


def _plain(article: Article) -> str:
    """Headline and text without any mark."""
    title = _BACK.sub("", article.headline or "")
    return f"{title}\n{as_part(article, first=False, last=False).text}"


def _repeats(line: str, headline: str) -> bool:
    short, whole = squash(line), squash(headline)
    return bool(short) and (short in whole or whole in short) and line[-1] not in _STOPS


def seam(head: str, tail: str) -> str:
    """What stands between two halves of a text: nothing where the page cut a sentence in two, else a new paragraph."""
    bare = head.rstrip(_CLOSERS)
    done = not bare or bare[-1] in _STOPS or head[-1] in "）)】"
    return "\n" if done and tail[:1] not in _NEVER_FIRST else ""
