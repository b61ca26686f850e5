"""`assistant evaluate`: stored questions asked and scored; `import` and `draft` make such questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from assistant.cli_common import Json, complain, counting, emit, preparing, today_of
from assistant.errors import NotAsked
from assistant.evaluate import evaluate as ask_all
from assistant.evaluation.drafts import Draft, load_drafts, propose, save_drafts
from assistant.evaluation.faults import faults, worst
from assistant.evaluation.gates import read_gates
from assistant.evaluation.imports import import_questions
from assistant.evaluation.lines import fault_lines, import_lines, result_lines
from assistant.evaluation.questions import load_questions, write_questions
from assistant.evaluation.records import Run, Stored
from assistant.evaluation.report import charts, to_html
from assistant.evaluation.results import Result, junit, result_json, scores_json, summed_up
from assistant.evaluation.runs import baseline_bytes, write_files
from assistant.settings import load_settings
from assistant.wiring import build_asking, build_library
from assistant.wiring_evaluate import Evaluation, build_drafting, build_evaluation, drafts_path, spread


class _Files(TyperGroup):
    """A group whose first argument may be a file: `evaluate FILE` is `evaluate run FILE`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Puts `run` before what is neither a command nor a request for help."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_Files, rich_markup_mode=None, no_args_is_help=True)


Files = Annotated[list[Path], typer.Argument(help="题库（JSONL），可以几个。", metavar="FILE...")]
Baseline = Annotated[str, typer.Option(help="与哪次评测比：编号、文件，或 last（上一次）。", metavar="RUN")]
Limits = Annotated[
    list[str] | None,
    typer.Option(help="低于这个值就以 1 退出：hit@5=0.98，或只看一种题型 hit@5:date=0.9。"),
]
Drops = Annotated[list[str] | None, typer.Option(help="这项指标比基线明显变差就以 1 退出。")]
Report = Annotated[Path | None, typer.Option(help="把 report.html、report.json、junit.xml 写进这个目录。")]
Kept = Annotated[Path | None, typer.Option(help="把这次评测写成可提交的基线文件（不带检索到的片段）。")]
Worst = Annotated[int, typer.Option("--worst", min=0, help="列出几道没答好的题。")]


@app.command()
def run(
    files: Files,
    baseline: Baseline = "",
    fail_under: Limits = None,
    fail_on_drop: Drops = None,
    report: Report = None,
    write_baseline: Kept = None,
    worst_: Worst = 0,
    json_: Json = False,
) -> None:
    """给系统打分：evaluate FILE 就是 evaluate run FILE。"""
    gates = read_gates(fail_under or [], fail_on_drop or [])
    if fail_on_drop and not baseline:
        raise typer.BadParameter("--fail-on-drop 要与 --baseline 一起用")
    questions = load_questions(files)
    settings = load_settings()
    with preparing() as ready:
        asking = build_asking(settings, report=ready, keep_replies=True)
    today = today_of(None, newest=asking.store.extent().last)
    evaluation = build_evaluation(settings, asking, questions, today=today)
    before = evaluation.runs.find(baseline) if baseline else None
    done = _asked(questions, evaluation)
    result = summed_up(done, baseline=before, gates=gates)
    _print(result, worst_, as_json=json_)
    if report is not None:
        _write_report(report, result)
    if write_baseline is not None:
        write_files(write_baseline.parent, {write_baseline.name: baseline_bytes(done)})
    raise typer.Exit(0 if result.passed else 1)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="RAGAS、RAGChecker、DeepEval、RAGFlow 的题库，或表格。", metavar="FILE")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写到哪里（默认：旁边的 .questions.jsonl）。")
    ] = None,
    json_: Json = False,
) -> None:
    """把别的工具的题库转成本项目的 JSONL，并说明缺什么。"""
    imported = import_questions(file)
    path = output or file.with_suffix(".questions.jsonl")
    write_questions(path, imported.questions)
    values = {
        "format": imported.format,
        "questions": len(imported.questions),
        "missing": imported.missing,
        "skipped": imported.skipped,
        "output": str(path),
    }
    emit(values, as_json=json_, line="\n".join([*import_lines(imported), f"已写到 {path}"]))


@app.command()
def draft(
    from_library: Annotated[
        int, typer.Option(min=1, max=1000, help="从文库里挑多少篇文章出题。", metavar="N")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="草稿文件（默认：数据目录里的那份，网页上可以审）。")
    ] = None,
    templates: Annotated[bool, typer.Option("--templates", help="不用大模型，只用模板。")] = False,
    json_: Json = False,
) -> None:
    """从文章里出题，供人采用、修改或弃用。"""
    settings = load_settings()
    path = output or drafts_path(settings)
    known = load_drafts(path)
    library = build_library(settings)
    articles = library.unserved(spread(library.in_state("ready"), from_library))
    drafting = None if templates else build_drafting(settings)
    new: list[Draft] = []
    with counting("出题") as counted:
        for done, article in enumerate(articles, 1):
            new += propose([article], drafting, known=(*known, *new))
            save_drafts(path, (*known, *new))  # what a model was paid for is not lost
            counted(done, len(articles))
    values = {
        "articles": len(articles),
        "proposed": len(new),
        "drafts": len(known) + len(new),
        "output": str(path),
    }
    line = f"从 {len(articles)} 篇文章里出了 {len(new)} 题，草稿共 {len(known) + len(new)} 题：{path}"
    emit(values, as_json=json_, line=line)


def _print(result: Result, limit: int, *, as_json: bool) -> None:
    emit(scores_json(result), as_json=as_json, line="\n".join(result_lines(result)))
    for outcome in worst(result.run.outcomes, limit):
        values = {
            "id": outcome.stored.id,
            "question": outcome.stored.question,
            "faults": faults(outcome),
            "wanted": outcome.stored.answer,
            "got": outcome.answer,
        }
        emit(values, as_json=as_json, line=fault_lines(outcome))


def _write_report(folder: Path, result: Result) -> None:
    files = {
        "report.html": to_html(result, charts(result)).encode("utf-8", "replace"),
        "report.json": json.dumps(result_json(result), ensure_ascii=False).encode("utf-8", "replace"),
        "junit.xml": junit(result),
    }
    write_files(folder, files)
    complain(f"报告已写到 {folder / 'report.html'}")


def _asked(questions: Sequence[Stored], evaluation: Evaluation) -> Run:
    """The run; one that the budget ends is kept as far as it came, and ends the command with 1."""
    runs, conditions = evaluation.runs, evaluation.conditions
    if begun := runs.begun(conditions):
        complain(f"接着上次中断的评测：{len(begun)} 题已经有了。")
    try:
        with counting("评测") as counted:
            return ask_all(
                questions,
                using=evaluation.using,
                runs=runs,
                conditions=conditions,
                now=datetime.now,
                report=counted,
            )
    except NotAsked as error:
        complain(f"只评了 {len(runs.begun(conditions))} 题，已经保存；再运行同一条命令会接着评。{error}")
        raise typer.Exit(1) from error
