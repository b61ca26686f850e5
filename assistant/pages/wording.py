"""How Chinese sentences begin and break off (pure)."""

from __future__ import annotations

import re

_OPENER = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}年|\d{1,2}日|今年|去年|前年|近年|近日|日前|近期|当天|当日|连日|目前|截至|如今|随后|此前|此次|据|此外|同时|"
    r"与此同时|其中|其间|期间|另外|不仅|为了|为|在|随着|针对|根据|自|从|通过|经过|面对|作为|对于|记者|图为|"
    r"一位|一名|一线|该|这|那|“|\"|「|《|【|●|■|◆|▲|[一二三四五六七八九十]、|[(\d][一二三四五六七八九十\d]\)"
)
_CONTINUER = re.compile(
    r"[,。、;:!?)」』”’》%.]|的|了|们|着|者[,、。]|等[,、。\u4e00-\u9fff]|[万亿]|[年月日元岁](?![\u4e00-\u9fff]{0,2},)"
)
_CAPTION = re.compile(
    r"[▲△▼◀▶◆■●]?(?:[上下左右]?图[:为中一二三1-9]|\d{1,2}月\d{1,2}日,|(?:近日|日前|昨日|昨天),)"
)
_HANGING = re.compile(r"(?:[的和与及或在将把被对为从向是于让使,、(“《‘\-])$")


def opens_sentence(key: str) -> bool:
    """Whether `key` (comparison text) begins with what usually begins a sentence."""
    return _OPENER.match(key) is not None


def continues_sentence(key: str) -> bool:
    """Whether `key` begins with what cannot begin a sentence."""
    return _CONTINUER.match(key) is not None


def hangs(key: str) -> bool:
    """Whether `key` ends on a word or mark that nothing ends on."""
    return _HANGING.search(key) is not None


def opens_caption(key: str) -> bool:
    """Whether `key` begins as the captions of news photographs do: with the day, or with what the picture shows."""
    return _CAPTION.match(key) is not None
