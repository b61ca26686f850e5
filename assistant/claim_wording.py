"""A sentence of a paper as it can be said at any time: its print set right, 去年 as the year it was. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.citations import Marked
from assistant.judging import judge
from assistant.records import Citation

_LEAD = re.compile(
    r"^(?:本报(?:综合消息|讯)|(?:据悉|据了解|据介绍|据统计|此外|另外|同时|目前|记者[^，。]{0,12}(?:获悉|了解到|看到|采访))[，,])"
)
_WIDE = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})
_NARROW = re.compile(r"(?<=[一-鿿”》）])[,;:?!(]|[,;:?!)](?=[一-鿿“《（]|$)|(?<=[一-鿿])\((?=\d)|(?<=\d)\)")
_GAP = re.compile(r"(?<=[一-鿿，。、；：（(])\s+(?=[一-鿿“《\d])|(?<=\d)\s+(?=[一-鿿%％])")
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_YEAR = re.compile(r"(?<![同当往])(今年|去年|前年|明年)(?![轻纪度幼青])")
_QUOTED = re.compile(r"“[^“”]*”")


def as_said(cited: Citation) -> str | None:
    """The quote as a sentence that can be said at any time; None: the gate does not pass it (orders to a program)."""
    plain = _GAP.sub("", _set_right(_GAP.sub("", " ".join(cited.quote.split()))))
    paper = f"《{cited.publication}》" if cited.publication else "该报"
    told = _LEAD.sub("", _dated(plain, cited.issued)).replace("本报", paper)
    for text in (told, _dated(plain, cited.issued), plain):
        if judge(Marked(text, (cited.number,)), [cited]).verdict == "supported":
            return text
    return None


def _set_right(text: str) -> str:
    """The sentence with the punctuation of Chinese print, ended by a full stop."""
    text = _NARROW.sub(lambda match: match.group().translate(_WIDE), text)
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return f"{text.rstrip('；;，,、：:')}。" if text[-1:] in "；;，,、：:" else text


def _dated(text: str, issued: date | None) -> str:
    """去年 and the like as the year they mean, outside of what somebody says."""
    if issued is None:
        return text
    spans = [match.span() for match in _QUOTED.finditer(text)]

    def put(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in spans):
            return match.group()
        return f"{issued.year + _YEARS[match.group()]}年"

    return _YEAR.sub(put, text)
