"""Scripts as videos, small ones: what is in the file, what is kept, what a draft looks like."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import VideoError
from assistant.explain_records import Script
from assistant.ffmpeg import run_ffmpeg, tags
from assistant.video.fonts import find_faces
from assistant.video.layout import LAYOUTS, Layout, ShapeName
from assistant.video.render import Rendering, render_video
from assistant.voice.mouths import FRAMES
from assistant.voice.recording import Voiced, voice_script
from tests.script_rig import script
from tests.voice_rig import voicing

pytestmark = pytest.mark.video
SCALE = 0.12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rendering")


def read(told: Script, folder: Path) -> Voiced:
    return voice_script(told, using=voicing(folder / "speech"), report=lambda _done, _total: None)


def render(told: Script, folder: Path, *, shape: ShapeName = "wide", name: str = "讲.mp4") -> Path:
    using = Rendering(find_faces(), folder / "scenes", SCALE)
    return render_video(
        told, read(told, folder), folder / name, using=using, shape=shape, report=lambda _done, _total: None
    )


def frame(path: Path, second: float, shape: ShapeName) -> NDArray[np.uint8]:
    layout = LAYOUTS[shape].scaled(SCALE)
    raw = run_ffmpeg(
        [
            "-ss",
            str(second),
            "-i",
            str(path),
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "pipe:1",
        ]
    )
    return np.frombuffer(raw, np.uint8).reshape(layout.height, layout.width, 3)


@pytest.mark.parametrize("shape", ["wide", "tall"])
def test_picture_and_sound_have_the_size_and_the_length_they_should(folder: Path, shape: ShapeName) -> None:
    place = render(script(), folder, shape=shape, name=f"{shape}.mp4")
    seconds = read(script(), folder).seconds
    raw = run_ffmpeg(["-i", str(place), "-f", "rawvideo", "-pix_fmt", "gray", "-s", "8x8", "pipe:1"])
    assert len(raw) / 64 / FRAMES == pytest.approx(seconds, abs=0.1)
    sound = run_ffmpeg(["-i", str(place), "-f", "s16le", "-ac", "1", "-ar", "8000", "pipe:1"])
    assert len(sound) / 2 / 8000 == pytest.approx(seconds, abs=0.15)
    assert frame(place, 1.0, shape).std() > 20


def test_the_speech_in_the_file_begins_when_the_subtitles_do(folder: Path) -> None:
    place = render(script(), folder, name="times.mp4")
    raw = run_ffmpeg(["-i", str(place), "-f", "s16le", "-ac", "1", "-ar", "8000", "pipe:1"])
    loud = np.abs(np.frombuffer(raw, "<i2")) > 1500
    for timing in read(script(), folder).timings:
        first = np.flatnonzero(loud[int((timing.start - 0.3) * 8000) :])[0] / 8000 - 0.3
        assert abs(first) < 0.1


def test_the_labels_can_be_read_back(folder: Path) -> None:
    found = tags(render(script(), folder, name="labels.mp4"))
    assert found["TITLE"] == "小宣讲：骑手驿站"
    assert "人工智能" in found["COMMENT"]
    assert json.loads(found["AIGC"])["Label"] == "1"


def test_a_draft_is_marked_in_name_metadata_and_picture(folder: Path) -> None:
    approved = render(script(), folder, name="审定.mp4")
    draft = render(script(approved=False), folder, name="审定.mp4")
    assert (approved.name, draft.name) == ("审定.mp4", "审定.草稿.mp4")
    assert tags(draft)["TITLE"].startswith("【草稿】")
    corner = np.s_[:, :, :]
    one, other = (frame(place, 0.2, "wide")[corner].astype(int) for place in (approved, draft))
    assert (np.abs(one - other).max(axis=2) > 12).mean() > 0.02  # marks all over


def test_the_mouth_moves_while_there_is_speech(folder: Path) -> None:
    place = render(script(), folder, name="mouth.mp4")
    area = LAYOUTS["wide"].scaled(SCALE).figure
    timing = read(script(), folder).timings[1]
    seen = {
        frame(place, timing.start + step / 10, "wide")[
            area.top + area.height // 3 : area.top + area.height * 2 // 3, area.left : area.left + area.width
        ].tobytes()
        for step in range(8)
    }
    assert len(seen) > 2


def test_what_was_rendered_is_kept_and_an_edit_renders_only_itself(folder: Path) -> None:
    render(script(), folder, name="first.mp4")
    before = {path: path.stat().st_ino for path in (folder / "scenes").iterdir()}
    told = script()
    edited = replace(told, lines=(*told.lines[:2], replace(told.lines[2], text="夜里拨打12351也行。")))
    render(edited, folder, name="second.mp4")
    after = {path: path.stat().st_ino for path in (folder / "scenes").iterdir()}
    assert {path: after[path] for path in before} == before
    assert len(after) == len(before) + 1


def test_broken_off_nothing_half_is_left(tmp_path: Path, folder: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done > 60:
            raise Enough

    using = Rendering(find_faces(), tmp_path / "scenes", SCALE)
    with pytest.raises(Enough):
        render_video(
            script(), read(script(), folder), tmp_path / "讲.mp4", using=using, shape="wide", report=stop
        )
    assert not (tmp_path / "讲.mp4").exists()
    left = [path.name for path in (tmp_path / "scenes").iterdir()]
    assert left
    assert all(re.fullmatch(r"[0-9a-f]{32}\.mp4", name) for name in left)


def test_another_ending_is_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(VideoError, match=r"\.mp4"):
        render(script(), folder, name="讲.avi")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_nothing_lies_over_anything_else(layout: Layout) -> None:
    boxes = [area.box for area in (layout.header, layout.card, layout.figure, layout.subtitle)]
    for at, one in enumerate(boxes):
        assert 0 <= one[0] < one[2] <= layout.width
        assert 0 <= one[1] < one[3] <= layout.height
        for other in boxes[at + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart
