"""Audience and scene files."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ScriptError
from assistant.facts import facts_of
from assistant.tellings import audience_keys, load_audience, load_scene, scene_keys

GOOD = 'name = "人"\naddress = "各位"\ngreeting = "好。"\nlistener = "小王"\nmanner = "短。"\nsentence_chars = 30\n'


def test_six_audiences_and_five_scenes_are_shipped() -> None:
    assert audience_keys() == ("migrant", "officers", "riders", "shift", "women", "young")
    assert scene_keys() == ("company", "meeting", "neighbourhood", "school", "video")


@pytest.mark.parametrize("key", audience_keys())
def test_what_an_audience_file_has_said_tells_no_fact(key: str) -> None:
    audience = load_audience(key)
    said = [audience.greeting, audience.address, *(ask.question for ask in audience.asks)]
    kinds = {fact.kind for text in said for fact in facts_of(text)} - {"name"}
    assert kinds <= {"condition", "plan"}  # a question may ask for them
    assert len(audience.asks) >= 3


@pytest.mark.parametrize("key", scene_keys())
def test_what_a_scene_file_has_said_tells_no_fact(key: str) -> None:
    scene = load_scene(key)
    assert [
        fact
        for text in (scene.opening, scene.ending)
        for fact in facts_of(text)
        if fact.kind != "name" and fact.text != "今天"
    ] == []


def test_an_unknown_key_names_those_there_are() -> None:
    with pytest.raises(ScriptError, match="riders"):
        load_audience("nobody")
    with pytest.raises(ScriptError, match="video"):
        load_scene("moon")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name =", "读不了"),
        (GOOD.replace("30", '"30"'), "sentence_chars"),
        (GOOD.replace("listener", "hearer"), "listener"),
        (GOOD + '[[asks]]\nquestion = "钱"\nwords = ["元"]\n', "问号"),
        (GOOD + '[[asks]]\nquestion = "钱？"\nwords = []\n', "words"),
        (GOOD + 'vocabulary = "x"\n', "vocabulary"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match=said):
        load_audience("x", tmp_path)


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(GOOD, encoding="utf-8")
    assert load_audience("x", tmp_path).listener == "小王"


def test_a_scene_must_name_what_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        'name = "台"\nopening = "好。"\nending = "完。"\nmanner = "短。"\n', encoding="utf-8"
    )
    with pytest.raises(ScriptError, match="title"):
        load_scene("x", tmp_path)
