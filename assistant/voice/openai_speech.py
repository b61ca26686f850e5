"""Speech from any OpenAI-compatible `/v1/audio/speech`. In `assistant/voice`, the only module that imports openai."""

from __future__ import annotations

import openai

from assistant.chat.wire import CONNECT_SECONDS, NO_KEY
from assistant.errors import VoiceError
from assistant.voice import Sound
from assistant.voice.audio_files import decode
from assistant.voice.kokoro import trimmed

RETRIES = 3


class OpenAISpeaker:
    """A voice of a speech endpoint. Safe for several threads."""

    def __init__(self, base_url: str, api_key: str, *, model: str, voice: str, timeout: float) -> None:
        self._model = model
        self._voice = voice
        self._url = base_url
        self._client = openai.OpenAI(
            base_url=base_url,
            api_key=api_key or NO_KEY,
            max_retries=RETRIES,
            timeout=openai.Timeout(timeout, connect=min(timeout, CONNECT_SECONDS)),
        )

    @property
    def name(self) -> str:
        """Model and voice."""
        return f"{self._model}:{self._voice}"

    def speak(self, sentence: str, *, speed: float) -> Sound:
        """See `Speaker.speak`."""
        # `from None`: the package's own errors may repeat the key.
        try:
            reply = self._client.audio.speech.create(
                model=self._model, voice=self._voice, input=sentence, response_format="wav", speed=speed
            )
        except openai.APITimeoutError:
            raise VoiceError("语音服务太久没有答复：请稍后再试，或调大 ASSISTANT_CHAT_TIMEOUT。") from None
        except openai.APIConnectionError:
            raise VoiceError("连不上语音服务：请检查 ASSISTANT_VOICE_URL 和网络。") from None
        except openai.APIStatusError as error:
            raise VoiceError(
                f"语音服务拒绝了请求（HTTP {error.status_code}）：请检查 ASSISTANT_VOICE 里的模型和语音名，以及密钥。"
            ) from None
        sound = decode(reply.content)
        return Sound(trimmed(sound.samples, sound.rate), sound.rate)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
