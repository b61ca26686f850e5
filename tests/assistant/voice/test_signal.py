"""The rhythm that tells generated sound."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.voice.signal import ai_signal


def test_short_long_then_short_short() -> None:
    rate = 8000
    sound = ai_signal(rate)
    # 5 ms pieces: loud or not
    pieces = np.abs(sound.samples[: len(sound.samples) // 40 * 40]).reshape(-1, 40).max(axis=1) > 0.02
    edges = np.flatnonzero(np.diff(np.concatenate([[0], pieces.astype(int), [0]])))
    lengths = (edges[1::2] - edges[::2]) * 0.005
    assert lengths == pytest.approx([0.12, 0.36, 0.12, 0.12], abs=0.02)
