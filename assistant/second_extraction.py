"""One article extracted twice (OCR and PDF text of one page): tell that it is one, and make one of both. Pure.

Every part of a merged article is the better one of two by an order that does not depend on which came first.
So merging is associative, commutative and idempotent: reading either file again changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from vectorstore.identity import squash
from vectorstore.records import Article
from vectorstore.reprints import figures_shared, likeness, shingles

_JOIN = " + "  # between the files a merged article came from
_CONTAINMENT = 0.60  # of the shorter's 3-grams, where both name the same issue date
_UNDATED = 0.85  # where one of them, or both, has no issue date
_SHORT = 60  # 3-grams below which chance plays a part
_SHORT_CONTAINMENT = 0.80
_LENGTHS = 0.30  # a front-page brief of less than this share of its story is an article of its own
_FIGURES = 0.50
_HAN = "\u4e00-\u9fff"
_STRAY = re.compile(rf"(?<=[{_HAN}，。、；：]) +(?=[{_HAN}，。、；：])")
_HALF = re.compile(rf"(?<=[{_HAN}])[,;:?!()\"](?=[{_HAN}])")
_LOOKALIKE = re.compile(r"\d[OolI|]|[OolI|]\d|[�□■▲]")
_END = re.compile(r"[。！？!?…:：）)」』”\"摄]$")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))


def same_article(one: Article, other: Article) -> bool:
    """Whether two extractions from newspaper pages are of one article.

    Issue date, publication and page must not differ where both are known; most of the shorter text must
    stand in the other.
    """
    for mine, others in (
        (one.issued, other.issued),
        (one.publication, other.publication),
        (one.page, other.page),
    ):
        if mine is not None and others is not None and mine != others:
            return False
    grams, other_grams = shingles(one.text), shingles(other.text)
    shorter, longer = sorted((len(grams), len(other_grams)))
    needed = _CONTAINMENT if one.issued is not None and other.issued is not None else _UNDATED
    if shorter < _SHORT:
        needed = max(needed, _SHORT_CONTAINMENT)
    return (
        shorter >= _LENGTHS * longer
        and likeness(grams, other_grams).containment >= needed
        and figures_shared(one.text, other.text) >= _FIGURES
    )


def merge(one: Article, other: Article) -> Article:
    """One article of two extractions: the better text, each heading from whichever has the fuller one, and
    what only one of them knows of where it stood. Id, key and revision are those of `one`."""
    best = max((one, other), key=lambda each: (text_quality(each.text), each.text, each.kind))
    headline = _fuller(_named(one.headline, other), _named(other.headline, one))
    kickers = [each for each in (one.kicker, other.kicker) if each and not _same(each, headline)]
    return replace(
        one,
        headline=headline,
        kicker=_fuller(*kickers),
        byline=_fuller(one.byline, other.byline),
        publication=_fuller(one.publication, other.publication),
        issued=one.issued or other.issued,
        page=_fuller(one.page, other.page),
        kind=best.kind,
        text=best.text,
        origin=_JOIN.join(sorted({*one.origin.split(_JOIN), *other.origin.split(_JOIN)})),
    )


def merged(article: Article) -> bool:
    """Whether the article was made of more than one file's."""
    return _JOIN in article.origin


def same_content(one: Article, other: Article) -> bool:
    """Whether two articles differ in nothing a reader sees but the name of their files."""
    return replace(one, id="", revision=1, origin="") == replace(other, id="", revision=1, origin="")


def text_quality(text: str) -> float:
    """How good an extraction is: its length in letters and figures, less what went wrong in it: stray spaces,
    paragraphs that do not end, half-width punctuation, letters in place of figures."""
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    broken = sum(_END.search(line) is None for line in paragraphs)
    return (
        len(squash(text))
        - 2.0 * len(_STRAY.findall(text))
        - 4.0 * broken
        - 0.5 * len(_HALF.findall(text))
        - 5.0 * len(_LOOKALIKE.findall(text))
    )


def _named(headline: str | None, other: Article) -> str | None:
    """The headline; None where it is what the other extraction knows to be the kicker of its own headline."""
    kicker = _same(headline, other.kicker) and other.headline is not None
    return None if kicker and not _same(headline, other.headline) else headline


def _fuller(*texts: str | None) -> str | None:
    """The longest in letters and figures, of equals that with its quotes and brackets in pairs; None: none."""
    return max((text for text in texts if text), key=_fullness, default=None)


def _fullness(text: str) -> tuple[int, int, str]:
    paired = sum(min(text.count(opening), text.count(closing)) for opening, closing in _PAIRS)
    return len(squash(text)), paired - len(_STRAY.findall(text)), text


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and squash(one) == squash(other)
