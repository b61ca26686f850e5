"""`assistant render`: a script as a video."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_common import Json, counting, emit
from assistant.cli_speak import read_source
from assistant.script_json import script_from_json
from assistant.settings import load_settings
from assistant.video.layout import ShapeName
from assistant.video.render import render_video
from assistant.voice.recording import voice_script
from assistant.voice.subtitles import to_srt
from assistant.wiring_video import build_rendering
from assistant.wiring_voice import build_voicing


def render(
    source: Annotated[str, typer.Argument(help="讲稿（assistant explain 写出的 .json）。", metavar="SCRIPT")],
    out: Annotated[Path, typer.Option(help="写到哪个文件（.mp4）。")],
    shape: Annotated[ShapeName, typer.Option(help="wide 横屏 1920×1080，tall 竖屏 1080×1920。")] = "wide",
    json_: Json = False,
) -> None:
    """把讲稿做成视频：小宣讲解、要点和出处上屏、字幕、AI 生成标识；未审定的加草稿水印。中断后再运行会接着做。"""
    began = time.monotonic()
    settings = load_settings()
    rendering, using = build_rendering(settings), build_voicing(settings)
    script = script_from_json(read_source(source))
    with counting("朗读") as report:
        voiced = voice_script(script, using=using, report=report)
    with counting("画面") as report:
        place = render_video(script, voiced, out, using=rendering, shape=shape, report=report)
    place.with_suffix(".srt").write_text(to_srt(voiced.subtitles), encoding="utf-8")
    seconds = time.monotonic() - began
    said = {
        "path": str(place),
        "seconds": round(voiced.seconds, 2),
        "draft": voiced.draft,
        "took": round(seconds, 1),
    }
    emit(
        said, as_json=json_, line=f"已写到 {place}（{voiced.seconds:.1f} 秒的视频，用时 {seconds:.0f} 秒）。"
    )
