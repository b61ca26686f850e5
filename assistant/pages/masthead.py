"""Masthead and imprint: who published the page, when, and as which page (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.pages.lines import Row

_EDGE = 12  # rows at either end of a page in which a short masthead line may stand
_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}

_DATE = re.compile(r"((?:19|20)\d\d)(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?:日|(?!\d))")
_HAN_DATE = re.compile(
    r"([一二〇○零][一二三四五六七八九〇○零]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_LUNAR = re.compile(
    r"(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?闰?[正一二三四五六七八九十冬腊]{1,2}月"
    r"(?:初[一二三四五六七八九十]|[十廿二三]{1,2}[一二三四五六七八九十]?|卅)?"
)
_ISSUE = re.compile(r"(?:总)?第(\d{1,6})(?:号|期)")
_PAGE = re.compile(
    r"(?<![下上]转)(?<![转接见下上今日共])第?([A-Z]?\d{1,2}|[一二三四五六七八九十]{1,2})版(?!次)"
)
_PAGE_BARE = re.compile(r"(?:^|[|/·])([A-Z]?0?\d{1,2})(?:$|[|/·:])")
# a page header that names its section: 2综合新闻
_PAGE_SECTION = re.compile(r"^([A-Z]?0?\d{1,2})(?![年月日期号版])[\u4e00-\u9fff·]{2,6}$")
_HINT = re.compile(r"\d{4}年|第\d+[期号]|星期|刊|出版|主办|www|http|代号|[〇○]")
_WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日](?![刊报])")
_IMPRINT = re.compile(
    r"国内统一|连续出版物|刊号|CN\s?\d\d-\d{3,4}|邮发代号|代号\d|今日\S{1,4}版|本期\S{1,3}版|https?:|www\.|ISSN|零售价"
)
_IMPRINT_WORD = re.compile(r"主管|主办|出版|印刷|社址|地址|总编辑|定价|每份|邮编")
_TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:日报|晚报|时报|早报|午报|晨报|周报|工人报|商报|青年报|都市报|导报|[\u4e00-\u9fff]报)"
)
_PUBLISHER = re.compile(r"([\u4e00-\u9fff]{2,8}报)社?(?:有限公司|编辑部)?(?:编辑)?(?:出版|主办|承办)")
_LATIN_TITLE = re.compile(
    r"[A-Z][A-Z'’ ]{2,30}(?:DAILY|NEWS|TIMES|POST|JOURNAL|HERALD|BAO)$"
)  # or a name in pinyin


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the masthead, imprint and page header say. None: not printed."""

    publication: str | None = None
    issued: date | None = None
    lunar: str | None = None  # 农历, as printed
    issue: str | None = None  # issue number, digits
    page: str | None = None  # page number as printed, without 第 and 版
    rows: frozenset[int] = frozenset()  # indexes into the rows given


def read_masthead(rows: Sequence[Row]) -> Masthead:
    """The masthead of a page whose non-blank lines are `rows`.

    Masthead lines are short, end no sentence and carry a date with weekday, lunar date or issue number, a
    publisher's imprint, a page header, or (near the edges of the page) nothing but a newspaper's name.
    """
    found: set[int] = set()
    for index, row in enumerate(rows):
        edge = index < _EDGE or index >= len(rows) - _EDGE
        if (
            row.kind in ("text", "fragment", "contact")
            and len(row.key) <= 120
            and _is_masthead(row.key, edge=edge)
        ):
            found.add(index)
    keys = [rows[index].key for index in sorted(found)]
    return Masthead(
        publication=_publication([rows[index].text for index in sorted(found)]),
        issued=next((day for day in map(find_date, keys) if day), None),
        lunar=next((match[0] for match in map(_LUNAR.search, keys) if match), None),
        issue=next((match[1] for match in map(_ISSUE.search, keys) if match), None),
        page=next((number for number in map(_page, keys) if number), None),
        rows=frozenset(found),
    )


def find_date(text: str) -> date | None:
    """The first full Gregorian date written in `text` (NFKC, no spaces), in Arabic or Chinese digits."""
    match = _DATE.search(text)
    if match:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _HAN_DATE.search(text)
    if match:
        year = int("".join(_DIGITS.get(char, "0") for char in match[1]))
        return _day(year, _han_number(match[2]), _han_number(match[3]))
    return None


def _is_masthead(key: str, *, edge: bool) -> bool:
    if key[-1] in "。!?;" or not (edge or _HINT.search(key)):
        return False
    dated = find_date(key) is not None
    signs = sum(
        map(bool, (dated, _WEEKDAY.search(key), _LUNAR.search(key), _ISSUE.search(key), _PAGE.search(key)))
    )
    imprint = len(set(_IMPRINT.findall(key)))
    words = len(set(_IMPRINT_WORD.findall(key)))
    if len(key) <= 60 and signs >= 2 and key.count(",") < 2:
        return True
    if (imprint and imprint + words + signs >= 2) or (edge and words >= 2 and "," not in key):
        return True
    if not edge or len(key) > 24:
        return False
    if dated and len(_DATE.sub("", key)) <= 8:
        return True
    return bool(
        re.fullmatch(_TITLE, key)
        or _LATIN_TITLE.match(key.upper() if key.isascii() else "")
        or _WEEKDAY.fullmatch(key)
        or re.fullmatch(r"第?[A-Z]?\d{1,2}版?[:·|]?[\u4e00-\u9fff·]{0,6}", key)
        or re.fullmatch(r"[\u4e00-\u9fff·]{0,6}[:·|]?第?[A-Z]?\d{1,2}版?", key)
        or _ISSUE.fullmatch(key)
    )


def _publication(texts: Sequence[str]) -> str | None:
    for text in texts:
        match = _PUBLISHER.search(text)
        if match:
            return match[1]
    titles = [match[0] for match in (_TITLE.search(text) for text in texts) if match]
    if titles:
        return min(titles, key=len)
    return next((text for text in texts if text.isascii() and _LATIN_TITLE.match(text.upper())), None)


def _page(key: str) -> str | None:
    match = _PAGE.search(key) or _PAGE_BARE.search(key) or _PAGE_SECTION.match(key)
    return match[1] if match else None


def _han_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    digits = int(_DIGITS.get(ones, "0"))
    return digits + (10 * int(_DIGITS.get(tens, "1")) if ten else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
