"""Words that are read otherwise than their characters suggest: the shipped list, and what users add to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from assistant.errors import VoiceError

SHIPPED = Path(__file__).with_name("lexicon.txt")
_Reading = TypeVar("_Reading")
_SYLLABLE = re.compile(r"[a-zü]+[1-5]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Readings of words; later files of the list win."""

    syllables: tuple[
        tuple[str, tuple[str, ...]], ...
    ] = ()  # (word, pinyin with tone numbers), longest words first
    rewrites: tuple[tuple[str, str], ...] = ()  # (as written, as it is to be read), longest first

    @property
    def digest(self) -> str:
        """First 16 hex digits of a SHA-256 over the readings: sound made with other ones is not the same."""
        return sha256(repr((self.syllables, self.rewrites)).encode("utf-8")).hexdigest()[:16]


def load_lexicon(paths: Iterable[Path]) -> Lexicon:
    """The words of the files that exist. Raises VoiceError naming a line that cannot be used."""
    syllables: dict[str, tuple[str, ...]] = {}
    rewrites: dict[str, str] = {}
    for path in paths:
        for number, word, reading in _entries(path):
            if reading.startswith("="):
                rewrites[word] = reading[1:].strip()
                continue
            parts = tuple(reading.lower().replace("v", "ü").split())
            if len(parts) != len(word) or not all(_SYLLABLE.fullmatch(part) for part in parts):
                raise VoiceError(
                    f"读音词典 {path} 第{number}行看不懂：要写成“词 拼音”，一字一个音节、带声调数字（银行 yin2 hang2），或“词 =读法”。"
                )
            syllables[word] = parts
    return Lexicon(_longest_first(syllables), _longest_first(rewrites))


def _entries(path: Path) -> Iterator[tuple[int, str, str]]:
    if not path.exists():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceError(f"读音词典 {path} 读不了：请确认它是 UTF-8 编码的文本文件。") from error
    for number, line in enumerate(lines, 1):
        word, _, reading = line.strip().partition(" ")
        if word and not word.startswith("#"):
            yield number, word, reading.strip()


def _longest_first(words: dict[str, _Reading]) -> tuple[tuple[str, _Reading], ...]:
    return tuple(sorted(words.items(), key=lambda entry: (-len(entry[0]), entry[0])))
