"""Normalised Chinese to pinyin syllables: the only module that imports pypinyin, and rjieba for words in speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import rjieba

from assistant.errors import VoiceError
from assistant.voice.lexicon import Lexicon

# Latin letters in the syllables a Mandarin speaker makes of them.
LETTERS = {
    "A": "ei1", "B": "bi4", "C": "xi1", "D": "di4", "E": "yi4", "F": "ai2 fu5", "G": "ji4", "H": "ei2 chi5", "I": "ai4",
    "J": "zhei4", "K": "kei4", "L": "ai2 lou5", "M": "ai2 mu5", "N": "en1", "O": "ou1", "P": "pi4", "Q": "kiu4",
    "R": "a4", "S": "ai2 si5", "T": "ti4", "U": "you4", "V": "wei1", "W": "da2 bu5 liu5", "X": "ai2 ke5 si5",
    "Y": "wai4", "Z": "zei4",
}  # fmt: skip
PAUSES = "，。！？；：、"
_PIECE = re.compile(rf"[一-龥]+|[A-Z]|[{PAUSES}]")
_PARTICLES = {
    "uv": ("地", "de5"),
    "ud": ("得", "de5"),
    "uj": ("的", "de5"),
}  # jieba's tags of structural particles


@dataclass(frozen=True, slots=True)
class Word:
    """Syllables said without a break, or a pause."""

    text: str
    syllables: tuple[str, ...]  # pinyin with tone numbers, 5 neutral; empty: `text` is a pause mark


def pronounce(sentence: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """The words of a normalised sentence. Words of the lexicon are read as it says. Raises VoiceError."""
    return tuple(_words(sentence, lexicon))


def _words(sentence: str, lexicon: Lexicon) -> Iterator[Word]:
    known = dict(lexicon.syllables)
    for piece in _PIECE.findall(sentence):
        if piece in PAUSES:
            yield Word(piece, ())
        elif piece in LETTERS:
            yield Word(piece, tuple(LETTERS[piece].split()))
        else:
            for text, tag in rjieba.tag(piece):
                yield from _word(text, tag, known)


def _word(text: str, tag: str, known: dict[str, tuple[str, ...]]) -> Iterator[Word]:
    if tag in _PARTICLES and text == _PARTICLES[tag][0]:
        yield Word(text, (_PARTICLES[tag][1],))
    elif text in known:
        yield Word(text, known[text])
    else:
        inner = next((word for word in known if len(word) > 1 and word in text), None)
        if inner is None:
            yield Word(text, tuple(_reader()(text)))
        else:
            before, _, after = text.partition(inner)
            for part in (before, inner, after):
                if part:
                    yield from _word(part, "", known)


@cache
def _reader() -> Callable[[str], list[str]]:
    try:
        import pypinyin  # noqa: PLC0415  # an extra that most installations do not have
    except ImportError as error:
        raise VoiceError("没有安装语音组件：请运行 pip install 'union-news-assistant[voice]'。") from error

    def read(text: str) -> list[str]:
        return [
            syllable.replace("v", "ü")
            for syllable in pypinyin.lazy_pinyin(
                text, style=pypinyin.Style.TONE3, neutral_tone_with_five=True, v_to_u=True
            )
        ]

    return read
