"""`make bench`: every measurement, one after the other, each with its own table."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEWS, SUMMARIES, RGB = "news-small.jsonl.gz", "news-summaries.dev.jsonl", "rgb-passages.jsonl.gz"


def commands(data: Path) -> tuple[tuple[str, ...], ...]:
    """Module and arguments of each measurement."""
    return (
        ("benchmarks.bench_pages",),
        ("benchmarks.bench_readers", str(data / NEWS)),
        ("benchmarks.bench_embedding", "--data", str(data)),
        ("benchmarks.bench_gate", "--news", str(data / NEWS), "--summaries", str(data / SUMMARIES)),
    )


def main() -> int:
    """Run them all; 1 where the data is missing or a measurement failed."""
    data = Path(os.environ.get("ASSISTANT_BENCH_DATA") or ROOT.parent / "shared" / "bench")
    missing = [name for name in (NEWS, SUMMARIES, RGB) if not (data / name).is_file()]
    if missing:
        print(
            f"{data} lacks {', '.join(missing)}: set ASSISTANT_BENCH_DATA to a folder that holds them.",
            file=sys.stderr,
        )
        return 1
    failed = 0
    for command in commands(data):
        print(f"\n== {' '.join(command)}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode  # noqa: S603  # our own modules
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
