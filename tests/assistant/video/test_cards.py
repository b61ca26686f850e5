"""What the screen shows while each sentence is heard."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.explain_records import Script
from assistant.records import Citation
from assistant.video.cards import Scene, scenes, source_line
from assistant.voice.recording import voice_script
from tests.script_rig import script
from tests.voice_rig import voicing


def shown(told: Script, kept: Path) -> tuple[Scene, ...]:
    return scenes(told, voice_script(told, using=voicing(kept), report=lambda _done, _total: None))


def test_a_claim_is_shown_with_its_figure_and_its_source(tmp_path: Path) -> None:
    scene = shown(script(), tmp_path)[2]
    assert scene.card.figure == "1.2万人次"
    assert scene.card.text == script().claims[0].text
    assert scene.card.sources == ("《沂州工人报》2024年5月6日 第2版 《驿站不打烊》",)
    assert scene.subtitle == "驿站接待骑手1.2万人次。"


def test_every_line_on_a_claim_names_the_source_of_that_claim(tmp_path: Path) -> None:
    for scene, line in zip(shown(script(), tmp_path)[2:], script().lines[1:], strict=True):
        assert [source_line(each) for each in script().citations_of(line)] == list(scene.card.sources)


def test_scenes_follow_without_a_gap(tmp_path: Path) -> None:
    found = shown(script(), tmp_path)
    assert found[0].start == 0.0
    assert all(one.end == other.start for one, other in pairwise(found))


def test_the_label_comes_first_and_the_opening_shows_what_it_is_about(tmp_path: Path) -> None:
    found = shown(script(), tmp_path)
    assert "人工智能" in found[0].subtitle
    assert found[0].card.figure == "人工智能生成"
    assert found[0].end >= 2.0
    assert found[1].card.text == "骑手驿站"
    assert found[1].card.points == ("1.2万人次",)
    assert len(found[1].card.sources) == 2


def test_a_listener_is_named_and_the_presenter_is_silent(tmp_path: Path) -> None:
    scene = shown(script(dialogue=True), tmp_path)[2]
    assert (scene.speaker, scene.presenter) == ("骑手", False)


CITATION = script().citations[0]


@pytest.mark.parametrize(
    ("citation", "line"),
    [
        (replace(CITATION, publication=None), "报纸 2024年5月6日 第2版 《驿站不打烊》"),
        (replace(CITATION, issued=None, page=None), "《沂州工人报》 《驿站不打烊》"),
        (replace(CITATION, headline=None), "《沂州工人报》2024年5月6日 第2版 （标题缺失）"),
    ],
)
def test_what_is_not_known_of_a_source_is_left_out(citation: Citation, line: str) -> None:
    assert source_line(citation) == line
