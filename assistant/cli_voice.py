"""`assistant voice`: the files of the offline voice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_common import counting
from assistant.settings import load_settings
from assistant.voice.kokoro_files import ARCHIVE
from assistant.wiring_voice import get_voice_files, voice_missing

app = typer.Typer(no_args_is_help=True)


@app.command("get")
def get(
    archive: Annotated[
        Path | None, typer.Option(help=f"已经拿到的语音包 {ARCHIVE}（网络不通时用）。")
    ] = None,
) -> None:
    """取来离线语音的文件，逐个核对；已有的不再取。"""
    settings = load_settings()
    with counting("准备离线语音") as step:
        folder = get_voice_files(
            settings, archive=archive, report=lambda _label, share: step(round(share * 100), 100)
        )
    typer.echo(f"离线语音已就绪：{folder}")


@app.command("check")
def check() -> None:
    """说明现在能不能朗读，不能的话该做什么。"""
    missing = voice_missing(load_settings())
    typer.echo(missing or "可以朗读。")
    raise typer.Exit(1 if missing else 0)
