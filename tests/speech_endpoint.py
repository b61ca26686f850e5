"""An OpenAI-compatible speech server for tests: it answers with tones and keeps what it was asked."""

from __future__ import annotations

from assistant.voice.audio_files import wav_bytes
from tests.scripted_endpoint import Answer, Asked, Raw, ScriptedEndpoint, refusal
from tests.voice_rig import ToneSpeaker


class SpeechEndpoint(ScriptedEndpoint):
    """Serves `/v1/audio/speech` on 127.0.0.1 until closed."""

    def __init__(self, *, status: int = 200, content: bytes | None = None) -> None:
        self._status = status
        self._content = content  # None: a WAV of tones as long as the input asks for
        super().__init__(self._spoken)

    def _spoken(self, asked: Asked) -> Answer:
        if asked.path != "/v1/audio/speech":
            return refusal(404, "no such page")
        if self._status != 200:
            return refusal(self._status, "refused")
        if self._content is not None:
            return Raw(body=self._content, content_type="audio/wav")
        speed = float(asked.body.get("speed", 1))
        tones = ToneSpeaker().speak(str(asked.body["input"]), speed=speed)
        return Raw(body=wav_bytes(tones), content_type="audio/wav")
