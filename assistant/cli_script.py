"""`assistant script`: the scripts of the library, and their sign-off."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.batch_digest import write_file
from assistant.cli_common import Json, emit
from assistant.explain import basis_of_kept
from assistant.explain_records import Kept, Step
from assistant.export.scripts import SCRIPT_EXTENSIONS, export_script
from assistant.script_json import script_to_json
from assistant.script_output import kept_json, kept_line, script_lines, steps_json, steps_lines
from assistant.settings import load_settings
from assistant.signoff import STAGES, edit_line, pass_review, send_back
from assistant.wiring_explain import build_scripts

app = typer.Typer(no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="讲稿编号。", metavar="ID")]
By = Annotated[str, typer.Option("--by", help="谁：姓名。")]
Note = Annotated[str, typer.Option(help="意见。")]


@app.command("list")
def list_scripts(json_: Json = False) -> None:
    """列出讲稿和审签状态。"""
    for kept in build_scripts(load_settings()).listing():
        emit(kept_json(kept), as_json=json_, line=kept_line(kept))


@app.command()
def show(number: Number, json_: Json = False) -> None:
    """显示一份讲稿、它的要点和出处、审签经过。"""
    kept = build_scripts(load_settings()).find(number)
    values = {**kept_json(kept), **json.loads(script_to_json(kept.script)), "steps": steps_json(kept)}
    emit(
        values, as_json=json_, line="\n".join([*script_lines(kept.script), "", "审签：", *steps_lines(kept)])
    )


@app.command()
def review(
    number: Number,
    by: By,
    note: Note = "",
    back: Annotated[bool, typer.Option("--return", help="退回，须写 --note。")] = False,
    json_: Json = False,
) -> None:
    """初审或复审通过（须由不同的人）；--return 退回。"""
    scripts = build_scripts(load_settings())
    kept = scripts.find(number)
    now = datetime.now()
    if back:
        step = send_back(by=by, at=now, note=note)
    else:
        step = pass_review(kept, by=by, at=now, note=note, basis=basis_of_kept(kept), final=False)
    _tell(scripts.record(number, kept.script, step), step, as_json=json_)


@app.command()
def approve(number: Number, by: By, note: Note = "", json_: Json = False) -> None:
    """终审通过：讲稿批准，语音和视频不再带“草稿”水印。"""
    scripts = build_scripts(load_settings())
    kept = scripts.find(number)
    step = pass_review(kept, by=by, at=datetime.now(), note=note, basis=basis_of_kept(kept), final=True)
    _tell(scripts.record(number, kept.script, step), step, as_json=json_)


@app.command()
def edit(
    number: Number,
    line: Annotated[int, typer.Option(min=1, help="第几行。")],
    text: Annotated[str, typer.Option(help="改成什么。")],
    by: By,
    json_: Json = False,
) -> None:
    """改一行：重新核对，通过才改；已审的讲稿退回草稿。"""
    scripts = build_scripts(load_settings())
    kept = scripts.find(number)
    script, step = edit_line(
        kept, number=line, text=text, by=by, at=datetime.now(), basis=basis_of_kept(kept)
    )
    _tell(scripts.record(number, script, step), step, as_json=json_)


@app.command()
def export(
    number: Number,
    out: Annotated[Path, typer.Option(help=f"写到哪个文件（{' '.join(SCRIPT_EXTENSIONS)}）。")],
) -> None:
    """把讲稿写成文件；.json 是交给外部数字人的文件，见 docs/explain.md。"""
    kept = build_scripts(load_settings()).find(number)
    write_file(out, export_script(kept.script, out.name, kept=kept))
    typer.echo(f"讲稿 {number} 已写到 {out}。")


@app.command()
def delete(number: Number) -> None:
    """删除一份讲稿。"""
    build_scripts(load_settings()).delete(number)
    typer.echo(f"讲稿 {number} 已删除。")


def _tell(kept: Kept, step: Step, *, as_json: bool) -> None:
    emit(kept_json(kept), as_json=as_json, line=f"{STAGES[step.stage]}：{step.by}。{kept_line(kept)}")
