"""How loud the voice is and how the mouth stands, frame by frame, for a drawn presenter. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.voice import Sound
from assistant.voice.phonemes import split_syllable
from assistant.voice.pronounce import Word

FRAMES = 25  # a second
# M closed, N half open, A wide, E spread, O round, U small and round
SHAPES = "MNAEOU"
_CLOSING = ("b", "p", "m", "f")
_FINALS = {
    "a": "A", "ai": "AE", "an": "AN", "ang": "AN", "ao": "AO", "e": "N", "ei": "E", "en": "N", "eng": "N", "i": "E",
    "ia": "EA", "ian": "EN", "iang": "EA", "iao": "EAO", "ie": "E", "in": "E", "iu": "EO", "iou": "EO", "ing": "E",
    "iong": "UO", "ong": "O", "ou": "OU", "u": "U", "ui": "UE", "uei": "UE", "ua": "UA", "uai": "UAE", "uan": "UAN",
    "un": "UN", "uen": "UN", "uang": "UA", "ueng": "UN", "uo": "UO", "o": "O", "ü": "U", "üe": "UE", "üan": "UE",
    "ün": "U", "er": "NE",
}  # fmt: skip
_PAUSE_LENGTH = 0.8  # of a syllable
_SILENT = 0.08  # below this share of the voice's loudness the mouth is closed
_LOUD = 0.55


def loudness(sound: Sound) -> tuple[float, ...]:
    """Root mean square of each frame, 0..1; 1 is the loudness that a twentieth of the spoken frames pass."""
    frames = int(np.ceil(sound.seconds * FRAMES))
    size = sound.rate // FRAMES
    padded = np.zeros(frames * size, np.float32)
    padded[: len(sound.samples)] = sound.samples[: len(padded)]
    levels: NDArray[np.float32] = (
        np.sqrt(np.mean(padded.reshape(frames, size) ** 2, axis=1)) if frames else padded
    )
    spoken = levels[levels > 0.005]  # quieter is the room
    full = float(np.percentile(spoken, 95)) if len(spoken) else 1.0
    return tuple(round(min(1.0, float(level) / full), 3) for level in levels)


def mouths(words: tuple[Word, ...], energy: tuple[float, ...]) -> str:
    """A letter of SHAPES for each frame of an utterance with this loudness.

    The syllables share the time evenly, pauses getting a little less; without words the loudness alone decides.
    """
    plan = _plan(words)
    total = sum(length for _, length in plan)
    shapes = ""
    for frame, level in enumerate(energy):
        if level < _SILENT:
            shapes += "M"
        elif not total:
            shapes += "A" if level > _LOUD else "N"
        else:
            shapes += _at(plan, total * (frame + 0.5) / len(energy))
    return shapes


def _plan(words: tuple[Word, ...]) -> list[tuple[str, float]]:
    plan: list[tuple[str, float]] = []
    for word in words:
        plan += [(_shapes(syllable), 1.0) for syllable in word.syllables] or [("M", _PAUSE_LENGTH)]
    if plan and plan[-1] == ("M", _PAUSE_LENGTH):
        plan.pop()  # the silence at the end is not part of the sound
    return plan


def _at(plan: list[tuple[str, float]], time: float) -> str:
    for shapes, length in plan:
        if time < length:
            return shapes[min(int(time / length * len(shapes)), len(shapes) - 1)]
        time -= length
    return "M"


def _shapes(syllable: str) -> str:
    initial, final, _ = split_syllable(syllable)
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return "N"
    return ("M" if initial in _CLOSING else "") + _FINALS.get(final, "N")
