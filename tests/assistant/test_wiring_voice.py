"""Settings to voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError, VoiceError
from assistant.settings import Settings
from assistant.wiring_voice import build_voicing, voice_missing


def test_an_endpoint_needs_no_files(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, cache=tmp_path, voice="openai:tts-1/alloy", voice_url="http://127.0.0.1:9/v1"
    )
    assert voice_missing(settings) is None
    voicing = build_voicing(settings)
    assert voicing.speaker.name == "tts-1:alloy"
    assert voicing.listener is voicing.speaker


def test_the_offline_voice_says_what_it_lacks(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, cache=tmp_path)
    assert "assistant voice get" in str(voice_missing(settings))
    with pytest.raises(VoiceError, match="assistant voice get"):
        build_voicing(settings)


@pytest.mark.parametrize("voice", ["", "kokoro", "openai:tts-1", "espeak:zh"])
def test_a_setting_that_is_not_understood_is_told(tmp_path: Path, voice: str) -> None:
    settings = Settings(home=tmp_path, cache=tmp_path, voice=voice)
    assert "ASSISTANT_VOICE" in str(voice_missing(settings))
    with pytest.raises(SettingsError, match="kokoro:zf_xiaobei"):
        build_voicing(settings)
