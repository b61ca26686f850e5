"""`assistant speak`: a script or a text read aloud, with subtitles."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_common import Json, counting, emit, needed
from assistant.errors import ReadError
from assistant.explain_records import Script
from assistant.script_json import script_from_json
from assistant.settings import load_settings
from assistant.voice.hand_over import motion_json
from assistant.voice.recording import Voiced, Voicing, voice_script, voice_text, write_audio
from assistant.voice.subtitles import to_srt, to_webvtt
from assistant.wiring_voice import build_voicing

_TITLE_CHARS = 24


def speak(
    source: Annotated[
        str,
        typer.Argument(help="讲稿（.json）、文本文件、-（标准输入），或要读的文字。", metavar="SCRIPT|TEXT"),
    ],
    out: Annotated[Path, typer.Option(help="写到哪个文件（.wav 或 .mp3）；字幕写在它旁边。")],
    json_: Json = False,
) -> None:
    """把讲稿或文字读出来，写成声音和字幕（SRT、WebVTT）；未审定的讲稿标明草稿。"""
    using = build_voicing(load_settings())
    text = read_source(needed(source, "SCRIPT|TEXT"))
    script = script_from_json(text) if source.lower().endswith(".json") else None
    with counting("朗读") as report:
        voiced = read_aloud(script, text, using, report)
    place = write_audio(voiced, out)
    place.with_suffix(".srt").write_text(to_srt(voiced.subtitles), encoding="utf-8")
    place.with_suffix(".vtt").write_text(to_webvtt(voiced.subtitles), encoding="utf-8")
    place.with_suffix(".motion.json").write_text(motion_json(voiced), encoding="utf-8")
    said = {
        "path": str(place),
        "seconds": round(voiced.seconds, 2),
        "draft": voiced.draft,
        "voice": voiced.voice,
    }
    emit(said, as_json=json_, line=f"已写到 {place}（{voiced.seconds:.1f} 秒），字幕在它旁边。")


def read_aloud(
    script: Script | None, text: str, using: Voicing, report: Callable[[int, int], object]
) -> Voiced:
    """The script, or where there is none the text, as sound. Raises VoiceError."""
    if script is not None:
        return voice_script(script, using=using, report=report)
    title = text.strip().splitlines()[0][:_TITLE_CHARS] if text.strip() else ""
    return voice_text(text, title=title, using=using, report=report)


def read_source(source: str) -> str:
    """The text of a file, of standard input, or `source` itself. Raises ReadError."""
    if source == "-":
        return sys.stdin.read()
    path = Path(source)
    named = len(source) < 256 and path.suffix.lower() in (".json", ".txt", ".md")
    if not named:
        return source
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{source}：读不了这个文件，请检查路径，并确认是 UTF-8 编码。") from error
