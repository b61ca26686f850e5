"""Subtitles from timings: SubRip and WebVTT. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterable

from assistant.explain_records import Timing


def to_srt(timings: Iterable[Timing]) -> str:
    """The timings as a SubRip file."""
    cues = [
        f"{number}\n{_clock(timing.start, ',')} --> {_clock(timing.end, ',')}\n{timing.text}\n"
        for number, timing in enumerate(timings, 1)
    ]
    return "\n".join(cues)


def to_webvtt(timings: Iterable[Timing]) -> str:
    """The timings as a WebVTT file."""
    cues = [
        f"{_clock(timing.start, '.')} --> {_clock(timing.end, '.')}\n{html.escape(timing.text, quote=False)}\n"
        for timing in timings
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float, mark: str) -> str:
    whole = round(seconds * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
