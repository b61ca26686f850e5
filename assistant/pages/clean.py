"""Paragraph text without the white space that line breaks and digit setting left in it (pure)."""

from __future__ import annotations

import re

_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·"
_DIGIT_GAP = re.compile(
    rf"(?<=[{_HAN}])[ \t\u00a0]+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%℃])[ \t\u00a0]+(?=[{_HAN}])"
)
_GAP = re.compile(r"[ \t\u3000\u00a0]+")
_SIGNED = re.compile(r"(?:记者|通讯员|作者|摄影|评论员|实习生|编辑|摄|电|讯|消息|[)）])[^，。,]{0,14}$")
_COLUMN = 48.0
_SLACK = 4.0  # how far a wrapped line may fall short of the widest


def clean_paragraph(text: str) -> str:
    """`text` without stray spaces; spaces that set names or parts apart stay."""
    if " " not in text and "\u3000" not in text:
        return text
    text = _DIGIT_GAP.sub("", text.strip())
    parts = _GAP.split(text)
    if len(parts) == 1:
        return text
    widths = [_width(part) for part in parts]
    widest = max(widths[:-1])
    out = parts[0]
    for width, left, right in zip(widths, parts, parts[1:], strict=False):
        if not left or not right:
            out += right
            continue
        latin = left[-1].isascii() and left[-1].isalnum() and right[0].isascii() and right[0].isalnum()
        wrapped = widest <= _COLUMN and width >= widest - _SLACK and width >= 8
        signed = len(out) < 30 and _SIGNED.search(out) is not None
        credit = right.startswith(("摄", "本报", "新华社", "(下转", "（下转"))
        out += right if wrapped and not latin and not signed and not credit else " " + right
    return out


def clean_title(text: str) -> str:
    """A title line without the spaces that digit setting left; the spaces between its parts stay."""
    return _DIGIT_GAP.sub("", text.strip())


def _width(text: str) -> float:
    return len(text) - sum(map(str.isascii, text)) / 2
