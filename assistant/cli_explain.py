"""`assistant explain`: a topic or articles told to an audience, every line with its sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.batch_digest import write_file
from assistant.cli_common import Json, Publication, Since, Until, emit, make_filter, preparing
from assistant.explain import ExplainRequest, basis_for
from assistant.explain import explain as explain_topic
from assistant.explain_check import Row, facts_table
from assistant.explain_records import Kept, Script, ScriptForm
from assistant.export.handover import handover_json
from assistant.export.scripts import SCRIPT_EXTENSIONS, export_script, script_extension
from assistant.script_json import script_to_json
from assistant.script_output import kept_json, script_lines, stale_line, table_json, table_lines
from assistant.settings import Settings, load_settings
from assistant.stale import stale as find_stale
from assistant.tellings import ALL, audience_keys, load_audience, load_scene, scene_keys
from assistant.wiring import build_library
from assistant.wiring_explain import build_explaining, build_scripts

MAKER = "程序"


def explain(  # noqa: PLR0913, PLR0917  # a command has its options as arguments
    topic: Annotated[
        str, typer.Argument(help="讲什么（主题）；用 --article 时可不写。", metavar="TOPIC")
    ] = "",
    article: Annotated[list[str] | None, typer.Option(help="讲这篇文章（编号，可多次）。")] = None,
    audience: Annotated[
        str, typer.Option(help=f"讲给谁：{'、'.join(audience_keys())}；{ALL} 是全部。")
    ] = "riders",
    scene: Annotated[str, typer.Option(help=f"在什么场合：{'、'.join(scene_keys())}。")] = "video",
    form: Annotated[ScriptForm, typer.Option(help="script 口播稿，dialogue 对话，cards 卡片。")] = "script",
    minutes: Annotated[float, typer.Option(min=0.3, max=20, help="大约讲几分钟。")] = 1.0,
    since: Since = None,
    until: Until = None,
    publication: Publication = None,
    out: Annotated[Path | None, typer.Option(help=f"写到哪个文件（{' '.join(SCRIPT_EXTENSIONS)}）。")] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="存进文库，等待审签。")] = True,
    stale: Annotated[bool, typer.Option("--stale", help="列出所用文章后来被更正或撤下的讲稿。")] = False,
    json_: Json = False,
) -> None:
    """小宣讲：先从报纸里摘出要点，再讲给指定的听众；每一行都写明依据哪条要点。"""
    if stale:
        _list_stale(load_settings(), as_json=json_)
        return
    if bool(topic.strip()) == bool(article):
        raise typer.BadParameter("TOPIC 和 --article 要写一样，也只写一样")
    request = ExplainRequest(
        topic=topic.strip(),
        articles=tuple(article or ()),
        audiences=tuple(load_audience(key) for key in (audience_keys() if audience == ALL else (audience,))),
        scene=load_scene(scene),
        form=form,
        minutes=minutes,
        admit=make_filter(since=since, until=until, publication=publication),
    )
    _explain(request, out=out, keep=keep, as_json=json_)


def _explain(request: ExplainRequest, *, out: Path | None, keep: bool, as_json: bool) -> None:
    if out is not None:
        script_extension(out.name)
    settings = load_settings()
    with preparing() as report:
        using = build_explaining(settings, report=report)
    now = datetime.now()
    scripts = explain_topic(request, using=using, now=now)
    kept = [build_scripts(settings).keep(script, by=MAKER, at=now) for script in scripts] if keep else []
    _write(scripts, kept, out)
    bases = [
        basis_for(script, each, request.scene)
        for script, each in zip(scripts, request.audiences, strict=True)
    ]
    rows = facts_table(list(zip(scripts, bases, strict=True)))
    _print(scripts, kept, rows if len(scripts) > 1 else (), as_json=as_json)


def _write(scripts: Sequence[Script], kept: Sequence[Kept], out: Path | None) -> None:
    if out is None:
        return
    for at, script in enumerate(scripts):
        path = out if len(scripts) == 1 else out.with_stem(f"{out.stem}-{script.audience}")
        write_file(path, export_script(script, path.name, kept=kept[at] if kept else None))


def _print(scripts: Sequence[Script], kept: Sequence[Kept], rows: Sequence[Row], *, as_json: bool) -> None:
    for at, script in enumerate(scripts):
        number = kept[at].id if kept else None
        values = json.loads(script_to_json(script)) | {"id": number, "handover": handover_json(script)}
        line = "\n".join(script_lines(script))
        if number is not None:
            line += f"\n已存为讲稿 {number}（草稿）：审签请用 assistant script review {number} --by 姓名。\n"
        emit(values, as_json=as_json, line=line)
    if rows:
        emit({"table": table_json(rows)}, as_json=as_json, line="\n".join(table_lines(rows)))


def _list_stale(settings: Settings, *, as_json: bool) -> None:
    found = find_stale(build_scripts(settings).listing(), build_library(settings))
    for each in found:
        values = {**kept_json(each.kept), "reasons": list(each.reasons)}
        emit(values, as_json=as_json, line=stale_line(each))
    if not found and not as_json:
        typer.echo("没有讲稿用到后来被更正或撤下的文章。")
