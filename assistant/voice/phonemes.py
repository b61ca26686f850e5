"""Pinyin syllables to the symbols Kokoro-82M was trained with, and symbols to its numbers. Pure.

The broad transcription is that of the pinyin-to-ipa tables (after Duanmu, The Phonology of Standard Chinese, 2007, and
Lin, The Sounds of Chinese, 2007), tones as arrows, as the model's training text had them.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.voice.pronounce import Word

_INITIALS = {
    "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l",
    "g": "k", "k": "kʰ", "h": "x", "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip
# 0 marks where the tone goes.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n", "eng": "ə0ŋ",
    "i": "i0", "ia": "ja0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0", "in": "i0n", "iu": "jou0",
    "ing": "i0ŋ", "iong": "jʊ0ŋ", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "ui": "wei0", "ua": "wa0", "uai": "wai0",
    "uan": "wa0n", "un": "wə0n", "uang": "wa0ŋ", "ueng": "wə0ŋ", "uo": "wo0", "o": "wo0", "ü": "y0", "üe": "ɥe0",
    "üan": "ɥɛ0n", "ün": "y0n", "er": "ɚ0", "ê": "ɛ0", "io": "jɔ0", "iou": "jou0", "uei": "wei0", "uen": "wə0n",
}  # fmt: skip
_ALONE = {"o": "ɔ0", "m": "m0", "n": "n0", "ng": "ŋ0", "hm": "hm0", "hng": "hŋ0", "yo": "jɔ0"}
_SPELT = {"y": "i", "w": "u"}  # y and w write i and u where nothing stands before them
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_MARKS = {"，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ": "}
# The part of the model's symbol table that Mandarin needs.
_NUMBERS = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, " ": 16, "ʦ": 20, "ʨ": 21, "ꭧ": 23, "a": 43, "e": 47, "f": 48, "h": 50,
    "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "s": 61, "t": 62, "u": 63, "w": 65, "x": 66,
    "y": 67, "ɔ": 76, "ɕ": 77, "ə": 83, "ɚ": 85, "ɛ": 86, "ɥ": 99, "ɨ": 101, "ŋ": 112, "ɻ": 126, "ʂ": 130, "ʊ": 135,
    "ɤ": 140, "ʰ": 162, "↓": 169, "→": 171, "↗": 172, "↘": 173,
}  # fmt: skip


def split_syllable(syllable: str) -> tuple[str, str, str]:
    """(initial, final, tone) of a pinyin syllable with its tone number: "zhuang4" → ("zh", "uang", "4").

    The final is written out in full: "yue4" → ("", "üe", "4"), "liu2" → ("l", "iu", "2").
    """
    tone = syllable[-1] if syllable[-1:].isdigit() else "5"
    letters = syllable.rstrip("12345").replace("v", "ü")
    initial = next((each for each in _INITIALS if letters.startswith(each) and len(letters) > len(each)), "")
    final = letters[len(initial) :]
    if not initial and final[:1] in _SPELT:
        final = _written_out(final)
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    return initial, final, tone


def _written_out(final: str) -> str:
    """ "yan" → "ian", "yu" → "ü", "wei" → "uei", "wu" → "u"."""
    if final.startswith("yu"):
        return "iong" if final == "yong" else "ü" + final[2:]
    if final == "yong":
        return "iong"
    if final[1:2] in ("i", "u"):
        return final[1:]
    return _SPELT[final[0]] + final[1:]


def symbols(syllable: str) -> str:
    """The syllable in the model's symbols; one that pinyin does not have gives none."""
    initial, final, tone = split_syllable(syllable)
    letters = syllable.rstrip("12345")
    if letters in _ALONE:
        said = _ALONE[letters]
    elif final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        said = _INITIALS[initial] + "ɨ0"
    elif final in _FINALS:
        said = _INITIALS.get(initial, "") + _FINALS[final]
    else:
        return ""
    return said.replace("0", _TONES[tone])


def sentence_symbols(words: Iterable[Word]) -> str:
    """A sentence in the model's symbols: spaces between words, pauses as punctuation."""
    parts: list[str] = []
    for word in words:
        if word.syllables:
            if parts and not parts[-1].endswith(" "):
                parts.append(" ")
            parts.append("".join(symbols(syllable) for syllable in word.syllables))
        else:
            parts.append(_MARKS[word.text])
    return "".join(parts).strip()


def numbers(said: str) -> list[int]:
    """The model's numbers of its symbols."""
    return [_NUMBERS[mark] for mark in said if mark in _NUMBERS]
