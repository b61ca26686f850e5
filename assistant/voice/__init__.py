"""Speech: text made speakable, spoken sentence by sentence, with the time of each. The protocol every speaker implements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono sound."""

    samples: NDArray[np.float32]  # [n], -1..1
    rate: int  # samples a second

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


class Speaker(Protocol):
    """A voice that reads normalised Chinese sentences aloud."""

    @property
    def name(self) -> str:
        """Model and voice, for labels and for the keys of kept sound."""

    def speak(self, sentence: str, *, speed: float) -> Sound:
        """The sentence, spoken; `speed` 1.0 is the voice's own pace. Silence at both ends is short.

        `sentence` holds Chinese characters, Latin letters and punctuation, no digits. One without anything to say gives
        no samples. Raises VoiceError.
        """
