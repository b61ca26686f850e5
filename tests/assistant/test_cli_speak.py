"""`assistant speak`, `assistant render` and `assistant voice`, with a speech endpoint that answers with tones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli_render
from assistant.cli import app
from assistant.ffmpeg import tags
from assistant.script_json import script_to_json
from assistant.settings import Settings
from assistant.video.fonts import find_faces
from assistant.video.render import Rendering
from assistant.voice.audio_files import decode
from tests.script_rig import script
from tests.speech_endpoint import SpeechEndpoint


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SpeechEndpoint]:
    with SpeechEndpoint() as served:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("ASSISTANT_VOICE", "openai:tones/any")
        monkeypatch.setenv("ASSISTANT_VOICE_URL", served.url)
        yield served


def test_a_text_is_read_with_subtitles_beside_it(endpoint: SpeechEndpoint, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["speak", "驿站2024年接待12351人。", "--out", "讲.wav", "--json"])
    assert done.exit_code == 0, done.output
    values = json.loads(done.stdout)
    assert values["draft"] is False
    assert decode((tmp_path / "讲.wav").read_bytes()).seconds == pytest.approx(values["seconds"], abs=0.1)
    assert endpoint.bodies[-1]["input"] == "驿站二零二四年接待一万二千三百五十一人。"
    assert "驿站2024年接待12351人。" in (tmp_path / "讲.srt").read_text(encoding="utf-8")
    assert (tmp_path / "讲.vtt").read_text(encoding="utf-8").startswith("WEBVTT")
    assert json.loads((tmp_path / "讲.motion.json").read_text(encoding="utf-8"))["timings"][0]["line"] == 1


def test_a_draft_script_is_read_as_a_draft(endpoint: SpeechEndpoint, tmp_path: Path) -> None:
    (tmp_path / "稿.json").write_text(script_to_json(script(approved=False)), encoding="utf-8")
    done = CliRunner().invoke(app, ["speak", "稿.json", "--out", "稿.wav"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "稿.草稿.wav").exists()
    assert "草稿" in endpoint.bodies[0]["input"]


def test_a_file_that_is_not_there_is_told(endpoint: SpeechEndpoint) -> None:
    done = CliRunner().invoke(app, ["speak", "没有.json", "--out", "讲.wav"])
    assert done.exit_code == 1
    assert not endpoint.asked


@pytest.mark.video
def test_a_script_becomes_a_video(
    endpoint: SpeechEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Rendering(find_faces(), tmp_path / "scenes", 0.1)
    monkeypatch.setattr(cli_render, "build_rendering", lambda _settings: small)
    (tmp_path / "稿.json").write_text(script_to_json(script()), encoding="utf-8")
    done = CliRunner().invoke(app, ["render", "稿.json", "--out", "稿.mp4", "--shape", "tall", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["path"] == "稿.mp4"
    assert tags(tmp_path / "稿.mp4")["TITLE"] == "小宣讲：骑手驿站"
    assert (tmp_path / "稿.srt").exists()


def test_what_the_offline_voice_lacks_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    monkeypatch.setenv("ASSISTANT_CACHE", str(tmp_path))
    monkeypatch.delenv("ASSISTANT_VOICE", raising=False)
    assert Settings().voice == "kokoro:zf_xiaobei"
    done = CliRunner().invoke(app, ["voice", "check"])
    assert done.exit_code == 1
    assert "assistant voice get" in done.stdout
