"""Readings of words: the shipped list, and what users add."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import VoiceError
from assistant.voice.lexicon import SHIPPED, load_lexicon


def test_the_shipped_list_can_be_read() -> None:
    lexicon = load_lexicon([SHIPPED])
    assert dict(lexicon.syllables)["银行行长"] == ("yin2", "hang2", "hang2", "zhang3")
    assert dict(lexicon.rewrites)["985"] == "九八五"


def test_the_users_reading_wins(tmp_path: Path) -> None:
    own = tmp_path / "lexicon.txt"
    own.write_text("# 自己的词\n行长 xing2 chang2\n效率 xiao4 lv4\n", encoding="utf-8")
    both = load_lexicon([SHIPPED, own])
    assert dict(both.syllables)["行长"] == ("xing2", "chang2")
    assert dict(both.syllables)["效率"] == ("xiao4", "lü4")
    assert both.digest != load_lexicon([SHIPPED]).digest


def test_a_list_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert load_lexicon([SHIPPED, tmp_path / "none.txt"]) == load_lexicon([SHIPPED])


@pytest.mark.parametrize("line", ["银行 yin2", "银行 yin hang", "银行 银行", "银行"])
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str) -> None:
    own = tmp_path / "lexicon.txt"
    own.write_text(f"行长 hang2 zhang3\n{line}\n", encoding="utf-8")
    with pytest.raises(VoiceError, match="第2行"):
        load_lexicon([own])
