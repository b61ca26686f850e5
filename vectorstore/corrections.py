"""Which article a newspaper's correction (更正, 勘误, 致歉) corrects. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vectorstore.dates import find_dates
from vectorstore.identity import pairs_of, squash
from vectorstore.records import Article

_LONGEST = 1000  # characters; a longer article may report on corrections but is none
_OPENING = 80  # characters in which a correction says what it corrects
_YEAR = 400  # days back to an article that is named without its date
_ALIKE = 0.6  # of two headlines' character pairs, one of them as extraction left it
_TITLE = re.compile(r"^\W*(?:更正|勘误|订正|致歉|更正启事)(?:\W|启事|说明|$)|(?:的|与|和)(?:更正|勘误|致歉)$")
_FORMULA = re.compile(r"(?:特此|谨此|现予|现予以|予以|兹|现)(?:更正|勘误|订正)|(?:更正|勘误)如下")
_OWN = re.compile(r"本[报刊版网]|[》\]]一[文稿]")
_WRONG = re.compile(
    '[“"「]([^”"」]{2,40})[”"」][^，。；,;]{0,6}(?:应为|应是|有误|系笔误|改为)'
    '|误(?:为|作|写为|写成|印成|印为)[“"「]([^”"」]{2,40})[”"」]'
)
_SAYS = re.compile("应为|应是|更正为|有误|误为|误作|误写|更改为")
_NAMED = re.compile(r"《([^《》]{2,60})》")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a correction says about the article it corrects."""

    issued: date | None  # issue date of the corrected article; None: not named
    headline: str | None  # squashed; None: not named
    wrong: tuple[str, ...]  # the words declared wrong


def read_notice(article: Article) -> Notice | None:
    """What the article corrects; None: it is no correction of the paper's own."""
    titled = _TITLE.search(article.headline or "") is not None
    text = article.text
    if len(text) > _LONGEST or not (titled or (_FORMULA.search(text) and _OWN.search(text))):
        return None
    if not _SAYS.search(text):
        return None
    days = [
        mention.first
        for mention in find_dates(text[:_OPENING], article.issued)
        if mention.certain and mention.first == mention.last
    ]
    issued = next((day for day in days if article.issued is None or day <= article.issued), None)
    named = _NAMED.search(text[: 2 * _OPENING])
    wrong = tuple(match[1] or match[2] for match in _WRONG.finditer(text))
    if issued is None and named is None:
        return None
    return Notice(issued, squash(named[1]) if named else None, wrong)


def says_what_is_wrong(sentence: str) -> bool:
    """Whether the sentence of a correction is the one that corrects."""
    return _SAYS.search(sentence) is not None


def corrects(notice: Notice, correcting: Article, article: Article) -> bool:
    """Whether the notice, printed as `correcting`, is about the article.

    Publication and issue date must not speak against it; the headline named must be the article's, or the
    figures and words declared wrong must stand in its text.
    """
    if article.id == correcting.id or not _possible(notice, correcting, article):
        return False
    headline = squash(article.headline or "")
    dated = notice.issued is not None and notice.issued == article.issued
    if notice.headline and headline:
        named = headline == notice.headline or (dated and _overlap(notice.headline, headline) >= _ALIKE)
    else:
        named = dated and _holds(article.text, notice.wrong)
    return named and read_notice(article) is None


def _possible(notice: Notice, correcting: Article, article: Article) -> bool:
    """Whether publication and dates leave it open that the notice is about the article."""
    papers = {correcting.publication, article.publication} - {None}
    if len(papers) > 1:
        return False
    if article.issued is None:
        return True
    if notice.issued is not None and article.issued != notice.issued:
        return False
    return correcting.issued is None or 0 <= (correcting.issued - article.issued).days <= _YEAR


def _overlap(one: str, other: str) -> float:
    """Dice coefficient of two headlines' character pairs."""
    mine, others = pairs_of(one), pairs_of(other)
    return 2 * len(mine & others) / (len(mine) + len(others) or 1)


def _holds(text: str, wrong: tuple[str, ...]) -> bool:
    """Whether what is declared wrong stands in the text: its figures, or the words where it has none."""
    plain = squash(text)
    figures = {figure for words in wrong for figure in _FIGURE.findall(words)}
    if figures:
        return figures <= set(_FIGURE.findall(text))
    return bool(wrong) and all(squash(words) in plain for words in wrong)
