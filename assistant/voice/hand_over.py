"""Timings and movements as JSON, for pages and figures that lip-synch to the sound. Pure."""

from __future__ import annotations

import json

from assistant.explain_records import Timing
from assistant.voice.mouths import FRAMES, SHAPES
from assistant.voice.recording import Voiced


def motion(voiced: Voiced) -> dict[str, object]:
    """`label` and `timings` in seconds, `energy` (0..1) and `mouths` (a letter of `shapes`), `frames` a second each."""
    return {
        "title": voiced.title,
        "draft": voiced.draft,
        "voice": voiced.voice,
        "AIGC": voiced.aigc,
        "seconds": round(voiced.seconds, 3),
        "label": _timing(voiced.preface),
        "timings": [_timing(timing) for timing in voiced.timings],
        "frames": FRAMES,
        "shapes": SHAPES,
        "energy": voiced.energy,
        "mouths": voiced.mouths,
    }


def motion_json(voiced: Voiced) -> str:
    """The same as a file for whoever draws a figure."""
    return json.dumps(motion(voiced), ensure_ascii=False) + "\n"


def _timing(timing: Timing) -> dict[str, object]:
    return {"line": timing.line, "text": timing.text, "start": timing.start, "end": timing.end}
