"""What is spoken in one go: whole sentences, long ones parted at their pauses, each with the line it belongs to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.explain_records import PRESENTER, Script
from vectorstore.sentences import split_sentences

MOST = 40  # characters in one go: what two lines of a subtitle hold
_PAUSE = re.compile(r"[；;，：—]+[”’」』）]*|(?<!\d),|,(?!\d)")
_SPOKEN = re.compile(r"[\w%℃]")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence, or a clause of a long one."""

    line: int  # number of the line it belongs to
    text: str  # as written
    listener: bool  # spoken by the other voice of a dialogue
    ends_sentence: bool
    ends_line: bool


def script_utterances(script: Script) -> tuple[Utterance, ...]:
    """The script's lines, in speaking order."""
    return tuple(
        utterance
        for line in script.lines
        for utterance in _utterances(line.number, line.text, listener=line.speaker != PRESENTER)
    )


def text_utterances(text: str) -> tuple[Utterance, ...]:
    """A plain text, its paragraphs numbered from 1."""
    paragraphs = [paragraph for paragraph in text.splitlines() if paragraph.strip()]
    return tuple(
        utterance
        for number, paragraph in enumerate(paragraphs, 1)
        for utterance in _utterances(number, paragraph, listener=False)
    )


def _utterances(line: int, text: str, *, listener: bool) -> Iterator[Utterance]:
    pieces = [
        (piece, last)
        for sentence in split_sentences(text)
        for piece, last in _marked(_parted(sentence))
        if _SPOKEN.search(piece)
    ]
    for at, (piece, ends_sentence) in enumerate(pieces, 1):
        yield Utterance(line, piece, listener, ends_sentence, at == len(pieces))


def _marked(pieces: Iterable[str]) -> list[tuple[str, bool]]:
    listed = list(pieces)
    return [(piece, at == len(listed)) for at, piece in enumerate(listed, 1)]


def _parted(sentence: str) -> Iterator[str]:
    """The sentence in pieces of at most MOST characters, as far as its pauses allow, parted nearest the middle."""
    cuts = [found.end() for found in _PAUSE.finditer(sentence) if 4 <= found.end() <= len(sentence) - 4]
    if len(sentence) <= MOST or not cuts:
        yield sentence.strip()
        return
    cut = min(cuts, key=lambda at: abs(at - len(sentence) / 2))
    yield from _parted(sentence[:cut])
    yield from _parted(sentence[cut:])
