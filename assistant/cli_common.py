"""What the commands share: options, output, progress bars, batches of questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Grid
from rich.text import Text

from assistant.errors import ReadError
from assistant.ingest import Step
from assistant.records import Table, cell_text
from vectorstore.records import ArticleKind, Filter

Json = Annotated[bool, typer.Option("--json", help="在标准输出上每行一个 JSON 对象，别无其他。")]
Since = Annotated[str | None, typer.Option(help="从哪天的报纸起（YYYY-MM-DD）。")]
Until = Annotated[str | None, typer.Option(help="到哪天的报纸止（YYYY-MM-DD）。")]
Publication = Annotated[str | None, typer.Option(help="只查这家报纸。")]
Page = Annotated[str | None, typer.Option(help="只查这一版（如 1、A02）。")]
Kind = Annotated[ArticleKind | None, typer.Option(help="只查文章（article）或图片说明（photo）。")]
Today = Annotated[str | None, typer.Option(help="“今天”是哪天（YYYY-MM-DD；默认：文库里最新的一期）。")]


def emit(values: Mapping[str, object], *, as_json: bool, line: str = "") -> None:
    """Print a JSON line, or the line for people."""
    typer.echo(
        json.dumps(values, ensure_ascii=False) if as_json else line or json.dumps(values, ensure_ascii=False)
    )


def drawn(table: Table | None) -> str:
    """The table as the terminal shows tables; empty: there is none."""
    if table is None:
        return ""
    grid = Grid(show_lines=True)
    for head in ("", *table.columns):
        grid.add_column(Text(head), overflow="fold")  # a sentence without blanks is one word to rich
    for row in table.rows:
        grid.add_row(Text(row.name), *(Text(cell_text(cell)) for cell in row.cells))
    console = Console()
    with console.capture() as captured:
        console.print(grid)
    return captured.get().rstrip()


def complain(message: str) -> None:
    """Print a one-line error on standard error."""
    typer.echo(" ".join(message.split()), err=True)


def make_filter(
    *,
    since: str | None,
    until: str | None,
    publication: str | None,
    page: str | None = None,
    kind: ArticleKind | None = None,
) -> Filter:
    """The filter of the options. Raises typer.BadParameter for what is no date."""
    first, last = _day(since, "--since"), _day(until, "--until")
    if first and last and first > last:
        raise typer.BadParameter("--since 晚于 --until")
    return Filter(since=first, until=last, publication=publication, page=page, kind=kind)


def needed(value: str, name: str) -> str:
    """The value of the argument `name`. Raises typer.BadParameter where it is blank."""
    if not value.strip():
        raise typer.BadParameter(name)
    return value


def today_of(given: str | None, *, newest: date | None) -> date:
    """The day questions are asked on: as given, else the newest issue, else the calendar's today."""
    return _day(given, "--today") or newest or date.today()


def _day(text: str | None, name: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{name} {text}（要写成 2024-04-18 这样）") from error


def read_batch(path: Path) -> Iterator[tuple[str, str | None]]:
    """(id, question) of each line; a line that has none is complained about and yields (id, None).

    Raises ReadError when the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _question(line, f"{path.name} 第{number}行", str(number))
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}：读不了这个文件，请检查路径，并确认是 UTF-8 编码的 JSONL。") from error


def _question(line: str, where: str, number: str) -> tuple[str, str | None]:
    try:
        values = json.loads(line)
    except ValueError:
        values = None
    if (
        not isinstance(values, dict)
        or not isinstance(values.get("question"), str)
        or not values["question"].strip()
    ):
        complain(f"{where}：不是含 question 的 JSON 对象，已跳过；请改正这一行。")
        return number, None
    return str(values.get("id", number)), values["question"]


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


@contextmanager
def preparing() -> Iterator[Callable[[str, float], None]]:
    """A progress bar for preparations that only a first start needs; nothing is shown where there are none."""
    bar = _progress()
    tasks: dict[str, object] = {}

    def report(label: str, fraction: float) -> None:
        if not tasks:
            bar.start()
            tasks["id"] = bar.add_task("首次使用：准备向量模型", total=1.0, note=label)
        bar.update(bar.task_ids[0], completed=fraction, note=label)

    try:
        yield report
    finally:
        if tasks:
            bar.stop()


@contextmanager
def ingest_progress() -> Iterator[Callable[[Step], None]]:
    """A progress bar for an ingest: file, share of its bytes, articles done."""
    with _progress() as bar:
        task = bar.add_task("读取", total=None, note="")

        def report(step: Step) -> None:
            bar.update(
                task,
                description=Path(step.origin).name[:30],
                completed=step.bytes_read,
                total=step.bytes_total,
                note=f"{step.done} 篇",
            )

        yield report


@contextmanager
def counting(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar with the time left, for work of so many pieces."""
    with _progress() as bar:
        task = bar.add_task(label, total=None, note="")

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, note=f"{done}/{total}")

        yield report


@contextmanager
def awaiting() -> Iterator[Callable[[str, int, int], None]]:
    """A line on standard error whenever a batch at the endpoint has come further: a bar has nothing to show for hours."""
    said: list[str] = []

    def report(status: str, done: int, total: int) -> None:
        line = f"批处理{status}：{done}/{total} 条"
        if said[-1:] != [line]:
            said.append(line)
            complain(line)

    yield report
