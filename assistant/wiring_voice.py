"""Settings to voices: the only place that builds speakers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.voice import Speaker
from assistant.voice.kokoro import CLEAREST_SPEED, KokoroSpeaker
from assistant.voice.kokoro_files import get_voices, join_model, missing_files
from assistant.voice.lexicon import SHIPPED, Lexicon, load_lexicon
from assistant.voice.openai_speech import OpenAISpeaker
from assistant.voice.recording import Voicing
from assistant.wiring import OPENAI

_LISTENERS = {"zm": "zf_xiaobei", "zf": "zm_yunxi"}  # a dialogue's listener has a voice of the other kind


def build_lexicon(settings: Settings) -> Lexicon:
    """The shipped readings and the user's own. Raises VoiceError."""
    return load_lexicon((SHIPPED, settings.home / "lexicon.txt"))


def build_voicing(settings: Settings) -> Voicing:
    """What reading aloud needs. Raises SettingsError, VoiceError."""
    lexicon = build_lexicon(settings)
    speaker = build_speaker(settings, settings.voice, lexicon)
    other = settings.voice_listener or _listener(settings.voice)
    return Voicing(
        speaker=speaker,
        listener=speaker if other == settings.voice else build_speaker(settings, other, lexicon),
        lexicon=lexicon,
        kept=settings.cache / "speech",
        clock=datetime.now,
        speed=settings.voice_speed or (CLEAREST_SPEED if settings.voice.startswith("kokoro:") else 1.0),
        label=settings.voice_label,
    )


def build_speaker(settings: Settings, voice: str, lexicon: Lexicon) -> Speaker:
    """The voice of this name, as in `ASSISTANT_VOICE`. Raises SettingsError, VoiceError."""
    kind, rest = _kind(voice)
    if kind == "kokoro":
        return KokoroSpeaker(voice_folder(settings), rest, lexicon)
    model, _, name = rest.rpartition("/")
    return OpenAISpeaker(
        settings.voice_url or settings.base_url or OPENAI,
        settings.api_key.get_secret_value(),
        model=model,
        voice=name,
        timeout=settings.chat_timeout,
    )


def voice_missing(settings: Settings) -> str | None:
    """What is to be done before anything can be read aloud, in Chinese; None: nothing."""
    try:
        voices = {settings.voice, settings.voice_listener or _listener(settings.voice)}
        offline = [rest for kind, rest in map(_kind, sorted(voices)) if kind == "kokoro"]
    except SettingsError as error:
        return str(error)
    said = (missing_files(voice_folder(settings), name) for name in offline)
    return next((each for each in said if each), None)


def get_voice_files(
    settings: Settings, *, archive: Path | None, report: Callable[[str, float], None]
) -> Path:
    """Put the offline voice's files in place; the folder they are in. Raises VoiceError."""
    folder = voice_folder(settings)
    join_model(folder, report=report)
    get_voices(folder, archive=archive, report=report)
    return folder


def voice_folder(settings: Settings) -> Path:
    """Where the offline voice's files are."""
    return settings.cache / "voice"


def _kind(voice: str) -> tuple[str, str]:
    kind, _, rest = voice.partition(":")
    if (kind == "kokoro" and rest) or (kind == "openai" and all(rest.rpartition("/")[::2])):
        return kind, rest
    raise SettingsError(
        f"设置 ASSISTANT_VOICE={voice} 看不懂：可用 kokoro:zf_xiaobei 或 openai:模型名/语音名。"
    )


def _listener(voice: str) -> str:
    kind, rest = _kind(voice)
    return f"kokoro:{_LISTENERS.get(rest[:2], 'zm_yunxi')}" if kind == "kokoro" else voice
