"""A small script for tests of voice and video, in the project's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from assistant.explain_records import Claim, Line, Script
from assistant.labels import Label
from assistant.records import Citation, Spent

_QUOTE = "驿站全年开放365天，接待骑手1.2万人次。"


def script(*, approved: bool = True, dialogue: bool = False) -> Script:
    """Three lines on two claims of one report; `dialogue`: a listener asks the second."""
    lines = (
        Line(1, "小宣", "师傅们好，我是小宣。", (1, 2), "opening"),
        Line(2, "小宣", "驿站接待骑手1.2万人次。", (1,), "body"),
        Line(3, "小宣", "拨打12351，随时有人接。", (2,), "body"),
    )
    if dialogue:
        lines = (lines[0], replace(lines[1], speaker="骑手"), lines[2])
    return Script(
        topic="驿站",
        title="小宣讲：骑手驿站",
        audience="riders",
        audience_name="骑手",
        scene="video",
        scene_name="短视频",
        form="dialogue" if dialogue else "script",
        minutes=0.3,
        lines=lines,
        claims=(
            Claim(1, _QUOTE, (1,), True, "主要事实", "1.2万人次"),
            Claim(2, "骑手可以拨打12351。", (2,), True, "主要事实", None),
        ),
        citations=(
            Citation(
                1, "a" * 16, None, "驿站不打烊", "沂州工人报", date(2024, 5, 6), "2", _QUOTE, 0, len(_QUOTE)
            ),
            Citation(
                2,
                "b" * 16,
                None,
                "热线有人接",
                "沂州工人报",
                date(2024, 5, 7),
                "1",
                "骑手可以拨打12351。",
                0,
                13,
            ),
        ),
        articles=("a" * 16, "b" * 16),
        cut=(),
        label=Label(False, "程序摘句", None, datetime(2024, 5, 8, 9, 0)),
        usage=Spent(),
        state="approved" if approved else "draft",
    )
