"""`assistant evaluate`: stored questions asked, scores printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from assistant.cli_common import Json, complain, emit, preparing, today_of
from assistant.errors import BudgetExceeded
from assistant.evaluate import Outcome, Report, load_questions, summarised
from assistant.evaluate import evaluate as ask_all
from assistant.settings import load_settings
from assistant.wiring import build_asking


def evaluate(
    file: Annotated[Path, typer.Argument(help="题库（JSONL）。", metavar="FILE")],
    worst: Annotated[int, typer.Option(min=0, help="列出几道没答好的题。")] = 0,
    json_: Json = False,
) -> None:
    """用存好的问答题给系统打分。"""
    questions = load_questions(file)
    with preparing() as report:
        asking = build_asking(load_settings(), report=report, keep_replies=True)
    today = today_of(None, newest=asking.store.extent().last)
    outcomes: list[Outcome] = []
    asked = track(
        ask_all(questions, using=asking, today=today, report=lambda _done, _total: None),
        total=len(questions),
        description="评测",
        console=Console(stderr=True),
        transient=True,
    )
    over: BudgetExceeded | None = None
    try:
        outcomes.extend(asked)
    except BudgetExceeded as error:
        over = error
        complain(f"只评了 {len(outcomes)} 题：{error}")
        if not outcomes:
            raise typer.Exit(1) from error
    scores = summarised(outcomes)
    emit(_json(scores), as_json=json_, line=_lines(scores))
    for outcome in [each for each in outcomes if _bad(each)][:worst]:
        values = {
            "id": outcome.stored.id,
            "question": outcome.stored.question,
            "wanted": outcome.stored.answer,
            "got": outcome.answer.text,
            "first_gold": outcome.first_gold,
        }
        line = f"\n{outcome.stored.id} {outcome.stored.question}\n  应答：{outcome.stored.answer}\n  实答：{outcome.answer.text}"
        emit(values, as_json=json_, line=line)
    if over is not None:
        raise typer.Exit(1)


def _bad(outcome: Outcome) -> bool:
    if not outcome.stored.gold:
        return not outcome.answer.refused
    return outcome.answer.refused or outcome.facts_found < len(outcome.stored.facts)


def _json(scores: Report) -> dict[str, object]:
    return {
        "questions": scores.questions,
        **{f"hit@{k}": share for k, share in scores.hit_at},
        "fact_recall": scores.fact_recall,
        "refusal_precision": scores.refusal_precision,
        "refusal_recall": scores.refusal_recall,
        "sentences_per_answer": scores.sentences,
        "p50_seconds": scores.p50,
        "p95_seconds": scores.p95,
    }


def _lines(scores: Report) -> str:
    names = {
        "questions": "题数",
        "fact_recall": "事实召回",
        "refusal_precision": "拒答精确率",
        "refusal_recall": "拒答召回率",
        "sentences_per_answer": "每答句数",
        "p50_seconds": "用时中位数（秒）",
        "p95_seconds": "用时 p95（秒）",
    }
    return "\n".join(
        f"{names.get(name, name)}：{'无' if value is None else value}"
        for name, value in _json(scores).items()
    )
