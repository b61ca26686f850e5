"""The report of a run as one HTML file that loads nothing: tables, charts, the worst answers beside the baseline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.evaluation.charts import Bar, interval_chart
from assistant.evaluation.faults import faults, worst
from assistant.evaluation.metrics import BY_NAME, METRICS
from assistant.evaluation.records import KINDS, Outcome, Run
from assistant.evaluation.results import Result
from assistant.evaluation.scores import ALL, Change, Score, scored

WORST = 30
_FOLDER = Path(__file__).resolve().parent
VERDICTS = {"supported": "支持", "partly": "部分支持", "unsupported": "不支持"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A score as it is printed."""

    value: str
    interval: str
    change: str  # against the baseline; empty: none, or not certain
    worse: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A metric with its cells, one a column; None: the metric asks no question of the kind."""

    group: str
    name: str
    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question gone wrong, with the baseline's outcome beside it."""

    outcome: Outcome
    faults: tuple[str, ...]
    before: Outcome | None  # None: no baseline, or it has not asked this


def columns(run: Run) -> tuple[str, ...]:
    """The kinds of the run's questions, all of them together first."""
    asked = {outcome.stored.kind for outcome in run.outcomes}
    return (ALL, *(kind for kind in KINDS if kind in asked))


def lines(result: Result) -> tuple[Line, ...]:
    """The table of scores: a line a metric, a cell a kind."""
    scores = {(score.metric, score.kind): score for score in result.scores}
    changes = {(change.metric, change.kind): change for change in result.changes}
    kinds = columns(result.run)
    return tuple(
        Line(
            metric.group,
            metric.name,
            metric.label,
            tuple(_cell(scores.get((metric.name, kind)), changes.get((metric.name, kind))) for kind in kinds),
        )
        for metric in METRICS
        if (metric.name, ALL) in scores
    )


def cases(result: Result, limit: int = WORST) -> tuple[Case, ...]:
    """The worst answers, the worst first."""
    before = {each.stored.id: each for each in result.baseline.outcomes} if result.baseline else {}
    return tuple(
        Case(outcome, faults(outcome), before.get(outcome.stored.id))
        for outcome in worst(result.run.outcomes, limit)
    )


def charts(result: Result) -> Mapping[str, str]:
    """An SVG a group of shares, by the group's name; the baseline's beside the run's."""
    series = [("本次", result.scores)]
    if result.baseline:
        series.append(("基线", scored(result.baseline.outcomes)))
    found: dict[str, str] = {}
    for group in dict.fromkeys(metric.group for metric in METRICS):
        bars = [bar for name, scores in series for bar in _bars(name, scores, group)]
        if bars:
            found[group] = interval_chart(bars, title=group)
    return found


def to_html(result: Result, drawn: Mapping[str, str]) -> str:
    """The whole report as a page of its own; every word from articles, questions and models is escaped.

    `drawn`: its `charts`, which take longest to make.
    """
    return _rendered("report.html.jinja", result, drawn)


def to_fragment(result: Result) -> str:
    """The report without its charts, to stand inside of another page; its styles touch nothing else there."""
    return _rendered("report_body.html.jinja", result, {})


def _rendered(template: str, result: Result, drawn: Mapping[str, str]) -> str:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(template).render(
        result=result,
        run=result.run,
        kinds=KINDS,
        columns=columns(result.run),
        lines=lines(result),
        cases=cases(result),
        charts=drawn,
        verdicts=VERDICTS,
    )


def number(metric: str, value: float) -> str:
    """The value as it is printed: shares with three decimals, seconds and money as they need."""
    unit = BY_NAME[metric].unit
    if not unit:
        return f"{value:.3f}"
    return f"{value:,.0f}" if unit == "个" else f"{value:.3f}{unit}"


def _cell(score: Score | None, change: Change | None) -> Cell | None:
    if score is None:
        return None
    told, worse = "", False
    if change is not None and change.certain:
        told = f"{change.after - change.before:+.3f}"
        worse = (change.after > change.before) != BY_NAME[score.metric].higher
    interval = f"{number(score.metric, score.low)}–{number(score.metric, score.high)}"
    return Cell(number(score.metric, score.value), interval, told, worse)


def _bars(series: str, scores: Sequence[Score], group: str) -> list[Bar]:
    return [
        Bar(BY_NAME[score.metric].label, series, score.value, score.low, score.high)
        for score in scores
        if score.kind == ALL and BY_NAME[score.metric].group == group and not BY_NAME[score.metric].unit
    ]
