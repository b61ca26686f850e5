"""Speed of the readers: JSONL in MB/s, generated broadsheets as PDF and as pictures in seconds a page.

usage: python -m benchmarks.bench_readers [NEWS.jsonl.gz]

Pages are printed by Chromium into a temporary folder; pictures are read where the extra `ocr` is installed.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from assistant.readers import Item, Limits, read, scans
from tests.assistant.readers.ground_truth import pick, sample_stories
from tests.broadsheet import lay_out, print_pdf, print_png

PDF_PAGES = 12
PICTURES = 3


def read_all(path: Path) -> tuple[int, int, float]:
    """Items, characters and seconds of processor time of one file."""
    started = time.process_time()
    count = size = 0
    with path.open("rb") as data:
        for item in read(path.name, data, limits=Limits()):
            count += 1
            size += _size(item)
    return count, size, time.process_time() - started


def _size(item: Item) -> int:
    text = getattr(item, "text", None)
    return len(text) if text is not None else sum(len(line.text) for line in getattr(item, "lines", ()))


def bench_lines(path: Path) -> float:
    """Speed and memory of JSONL; the first run, before anything else takes memory. Returns lines a second."""
    count, size, seconds = read_all(path)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"jsonl: {count} lines, {size} characters, {seconds:.1f} s, {count / seconds:.0f} lines/s, {memory:.0f} MB"
    )
    return count / seconds


def bench_pages(folder: Path, *, pages: int = PDF_PAGES) -> tuple[float, float | None]:
    """Seconds of processor time a page, from PDF and from pictures of 200 dots an inch; None: OCR is not installed."""
    random = Random(1)  # noqa: S311  # a layout, not a secret
    pdf, png = 0.0, 0.0
    for at in range(pages):
        sheet = lay_out(pick(sample_stories(), 10, random), columns=3 + at % 4, random=random)
        path = print_pdf(sheet, folder)
        if at == 0:
            read_all(path)  # the engine's import is not the page's
        pdf += read_all(path)[2]
        if at < PICTURES and scans.installed():
            png += read_all(print_png(sheet, folder, height=1600))[2]
    print(f"pdf: {pdf / pages:.2f} s/page")
    print(f"ocr: {png / min(pages, PICTURES):.1f} s/page" if png else "ocr: the extra is not installed")
    return pdf / pages, png / min(pages, PICTURES) if png else None


def main() -> None:
    """Print the figures."""
    if len(sys.argv) > 1:
        bench_lines(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        bench_pages(Path(folder))


if __name__ == "__main__":
    main()
