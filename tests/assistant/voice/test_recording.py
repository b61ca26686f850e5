"""Scripts read aloud: times, what is kept, labels, drafts, who speaks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import VoiceError
from assistant.explain_records import Script
from assistant.ffmpeg import tags
from assistant.voice.audio_files import decode
from assistant.voice.hand_over import motion_json
from assistant.voice.mouths import FRAMES, SHAPES
from assistant.voice.recording import Voiced, to_wav, voice_script, voice_text, write_audio
from tests.script_rig import script
from tests.voice_rig import SYLLABLE, ToneSpeaker, voicing


def quiet(_done: int, _total: int) -> None:
    """Hears nothing."""


def read(told: Script, kept: Path, speaker: ToneSpeaker | None = None) -> Voiced:
    return voice_script(told, using=voicing(kept, speaker), report=quiet)


def test_every_line_is_timed_in_order_and_without_overlap(tmp_path: Path) -> None:
    voiced = read(script(), tmp_path)
    assert [timing.line for timing in voiced.timings] == [1, 2, 3]
    assert [timing.text for timing in voiced.timings] == [line.text for line in script().lines]
    starts_and_ends = [point for timing in voiced.subtitles for point in (timing.start, timing.end)]
    assert starts_and_ends == sorted(starts_and_ends)
    assert voiced.timings[-1].end < voiced.seconds


def test_the_times_are_those_of_the_sound(tmp_path: Path) -> None:
    voiced = read(script(), tmp_path)
    rate = voiced.sound.rate
    for timing in voiced.subtitles:
        heard = voiced.sound.samples[int(timing.start * rate) : int(timing.end * rate)]
        before = voiced.sound.samples[max(0, int((timing.start - 0.1) * rate)) : int(timing.start * rate)]
        assert np.abs(heard[: rate // 10]).max() > 0.1
        assert not len(before) or np.abs(before).max() < 0.01
    third = voiced.timings[2]
    assert third.end - third.start == pytest.approx(SYLLABLE * len("拨打幺二三五幺随时有人接"), abs=0.01)


def test_what_was_read_is_not_read_again_and_an_edit_reads_only_itself(tmp_path: Path) -> None:
    read(script(), tmp_path)
    again = ToneSpeaker()
    told = script()
    edited = replace(told.lines[2], text="拨打12351，夜里也有人接。")
    read(replace(told, lines=(*told.lines[:2], edited)), tmp_path, again)
    assert again.asked == ["拨打幺二三五幺，夜里也有人接。"]


def test_broken_off_it_goes_on_where_it_was(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        voice_script(script(), using=voicing(tmp_path), report=stop)
    rest = ToneSpeaker()
    read(script(), tmp_path, rest)
    assert len(rest.asked) == 2


def test_another_voice_or_reading_is_read_anew(tmp_path: Path) -> None:
    read(script(), tmp_path)
    other = ToneSpeaker("another")
    read(script(), tmp_path, other)
    assert len(other.asked) == 4


def test_the_label_is_heard_first_and_a_draft_says_so(tmp_path: Path) -> None:
    approved, draft = read(script(), tmp_path), read(script(approved=False), tmp_path)
    assert approved.preface.start == 0.0
    assert "人工智能" in approved.preface.text
    assert "草稿" not in approved.preface.text
    assert "草稿" in draft.preface.text
    assert draft.preface.end > approved.preface.end


def test_the_label_can_be_a_rhythm(tmp_path: Path) -> None:
    speaker = ToneSpeaker()
    voiced = voice_script(script(), using=voicing(tmp_path, speaker, label="rhythm"), report=quiet)
    assert not any("人工智能" in said for said in speaker.asked)
    assert "人工智能" in voiced.preface.text
    assert 0.8 < voiced.preface.end < 2.0
    assert len(voiced.timings) == 3


def test_a_listener_speaks_with_the_other_voice(tmp_path: Path) -> None:
    using = voicing(tmp_path)
    voice_script(script(dialogue=True), using=using, report=quiet)
    assert isinstance(using.listener, ToneSpeaker)
    assert using.listener.asked == ["驿站接待骑手一点二万人次。"]


def test_long_sentences_are_parted_at_their_pauses(tmp_path: Path) -> None:
    text = "这一句话里有许多停顿，说的是工会驿站的事，驿站里有热水，有充电的地方，有休息的椅子，还有人帮着代写文书，全年都开门。"
    voiced = voice_text(text, title="停顿", using=voicing(tmp_path), report=quiet)
    assert len(voiced.timings) > 1
    assert "".join(timing.text for timing in voiced.timings) == text
    assert all(len(timing.text) <= 40 for timing in voiced.timings)


def test_nothing_to_say_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="没有可以读"):
        voice_text("……", title="", using=voicing(tmp_path), report=quiet)


def test_progress_counts_every_sentence(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    voice_script(script(), using=voicing(tmp_path), report=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.voice
def test_energy_and_mouths_cover_the_whole_sound(tmp_path: Path) -> None:
    voiced = read(script(), tmp_path)
    assert len(voiced.energy) == len(voiced.mouths) == int(np.ceil(voiced.seconds * FRAMES))
    assert set(voiced.mouths) <= set(SHAPES)
    assert len(set(voiced.mouths)) > 3
    between = round((voiced.timings[0].end + 0.2) * FRAMES)
    assert voiced.mouths[between] == "M"
    assert voiced.energy[between] == 0
    values = json.loads(motion_json(voiced))
    assert len(values["energy"]) == len(values["mouths"])
    assert values["timings"][0]["line"] == 1


def test_a_wav_file_carries_sound_and_labels(tmp_path: Path) -> None:
    voiced = read(script(approved=False), tmp_path / "kept")
    assert decode(to_wav(voiced)).seconds == pytest.approx(voiced.seconds, abs=0.01)
    place = write_audio(voiced, tmp_path / "讲.wav")
    assert place.name == "讲.草稿.wav"
    assert b"AIGC" in place.read_bytes()
    assert not (tmp_path / "讲.wav").exists()


@pytest.mark.video
@pytest.mark.parametrize("ending", [".wav", ".mp3"])
def test_labels_are_read_back_from_the_file(tmp_path: Path, ending: str) -> None:
    voiced = read(script(approved=False), tmp_path / "kept")
    found = tags(write_audio(voiced, tmp_path / f"讲{ending}"))
    assert found["TITLE"] == "【草稿】小宣讲：骑手驿站"
    assert "人工智能合成" in found["COMMENT"]
    assert json.loads(found["AIGC"])["Label"] == "1"


def test_an_approved_script_keeps_its_name(tmp_path: Path) -> None:
    voiced = read(script(), tmp_path / "kept")
    assert write_audio(voiced, tmp_path / "讲.wav").name == "讲.wav"


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"\.wav 或 \.mp3"):
        write_audio(read(script(), tmp_path / "kept"), tmp_path / "讲.ogg")
