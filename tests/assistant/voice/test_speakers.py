"""What every speaker keeps to: the fake, a speech endpoint, the offline voice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from assistant.errors import VoiceError
from assistant.settings import APP, Settings
from assistant.voice import Speaker
from assistant.voice.openai_speech import OpenAISpeaker
from assistant.wiring_voice import build_lexicon, build_speaker, get_voice_files
from tests.speech_endpoint import SpeechEndpoint
from tests.voice_rig import ToneSpeaker


def openai_speaker(url: str) -> OpenAISpeaker:
    return OpenAISpeaker(url, "a-secret", model="tones", voice="any", timeout=5.0)


@pytest.fixture(
    params=["fake", "openai", pytest.param("kokoro", marks=[pytest.mark.slow, pytest.mark.voice])]
)
def speaker(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    if request.param == "fake":
        yield ToneSpeaker()
    elif request.param == "openai":
        with SpeechEndpoint() as endpoint:
            voice = openai_speaker(endpoint.url)
            yield voice
            voice.close()
    else:
        cache = os.environ.get("ASSISTANT_CACHE") or platformdirs.user_cache_dir(APP, appauthor=False)
        settings = Settings(cache=Path(cache))
        get_voice_files(settings, archive=None, report=lambda _label, _share: None)
        yield build_speaker(settings, "kokoro:zf_xiaobei", build_lexicon(settings))


def test_longer_sentences_sound_longer(speaker: Speaker) -> None:
    short = speaker.speak("你好。", speed=1.0)
    long = speaker.speak("各位职工朋友，大家下午好，欢迎来到工会驿站。", speed=1.0)
    assert 0.2 < short.seconds < 2
    assert 1.5 * short.seconds < long.seconds < 8
    assert long.samples.dtype == np.float32
    assert 0.05 < np.abs(long.samples).max() <= 1.0


def test_faster_is_shorter(speaker: Speaker) -> None:
    sentence = "工会驿站全年开放。"
    assert speaker.speak(sentence, speed=1.4).seconds < 0.85 * speaker.speak(sentence, speed=1.0).seconds


def test_silence_at_the_ends_is_short(speaker: Speaker) -> None:
    sound = speaker.speak("工会驿站全年开放。", speed=1.0)
    heard = np.flatnonzero(np.abs(sound.samples) > 0.02)
    assert heard[0] / sound.rate < 0.15
    assert (len(sound.samples) - heard[-1]) / sound.rate < 0.15


def test_it_has_a_name(speaker: Speaker) -> None:
    assert speaker.name


def test_the_endpoint_is_asked_as_its_api_wants() -> None:
    with SpeechEndpoint() as endpoint:
        voice = openai_speaker(endpoint.url)
        voice.speak("你好。", speed=1.2)
        voice.close()
    asked = {"model": "tones", "voice": "any", "input": "你好。", "response_format": "wav", "speed": 1.2}
    assert endpoint.bodies == [asked]
    assert endpoint.asked[0].headers["authorization"] == "Bearer a-secret"


@pytest.mark.parametrize("status", [401, 404, 400])
def test_a_refusal_is_told_without_the_key(status: int) -> None:
    with SpeechEndpoint(status=status) as endpoint:
        voice = openai_speaker(endpoint.url)
        with pytest.raises(VoiceError, match=f"HTTP {status}") as caught:
            voice.speak("你好。", speed=1.0)
        voice.close()
    assert "a-secret" not in str(caught.value)


def test_an_endpoint_that_is_not_there_is_told() -> None:
    with SpeechEndpoint() as endpoint:
        url = endpoint.url
    voice = OpenAISpeaker(url, "", model="m", voice="v", timeout=2.0)
    with pytest.raises(VoiceError, match="连不上语音服务"):
        voice.speak("你好。", speed=1.0)
    voice.close()


def test_a_reply_without_sound_is_told() -> None:
    with SpeechEndpoint(content=b"") as endpoint:
        voice = openai_speaker(endpoint.url)
        with pytest.raises(VoiceError, match="没有送来声音"):
            voice.speak("你好。", speed=1.0)
        voice.close()
