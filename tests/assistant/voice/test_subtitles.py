"""Subtitle files."""

from __future__ import annotations

from assistant.explain_records import Timing
from assistant.voice.subtitles import to_srt, to_webvtt

TIMINGS = (Timing(1, "你好。", 0.0, 1.25), Timing(2, "甲<乙 & 丙", 3599.9996, 3725.5))


def test_srt() -> None:
    assert to_srt(TIMINGS) == (
        "1\n00:00:00,000 --> 00:00:01,250\n你好。\n\n2\n01:00:00,000 --> 01:02:05,500\n甲<乙 & 丙\n"
    )


def test_webvtt() -> None:
    assert to_webvtt(TIMINGS) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.250\n你好。\n\n01:00:00.000 --> 01:02:05.500\n甲&lt;乙 &amp; 丙\n"
    )
