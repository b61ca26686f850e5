"""The rhythm that tells generated sound: the Morse letters A and I, short long, short short (GB 45438-2025). Pure."""

from __future__ import annotations

import numpy as np

from assistant.voice import Sound

_PITCH = 880.0  # hertz
_SHORT, _LONG = 0.12, 0.36  # seconds
_BETWEEN, _LETTERS_APART = 0.1, 0.3
_RAMP = 0.01  # seconds in which a tone swells and fades, lest it click


def ai_signal(rate: int) -> Sound:
    """Short long, pause, short short, at `rate` samples a second."""
    parts: list[Sound] = []
    for length, gap in ((_SHORT, _BETWEEN), (_LONG, _LETTERS_APART), (_SHORT, _BETWEEN), (_SHORT, 0.0)):
        parts += [tone(length, _PITCH, rate), Sound(np.zeros(int(gap * rate), np.float32), rate)]
    return Sound(np.concatenate([part.samples for part in parts]), rate)


def tone(seconds: float, pitch: float, rate: int) -> Sound:
    """A tone without clicks at its ends."""
    time = np.arange(int(seconds * rate)) / rate
    swell = np.clip(np.minimum(time, seconds - time) / _RAMP, 0.0, 1.0)
    return Sound((0.3 * swell * np.sin(2 * np.pi * pitch * time)).astype(np.float32), rate)
