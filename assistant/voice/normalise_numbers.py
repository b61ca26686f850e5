"""Numbers as they are said in Mandarin: cardinals, digits one by one, decimals. Pure."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "亿", "万亿", "亿亿")
# 2 before these is 两, before anything else 二.
MEASURES = (
    "个人位名家次年天周项件所种条批对户份句场座间册张套台辆架艘部支只头匹棵片块根届轮门类元倍岁吨米秒亩里升斤层道双副期本封笔"
    "起例通集篇段首幅枚点路款组"
)
LONG_MEASURES = (
    "小时",
    "分钟",
    "公里",
    "公斤",
    "千米",
    "千克",
    "平方",
    "立方",
    "星期",
    "昼夜",
    "多",
    "余",
    "成",
)
# 2 before these is 二 though they begin with a character from MEASURES.
NOT_MEASURES = (
    "年级",
    "级",
    "号",
    "日",
    "月",
    "期工程",
    "点零",
    "比",
    "版",
    "楼",
    "层楼",
    "路公交",
    "季度",
    "周岁",
)


def digits(text: str, *, one: str = "一") -> str:
    """Each digit for itself: "2024" → 二零二四. `one` is how a 1 is said: 幺 in telephone numbers."""
    return "".join(one if mark == "1" else _DIGITS[int(mark)] for mark in text if mark.isdigit())


def cardinal(text: str) -> str:
    """A whole number: "12351" → 一万二千三百五十一."""
    number = text.lstrip("0")
    if not number:
        return "零"
    groups = [number[max(0, end - 4) : end] for end in range(len(number), 0, -4)]
    if len(groups) > len(_LARGE):
        return digits(text)
    said = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not int(group):
            continue
        if said and (group.startswith("0") or not int(groups[place + 1][-4:])):
            said += "零"
        said += _group(group.lstrip("0"), leading=not said) + _LARGE[place]
    return said[1:] if said.startswith("一十") else said


def _group(group: str, *, leading: bool) -> str:
    """One to four digits, the first not 0."""
    said = ""
    for at, mark in enumerate(group):
        place = len(group) - 1 - at
        if mark == "0":
            if group[at:].strip("0") and not said.endswith("零"):
                said += "零"
            continue
        two = mark == "2" and (place == 3 or (place == 2 and leading and len(group) == 3))
        said += ("两" if two and leading and at == 0 and place == 3 else _DIGITS[int(mark)]) + _SMALL[place]
    return said


def quantity(text: str, following: str = "") -> str:
    """A whole or decimal number before `following`: "2" before 个 → 两, "25.6" → 二十五点六."""
    whole, _, part = text.partition(".")
    if part:
        return f"{cardinal(whole or '0')}点{digits(part)}"
    if whole.lstrip("0") == "2" and _takes_liang(following):
        return "两"
    return cardinal(whole)


def _takes_liang(following: str) -> bool:
    if following.startswith(("万", "亿", "千")):
        return True
    if not following or following.startswith(NOT_MEASURES):
        return False
    return following[0] in MEASURES or following.startswith(LONG_MEASURES)
