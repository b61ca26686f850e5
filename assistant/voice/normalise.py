"""Text as it is to be said: figures, dates, units and signs in words, quotation marks and brackets gone. Pure."""

from __future__ import annotations

import re

from assistant.voice.lexicon import Lexicon
from assistant.voice.normalise_rules import RULES

# Full-width digits, letters and signs; Chinese punctuation stays as it is.
_NARROW = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？～［］｛｝＂＇"
}
_DROPPED = re.compile("[“”‘’「」『』《》〈〉\"'`＂＇★●■◆▲△▼※]")
_BREAKS = re.compile(r"[\s　]*(?:——|—|…+|\.{3,}|[（）()〔〕【】［］\[\]{}｛｝|~～])[\s　]*")
_PER = re.compile("(?<=[元次件吨里斤时天月年人米度瓦])/(?=[一-龥])")
_SAID = {
    "&": "和", "@": "艾特", "≥": "大于等于", "≤": "小于等于", "＞": "大于", "＜": "小于", "±": "正负", "+": "加",
    "=": "等于", "#": "号", "%": "百分比", "×": "乘",
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://)?[A-Za-z0-9][\w-]*(?:\.[A-Za-z][\w-]*)+(?:/[\w./-]*)?|[\w.]+@[\w.]+")
_FOREIGN = re.compile(r"[^一-龥〇A-Za-z，。！？；：、 ]+")
_LETTERS = re.compile(r"[A-Za-z]+")
_REPEATED = re.compile(r"[，：；、 ]*([，。！？；：、])(?:[，：；、 ]*[，：；、])*")


def normalise(text: str, lexicon: Lexicon) -> str:
    """The sentence in Chinese characters, single Latin letters and punctuation; no digits are left.

    Years and called numbers are read digit by digit, other numbers as quantities. Latin letters come in capitals with
    spaces between; a word the lexicon rewrites is read as it says.
    """
    said = text.translate(_NARROW)
    for written, reading in lexicon.rewrites:
        if written in said:
            said = re.sub(rf"(?<![\dA-Za-z.]){re.escape(written)}(?![\dA-Za-z]|\.\d)", reading, said)
    said = _ADDRESS.sub(lambda found: _address(found[0]), said)
    for pattern, say in RULES:
        said = pattern.sub(say, said)
    said = _DROPPED.sub("", said)
    said = _PER.sub("每", said)
    said = _BREAKS.sub("，", said)
    said = re.sub("(?<=[A-Za-z])[.-](?=[A-Za-z])|·|•", " ", said).replace("·", "").replace("〇", "零")
    for sign, word in _SAID.items():
        said = said.replace(sign, word)
    said = re.sub("[/,:;]", "，", said).replace("!", "！").replace("?", "？")
    said = _FOREIGN.sub("", said)
    return _tidy(_LETTERS.sub(lambda found: f" {' '.join(found[0].upper())} ", said))


def _address(address: str) -> str:
    """A web or mail address letter by letter."""
    bare = address.removeprefix("https://").removeprefix("http://").rstrip("/.")
    return (
        bare.replace(".", "点")
        .replace("@", "艾特")
        .replace("/", "斜杠")
        .replace("-", "杠")
        .replace("_", "下划线")
    )


def _tidy(said: str) -> str:
    said = re.sub(r" *([，。！？；：、]) *", r"\1", re.sub(" +", " ", said))
    said = _REPEATED.sub(r"\1", said)
    said = re.sub("[，：；、]+([。！？])", r"\1", said)
    said = re.sub("([。！？])[，：；、]+", r"\1", said)
    said = re.sub("(?<=[一-龥]) (?=[一-龥])", "", said)
    return said.strip(" ，；：、")
