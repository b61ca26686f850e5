"""A chat model's reply read as the lines of a script, whatever it wrapped them in. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.explain_records import PRESENTER, Line, ScriptForm

_MARK = re.compile(r"[\[【［(（]\s*(?:要点|来源)?\s*(\d{1,2}(?:\s*[,，、;；\-]\s*\d{1,2})*)\s*[\]】］)）]")
_BRACKETED = re.compile(r"[\[【［]\s*(?:要点|来源)?\s*(\d{1,2}(?:\s*[,，、;；]\s*\d{1,2})*)\s*[\]】］]")
_GROUP = re.compile(rf"(?:{_BRACKETED.pattern}\s*)+".replace("(\\d", "(?:\\d"))
_STOP = re.compile(r"[。！？!?；，]?\s*")
_TAIL = re.compile(rf"(?:\s*(?:{_MARK.pattern})\s*[。，；]?)+\s*$")
_LEADING = re.compile(
    r"^\s*(?:[-*•·>]+\s+|\d{1,2}\s*[.、)）]\s*|(?:卡片|第)\s*[\d一二三四五六七八九十]+\s*(?:张|行|条)?\s*[:：.、]\s*)"
)
_STAGE = re.compile(
    r"[（(【\[](?:画面|镜头|音乐|动作|停顿|微笑|笑|转场|字幕|旁白|配乐|手势|表情|开场|结尾)[^）)】\]]{0,40}[）)】\]]"
)
_NOISE = re.compile(
    r"^\s*(?:```.*|-{3,}|={3,}|\*{3,}|#+ .*|(?:口播稿|正文|对话|卡片|稿子|标题)\s*[:：]?\s*)$"
)
_SPEAKER = re.compile(r"^\s*\**([^：:\s\[\]【】。，！？*]{1,8})\**\s*[:：]\**\s*")
_BOLD = re.compile(r"\*\*|__|`|[（(]必讲[）)]")
_MOST = 80  # lines; a model that goes round in circles writes more


def read_lines(reply: str, *, form: ScriptForm, listener: str) -> tuple[Line, ...]:
    """The lines of a reply in order, numbered from 1, with the claim numbers behind them; () where it has none.

    A speaker is read only in a dialogue; what stands before a colon elsewhere is part of the line. A line said
    again is left out. Marks in any bracket count at a line's end; figures in round brackets within it do not.
    """
    lines: list[Line] = []
    for raw in reply.splitlines():
        if _NOISE.match(raw) or len(lines) == _MOST:
            continue
        speaker, whole = _speaker(_LEADING.sub("", _STAGE.sub("", raw)), form, listener)
        for piece in _pieces(whole):
            _take(lines, speaker, *_marks(piece))
    return tuple(lines)


def _take(lines: list[Line], speaker: str, text: str, numbers: tuple[int, ...]) -> None:
    """Put a line behind the others; marks alone belong to the line before them."""
    if not any(char.isalnum() for char in text):
        if numbers and lines and not lines[-1].claims:
            last = lines[-1]
            lines[-1] = Line(last.number, last.speaker, last.text, numbers, last.part)
    elif not any(text == earlier.text for earlier in lines):
        lines.append(Line(len(lines) + 1, speaker, text, numbers, "body"))


def _pieces(text: str) -> list[str]:
    """A line with marks in several places cut so that each piece has its own: before it, or behind it."""
    groups = list(_GROUP.finditer(text))
    if not groups:
        return [text]
    if not text[: groups[0].start()].strip():
        cuts = [group.start() for group in groups[1:]]
    else:
        cuts = [end.end() for group in groups if (end := _STOP.match(text, group.end()))]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)]) if text[start:end].strip()]


def _speaker(raw: str, form: ScriptForm, listener: str) -> tuple[str, str]:
    match = _SPEAKER.match(raw)
    if match is None:
        return PRESENTER, raw
    name = match[1]
    if name in (PRESENTER, "主持人", "主播"):
        return PRESENTER, raw[match.end() :]
    if form == "dialogue" and (name in listener or listener in name or name in ("听众", "问", "提问")):
        return listener, raw[match.end() :]
    if form == "dialogue" and name == "答":
        return PRESENTER, raw[match.end() :]
    return PRESENTER, raw


def _marks(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without marks, and their numbers, each once."""
    numbers: dict[int, None] = {}
    tail = _TAIL.search(text)
    ending = ""
    if tail:
        stop = re.search(r"[。！？!?]", tail.group())
        ending = stop.group() if stop else ""
        for match in _MARK.finditer(tail.group()):
            numbers.update(dict.fromkeys(map(int, re.findall(r"\d+", match[1]))))
        text = text[: tail.start()]
    for match in _BRACKETED.finditer(text):
        numbers.update(dict.fromkeys(map(int, re.findall(r"\d+", match[1]))))
    plain = _BOLD.sub("", _BRACKETED.sub("", text)).strip()
    plain = re.sub(r"\s+([。！？，；])", r"\1", plain)
    if ending and plain and plain[-1] not in "。！？!?”":
        plain += ending
    if plain and plain[-1].isalnum():
        plain += "。"
    return plain, tuple(numbers)
