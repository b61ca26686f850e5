"""A speaker for tests: a tone a syllable, always the same, always of the length one would expect."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np

from assistant.voice import Sound
from assistant.voice.lexicon import SHIPPED, load_lexicon
from assistant.voice.recording import LabelKind, Voicing
from assistant.voice.signal import tone

SYLLABLE = 0.16  # seconds
MADE = datetime(2024, 11, 22, 8, 0)


class ToneSpeaker:
    """Says every character with a tone; counts what it was asked."""

    def __init__(self, name: str = "tones", rate: int = 8000) -> None:
        self.name = name
        self._rate = rate
        self.asked: list[str] = []

    def speak(self, sentence: str, *, speed: float) -> Sound:
        """See `Speaker.speak`."""
        self.asked.append(sentence)
        pitches = [200 + 20 * (ord(mark) % 16) for mark in sentence if mark.isalnum()]
        tones = [tone(SYLLABLE / speed, pitch, self._rate).samples for pitch in pitches]
        return Sound(np.concatenate(tones) if tones else np.zeros(0, np.float32), self._rate)


def voicing(kept: Path, speaker: ToneSpeaker | None = None, *, label: LabelKind = "spoken") -> Voicing:
    """What reading aloud needs, with tones."""
    voice = speaker or ToneSpeaker()
    lexicon = load_lexicon([SHIPPED])
    return Voicing(voice, ToneSpeaker("other tones"), lexicon, kept, lambda: MADE, label=label)
