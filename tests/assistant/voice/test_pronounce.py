"""Sentences as pinyin, and pinyin as the symbols of the model."""

from __future__ import annotations

import pytest

from assistant.voice.lexicon import SHIPPED, load_lexicon
from assistant.voice.phonemes import numbers, sentence_symbols, split_syllable, symbols
from assistant.voice.pronounce import pronounce

pytestmark = pytest.mark.voice
LEXICON = load_lexicon([SHIPPED])


def said(sentence: str) -> str:
    return " ".join(syllable for word in pronounce(sentence, LEXICON) for syllable in word.syllables)


@pytest.mark.parametrize(
    ("sentence", "pinyin"),
    [
        ("银行行长", "yin2 hang2 hang2 zhang3"),
        ("供应商重新调整", "gong1 ying4 shang1 chong2 xin1 tiao2 zheng3"),
        ("认真地听", "ren4 zhen1 de5 ting1"),
        ("各地的工会", "ge4 di4 de5 gong1 hui4"),
        ("女职工", "nü3 zhi2 gong1"),
        ("幺二三五幺", "yao1 er4 san1 wu3 yao1"),
        ("会计觉得便宜", "kuai4 ji4 jue2 de5 pian2 yi5"),
        ("增长和调解", "zeng1 zhang3 he2 tiao2 jie3"),
    ],
)
def test_polyphones_are_read_right(sentence: str, pinyin: str) -> None:
    assert said(sentence) == pinyin


def test_letters_are_read_by_name() -> None:
    assert said("A I") == "ei1 ai4"


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        ("zhuang4", ("zh", "uang", "4")),
        ("yue4", ("", "üe", "4")),
        ("yong3", ("", "iong", "3")),
        ("wei2", ("", "ui", "2")),
        ("wu3", ("", "u", "3")),
        ("yi1", ("", "i", "1")),
        ("quan2", ("q", "üan", "2")),
        ("lü4", ("l", "ü", "4")),
        ("de5", ("d", "e", "5")),
    ],
)
def test_syllables_are_taken_apart(syllable: str, parts: tuple[str, str, str]) -> None:
    assert split_syllable(syllable)[::2] == parts[::2]
    assert split_syllable(syllable)[1] in (parts[1], {"ui": "uei"}.get(parts[1], parts[1]))


@pytest.mark.parametrize(
    ("syllable", "ipa"),
    [
        ("gong1", "kʊ→ŋ"),
        ("zhi2", "ꭧɨ↗"),
        ("xue2", "ɕɥe↗"),
        ("yuan2", "ɥɛ↗n"),
        ("er4", "ɚ↘"),
        ("de5", "tɤ"),
        ("hui4", "xwei↘"),
    ],
)
def test_syllables_become_the_models_symbols(syllable: str, ipa: str) -> None:
    assert symbols(syllable) == ipa
    assert len(numbers(ipa)) == len(ipa)


def test_pauses_stay_in_the_sentence() -> None:
    words = pronounce("工会，你好。", LEXICON)
    assert sentence_symbols(words) == "kʊ→ŋxwei↘, ni↓xau↓."
