"""One line of a page, and what its wording alone says about it (pure)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.records import Line

LineKind = Literal["text", "lead", "byline", "label", "jump", "contact", "imprint", "markup", "fragment"]
Ending = Literal["open", "unsure", "closed", "final"]

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)[\s#]*$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARKUP = re.compile(
    r"[-*_=—–─~·.•#|\s]{2,}$|!?\[[^\]]*\]\([^)]*\)$|<[^>]+>$|\(?https?://\S+$|\W*更新时间\W?[^。]{0,30}$"
)

_NAME = r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,6})?"
_BULLET = r"[□■◎●○◆◇★☆▲△▼▽◢◣▶►※\-—\s]*"
_OUTLET = r"(?:本报|本刊|本网|本台|新华社|中新社|新华网|人民网|中新网|中工网|央视|[\u4e00-\u9fff]{2,6}(?:日报|晚报|时报|工人报|周报))"
_ROLE = (
    r"(?:(?:首席|特约|见习|实习|特派|驻[\u4e00-\u9fff]{1,4}|全媒体|融媒体?)*"
    r"(?:记者|通讯员|评论员|摄影|实习生|撰稿|摄影报道|作者|编译|整理|特约撰稿人))"
)
_BYLINE = re.compile(
    rf"{_BULLET}(?:(?:文|图|摄影)[/／、]?(?:图|文|摄影)?[:：/ ]\s*)?"
    rf"(?:{_OUTLET}\s*)?{_ROLE}[:：]?\s*{_NAME}(?:[\s、,]+(?:(?:{_OUTLET})?\s*{_ROLE}[:：]?\s*)?{_NAME}|"
    rf"(?:{_OUTLET})?{_ROLE}[:：]?\s*{_NAME})*\s*(?:文/图|文并摄|报道|文图|/文|图/文)?$"
)
_BULLET_NAMES = re.compile(rf"[□■◎◆◇★☆▲△]\s*{_NAME}(?:[\s、]+{_NAME}){{0,4}}$")
_IN_BRACKETS = re.compile(r"[(\[【](.{2,60})[)\]】]$")
_UNIT = re.compile(r"[(]?(?:作者|笔者)(?:单位|系|为|单位系)[:：]?[^。]{2,40}$")
_DATELINE = r"(?:[\u4e00-\u9fff、 ]{0,12}?(?:\d{1,2}月)?\d{1,2}日)?"
_LEAD = re.compile(
    rf"{_BULLET}[(\[【]?(?:据)?{_OUTLET}{_DATELINE}"
    rf"[\u4e00-\u9fff ]{{0,6}}?(?:电|讯|消息|综合消息|综合报道|综合讯|报道|(?=\({_OUTLET}?{_ROLE})|{_ROLE}[\u4e00-\u9fff、 ]{{2,20}}(?:报道|获悉|讯))"
    r"(?=[\s(\[)\]【】::,,]|记者|\d|$|近|日|今|昨|为|由|在)"
    rf"|[\u4e00-\u9fff]{{2,8}}(?:讯|电)\s*\((?:{_OUTLET}\s*)?{_ROLE}"
)
_LEAD_OTHER = re.compile(
    r"据[《“][^》”]{2,16}[》”][^,。]{0,8}?(?:报道|消息|讯|电)|本报\d{1,2}月\d{1,2}日[^,。]{0,12}版[^,。]{0,4}《|【[^】]{0,10}(?:讯|电|报道|消息)】"
)
_CONTINUED = re.compile(r"\(?(?:上接|紧接)第?[A-Z]?[\d一二三四五六七八]{1,2}版")
_LEAD_BRACKET = re.compile(rf"\((?:{_OUTLET}\s*)?{_ROLE}[\s:：]*{_NAME}[^)]{{0,40}}\)(?=.)")
_CREDIT = re.compile(
    r"(?:(?:记者|通讯员|作者|摄影|新华社|本报|/|图为)[^。!?]{0,40}|\([^()。]{1,30}|^[\u4e00-\u9fff]{2,4}(?: [\u4e00-\u9fff]{2,4})* |^[\u4e00-\u9fff]{2,3}(?<![拍录]))"
    r"(?:摄|供图|摄影报道|图片报道|摄/光明图片|文/图|发)\)?$"
)
_LABEL = re.compile(
    r"[【\[■◆●▲\s]*(?:阅读提示|编者按语?|编辑?者?的话|编者的话|内容提要|核心提示|导读|导语|新闻提示|开栏的话|本期导读|记者手记|相关链接|新闻链接)"
    r"[】\]\s]*(?:[:：]|$)"
)
_JUMP = re.compile(
    r"[((【\[]?\s*(?:下转|转|详见|见|相关报道见)第?\s*[A-Z]?[\d一二三四五六七八]{1,2}\s*版[^。]{0,8}[))】\]]?$"
)
_JUMP_TAIL = re.compile(
    r"\((?:下转|转|详见|见|相关报道见)第?[A-Z]?[\d一二三四五六七八]{1,2}版[^。()]{0,8}\)$"
)
_DONE = re.compile(
    r"(?<=[。!?”\"])\([\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4})?\)$|\((?:完|终|据[^()]{2,20}|转自[^()]{2,24}|原载[^()]{2,20}|摘自[^()]{2,20}|[^()]{0,8}记者[^()]{2,20}|[^()]{2,12}供稿)\)$"
)
_PHONE = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[-— ]?)?[2-8]\d{6,7}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|400-?\d{3}-?\d{4}"
)
_CONTACT_WORD = re.compile(
    r"热线|电话|专线|中继线|总编室|编辑部|广告|发行|邮编|邮政编码|地址|传真|邮箱|E-?mail|网址|订阅|零售|定价|每份|订价|投稿|微信|微博|二维码|扫码|QQ|www\.|客户端",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?:责任?编辑?|本版编辑|本版责编|编辑|校对|美编|版式|组版|值班主任|值班总编|值班编委|检校|视觉|制图|主编|审核)[:：]?"
    r"[\u4e00-\u9fff、 ]{2,12}(?:\s*(?:责任?编辑?|编辑|校对|美编|版式|组版|检校|新闻热线|视觉|制图|E-?mail)[:：]?.{0,30})*$",
    re.IGNORECASE,
)
_MARKUP_STARTS = frozenset("-*_=—–─~·.•#|!<[(h更\"'《 ")
_LABEL_STARTS = frozenset("【[■◆●▲阅编内核导新开本记相")
_LEAD_HINT = re.compile(r"讯|电|消息|报道|记者|本报|《")  # cheap tests before the costly ones
_NAME_HINT = re.compile(r"记者|通讯员|评论员|摄影|实习生|撰稿|作者|笔者|编译|整理|[□■◎◆◇★☆▲△]")
_STAFF_HINT = re.compile(r"编|校|版式|组版|值班|视觉|制图|审核")
_DIGITS = re.compile(r"\d{6}|\d{3}-\d{4}")
_SPACED = re.compile(r"\S(?: +\S){2,}$")
_CLOSERS = "」』”’\"')]】》〉"
_STOPS = "。!?…;:"


@dataclass(frozen=True, slots=True)
class Row:
    """A non-blank line, its marks taken off. `key` is NFKC without white space: for comparison only."""

    number: int
    text: str
    key: str
    level: int  # Markdown heading level; 0: not a heading
    width: float  # full-width characters
    kind: LineKind
    ending: Ending
    photo: bool  # ends with a photographer's credit
    indented: bool
    size: float | None  # character height in points; None: not known


def read_row(line: Line) -> Row:
    """The row of a non-blank `line`."""
    raw = line.text
    heading = _HEADING.match(raw) if "#" in raw else None
    level, shown = (len(heading[1]), heading[2]) if heading else (0, raw)
    text = _BOLD.sub(r"\2", shown).strip() if "*" in shown or "_" in shown else shown.strip()
    folded = unicodedata.normalize("NFKC", text)
    key = "".join(folded.split())
    indented = not level and raw.startswith(("\u3000", "  "))
    photo = key[-12:].find("摄") >= 0 or key.endswith(("供图", "文/图"))
    photo = photo and _CREDIT.search(folded[-60:].rstrip()) is not None
    return Row(
        number=line.number,
        text=text,
        key=key,
        level=level,
        width=_width(text),
        kind=_kind(text, folded.strip(), key, level),
        ending=_ending(key, photo=photo),
        photo=photo,
        indented=indented,
        size=line.size,
    )


def _kind(text: str, folded: str, key: str, level: int) -> LineKind:
    if not key or (text[0] in _MARKUP_STARTS and _MARKUP.match(text)):
        return "markup"
    if len(key) <= 70:
        short = _short_kind(folded, key, level)
        if short:
            return short
    if _LEAD_HINT.search(key, 0, 60) and (_LEAD.match(folded[:60]) or _LEAD_OTHER.match(key[:60])):
        return "lead"
    if key[0] == "(" and _LEAD_BRACKET.match(folded[:60]):
        return "lead"
    return "label" if key[0] in _LABEL_STARTS and _LABEL.match(folded) else "text"


def _short_kind(folded: str, key: str, level: int) -> LineKind | None:
    """The kind of a line that is too short to be a paragraph; None: nothing marks it."""
    if key[0] in _LABEL_STARTS and _LABEL.match(folded):
        return "label"
    continued = "版" in key and _CONTINUED.match(key)
    if continued or ("版" in key and _JUMP.match(key)):
        return "lead" if continued else "jump"
    if _NAME_HINT.search(folded) and is_byline(folded):
        return "byline"
    if _STAFF_HINT.search(key) and _STAFF.match(key):
        return "imprint"
    if _DIGITS.search(key) and _is_contact(folded, key):
        return "contact"
    return "fragment" if not level and _is_fragment(folded, key) else None


def _width(text: str) -> float:
    """Width in full-width characters; Latin letters and digits take half of one, spaces a quarter.

    Counted by UTF-8 length: three bytes a full-width character, one a narrow one.
    """
    if text.isascii():
        return len(text) / 2
    narrow = (3 * len(text) - len(text.encode("utf-8", "replace"))) / 2
    return len(text) - narrow / 2 - text.count(" ") / 4


def is_byline(folded: str) -> bool:
    """Whether a line (NFKC) holds nothing but who wrote or photographed."""
    inner = _IN_BRACKETS.match(folded)
    bare = inner[1].strip() if inner else folded
    return bool(_BYLINE.match(bare) or _BULLET_NAMES.match(bare) or _UNIT.match(folded))


def _is_contact(folded: str, key: str) -> bool:
    if key[-1] in "。!?":
        return False
    phones = _PHONE.findall(folded)
    if not phones:
        return bool(re.fullmatch(r"[\d\-()()转、,]{6,}", key))
    rest = len(_PHONE.sub("", folded).replace(" ", ""))
    return rest <= 4 or (_CONTACT_WORD.search(key) is not None and rest <= 14 * len(phones) + 6)


def _is_fragment(folded: str, key: str) -> bool:
    """A vertical headline's remains: single characters set apart, or one or two characters alone."""
    if len(key) > 14 or key[-1] in _STOPS or any(char.isdigit() for char in key):
        return False
    if len(key) <= 2:
        return not key.isascii()
    return _SPACED.match(folded) is not None and all(len(part) == 1 for part in folded.split())


def _ending(key: str, *, photo: bool) -> Ending:
    tail = key.rstrip(_CLOSERS)
    if photo or (key[-1:] == ")" and (_JUMP_TAIL.search(key[-20:]) or _DONE.search(key[-30:]))):
        return "final"
    if not tail:
        return "unsure"
    if tail[-1] in _STOPS:
        return "closed"
    return "open" if len(tail) == len(key) else "unsure"
