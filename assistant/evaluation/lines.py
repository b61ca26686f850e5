"""Results as lines for people at a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.evaluation.faults import faults
from assistant.evaluation.gates import label_of
from assistant.evaluation.imports import Imported
from assistant.evaluation.records import KINDS, Outcome
from assistant.evaluation.report import Cell, columns, lines
from assistant.evaluation.results import Result


def result_lines(result: Result) -> Iterator[str]:
    """The table of scores, what has changed for certain, and the gates."""
    kinds = columns(result.run)
    yield f"题数：{len(result.run.outcomes)}"
    group = ""
    for line in lines(result):
        if line.group != group:
            group = line.group
            yield f"\n{group}"
        overall, *others = line.cells
        beside = "  ".join(
            f"{KINDS[kind]} {cell.value}" for kind, cell in zip(kinds[1:], others, strict=True) if cell
        )
        yield f"  {line.label}：{_overall(overall)}" + (f"\n      {beside}" if beside else "")
    certain = [change for change in result.changes if change.certain]
    if result.baseline:
        yield f"\n与基线 {result.baseline.id} 相比，有把握的差别：" + ("" if certain else "没有")
    for change in certain:
        yield f"  {label_of(change.metric, change.kind)}：{change.before:.4f} → {change.after:.4f}（p={change.p:.4f}）"
    if result.verdicts:
        yield "\n门槛"
    for verdict in result.verdicts:
        yield f"  {'✓' if verdict.passed else '✗'} {verdict.said}"


def fault_lines(outcome: Outcome) -> str:
    """A question gone wrong, with what was wanted and what came."""
    stored = outcome.stored
    return (
        f"\n{stored.id} {stored.question}\n  问题：{'；'.join(faults(outcome))}"
        f"\n  应答：{stored.answer}\n  实答：{outcome.answer}"
    )


def import_lines(imported: Imported) -> Iterator[str]:
    """What was imported, and what it lacks."""
    yield f"认作 {imported.format} 的题库，读到 {len(imported.questions)} 题，跳过 {len(imported.skipped)} 题。"
    yield from (f"  缺：{each}。" for each in imported.missing)
    yield from (f"  跳过{each}。" for each in imported.skipped[:20])


def _overall(cell: Cell | None) -> str:
    return f"{cell.value}（{cell.interval}）{cell.change}" if cell else "无"
