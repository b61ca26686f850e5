"""The things in a sentence that could answer a question of a kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer_kinds import Kind, form_of
from assistant.question_words import words
from assistant.verify.names import SURNAMES, kind_of
from vectorstore.tokens import tagged

_D = r"[\d零〇一二两三四五六七八九十百千万亿]"
_FORMS: dict[Kind, re.Pattern[str]] = {
    "when": re.compile(
        rf"(?:(?:19|20)\d\d年)?{_D}{{1,3}}月{_D}{{1,3}}[日号]?(?:(?:晚|上午|下午)?\d{{1,2}}[时点:])?"
        rf"|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?:19|20)\d\d年[底末初春夏秋冬]?|{_D}{{1,3}}[日号]"
        rf"|{_D}{{1,3}}月(?:份|[上中下]旬|底|初)?|\d{{1,2}}:\d\d|\d{{1,2}}[时点]|(?:周|星期)[一二三四五六日天]"
        r"|[今昨明][天日]|除夕|元旦|[今去前明]年"
    ),
    "duration": re.compile(
        rf"{_D}[\d.]*[余多]?(?:个?(?:工作日|小时|月|星期)|天|(?<!\d\d\d\d)年|周|分钟|秒)|半[天年]|[整全][天年]"
    ),
    "share": re.compile(
        rf"\d[\d.]*[%‰]|百分之{_D}+|(?<![完构组造形变达建\d])[一二三四五六七八九]成|[\d.]+个百分点"
    ),
    "money": re.compile(
        rf"{_D}[\d.,]*[余多]?[万亿千百]*[余多]?(?:元|美元|欧元|日元|英镑|块(?!金|钱包)|港[币元]|卢布|人民币|韩元)"
        r"|(?<![\d.])\d[\d.,]*[余多]?[万亿]+(?![人名辆台部件只次户吨册])|免费|全免"
    ),
    "number": re.compile(
        r"(?<![\d.:/-])\d[\d.,]*[余多]?[万亿千百]*[余多]?(?![\d年月日号:/%‰-]|季度|分钟|小时)"
        r"|[一二两三四五六七八九十百千]+[余多]?[个名家人条种项次场位届件岁辆台套吨亩座所户批级倍支点亿万]"
        r"|第[一二三四五六七八九十\d]+"
    ),
}
# What stands behind a number that counts what the question names.
_COUNTED = (
    ("震级", re.compile("级")),
    ("人次", re.compile("人次|[万亿]")),
    ("人数|人口|规模", re.compile(r"[人名万亿]|\d{3}")),
    ("销量|交付量|产量", re.compile(r"[辆台吨部万亿]|\d{3}")),
    ("病例|确诊", re.compile("例")),
    ("排名|名次", re.compile("第|名")),
    ("点数", re.compile(r"点|\.\d")),
)
_COUNTED_NOUN = re.compile("(?:多少|几)[个名家位条支座场项种件次台辆所处]([一-鿿]{2})")
_NOUN_NEAR = 10  # characters
_PAID_OUT = re.compile("[发补奖赔领]了?(?:给[^,]{1,4})?多少")  # asks what somebody gets: 免费 does not tell
_FREE = re.compile("免费|全免")
_MEASURED = re.compile("[%‰元磅布成]|百分|免")
_QUOTED = re.compile(r"[《“「『\"‘']([^》”」』\"’']{1,24})[》”」』\"’']")
_BODY = re.compile(
    r"[一-鿿]{2,8}?(?:大学|学院|中学|小学|公司|集团|医院|银行|中心|研究院|研究所|委员会|总工会|协会|学会|基金会|局|办公室)"
    r"(?![一-鿿]?长)"
)
_NATIONS = re.compile("世界杯|亚洲杯|欧洲杯|对手|四强|主席国|举办国|冠军|亚军|季军")
_TEAM = re.compile("哪[支个]?球?队")
_COINED = re.compile("吉祥物|叫什么|名字|原名|名称")

_SURNAME_TAGS = frozenset("nrzaqt")  # tags of a surname left alone, and of a given name cut off from it
_GIVEN_TAGS = frozenset("nazjxvi")
_OTHERWISE = frozenset("时年后家国公方水金车马牛羊那都有能这别")  # surnames that are oftener something else
_Sort = Literal["person", "place", "body", "name", "noun"]
_FIT: dict[Kind, dict[_Sort, float]] = {
    "who": {"person": 1.0, "body": 0.6, "name": 0.5, "place": 0.2},
    "place": {"place": 1.0, "body": 0.5, "name": 0.3, "noun": 0.1},
    "name": {"body": 0.8, "name": 0.8, "person": 0.5, "place": 0.5, "noun": 0.4},
}
_QUOTED_FIT: dict[Kind, float] = {"who": 0.2, "place": 0.3, "name": 1.0}
_UNKNOWN_FIT: dict[Kind, float] = {"who": 0.7, "place": 0.3, "name": 0.7}
_BODY_FIT: dict[Kind, float] = {"who": 0.6, "place": 0.5, "name": 0.8}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in a sentence that could be the answer: `sentence[start:end]`."""

    start: int
    end: int
    fit: float  # 0..1: how much it is of the kind asked for


def candidates(kind: Kind, question: str, sentence: str) -> tuple[Candidate, ...]:
    """The things of the kind in a folded sentence that the folded question does not name itself."""
    if kind == "title":
        found = {match.span(1): 1.0 for match in _QUOTED.finditer(sentence)}
    elif kind in _FIT:
        found = _names(kind, question, sentence)
    else:
        found = _figures(kind, question, sentence)
    return tuple(
        Candidate(start, end, fit)
        for (start, end), fit in found.items()
        if fit and sentence[start:end] not in question
    )


def _figures(kind: Kind, question: str, sentence: str) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    form = form_of(question) if kind != "share" else None
    if form is not None:
        noun = _COUNTED_NOUN.search(question)
        for match in form.finditer(sentence):
            if kind != "duration" or not re.search("(?<!工作)日$", match.group()):
                beside = sentence[max(0, match.start() - _NOUN_NEAR) : match.end() + _NOUN_NEAR]
                found[match.span()] = 1.0 if noun is None or noun[1] in beside else 0.5
    if form is not None and kind in ("number", "duration"):
        return found
    for match in _FORMS[kind].finditer(sentence):
        free = _FREE.fullmatch(match.group()) and _PAID_OUT.search(question)
        if not free and not any(start <= match.start() and match.end() <= end for start, end in found):
            found[match.span()] = _figure_fit(kind, question, match)
    return found


def _figure_fit(kind: Kind, question: str, match: re.Match[str]) -> float:
    text = match.group()
    if kind == "when":
        if re.search("[今去前明昨][年天日]|除夕|元旦", text):
            return 0.3
        return 1.0 if re.search("[日号/-]", text) else 0.6 if "月" in text else 0.3
    if kind == "number":
        units = [unit for asked, unit in _COUNTED if re.search(asked, question)]
        if not units:
            return 0.5
        return float(units[0].search(match.string[match.start() : match.end() + 2]) is not None)
    return 1.0 if kind == "duration" or _MEASURED.search(text) else 0.5


def _names(kind: Kind, question: str, sentence: str) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    fit = _fit(kind, question)
    unknown = [(span, _UNKNOWN_FIT[kind]) for span in _unknown(sentence)]
    bodies = [(match.span(), _BODY_FIT[kind]) for match in _BODY.finditer(sentence)]
    quoted = [(match.span(1), _QUOTED_FIT[kind]) for match in _QUOTED.finditer(sentence)]
    known = [(span, fit.get(sort, 0.0)) for span, sort in _runs(question, sentence)]
    for (start, end), value in (*known, *unknown, *bodies, *quoted):
        pairs = [sentence[at : at + 2] for at in range(start, end - 1)]
        if pairs and not all(pair in question for pair in pairs):
            found[start, end] = max(value, found.get((start, end), 0.0))
    return found


def _fit(kind: Kind, question: str) -> dict[_Sort, float]:
    fit = dict(_FIT[kind])
    if kind == "who" and _NATIONS.search(question):
        fit |= {"place": 0.6, "body": 0.8}
    elif kind == "name" and _TEAM.search(question):
        fit |= {"place": 0.8, "body": 1.0, "noun": 0.1}
    elif kind == "name" and _COINED.search(question):
        fit |= {"name": 1.0, "body": 0.4, "place": 0.2, "noun": 0.1}
    return fit


def _runs(question: str, sentence: str) -> Iterator[tuple[tuple[int, int], _Sort]]:
    """Neighbouring words of one sort that the question does not have, together."""
    start = at = 0
    last: _Sort | None = None
    for word, tag in (*_whole_names(tagged(sentence)), ("", "")):
        sort = _sort(word, tag) if word and word not in question else None
        if last is not None and not (word in ("·", "•") or sort == last):
            yield (start, at), last
            last = None
        if last is None and sort is not None:
            start, last = at, sort
        at += len(word)


def _whole_names(words_of: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The words, a surname and a given name that were cut apart (何|建平) joined."""
    surname = ""
    for word, tag in words_of:
        if surname and len(word) <= 2 and tag[0] in _GIVEN_TAGS:
            yield surname + word, "nr"
            surname = ""
            continue
        if surname:
            yield surname, "n"
        surname = word if word in SURNAMES and word not in _OTHERWISE and tag[0] in _SURNAME_TAGS else ""
        if not surname:
            yield word, tag
    if surname:
        yield surname, "n"


def _sort(word: str, tag: str) -> _Sort | None:
    """What sort of name a word is; None: none."""
    if len(word) < 2 or not word[0].isalpha():
        return None
    known = kind_of(word, tag)
    unknown = tag == "x"
    if tag.startswith("nr") or known == "person" or (unknown and word[0] in SURNAMES and len(word) < 5):
        return "person"
    if tag.startswith("ns") or known == "place":
        return "place"
    if tag == "nt" or known == "organisation" or word.endswith("队"):
        return "body"
    if unknown or tag in ("nz", "eng"):
        return "name"
    return "noun" if tag.startswith("n") or tag in ("vn", "l", "j", "b", "i") else None


def _unknown(sentence: str) -> Iterator[tuple[int, int]]:
    """Runs of characters that no dictionary word covers."""
    at = 0
    for word, tag in words(sentence):
        at = sentence.index(word, at)  # characters that stand alone are left out between words
        if tag == "nz" and not word.isascii() and len(word) < 9:
            yield at, at + len(word)
        at += len(word)
