"""Pages parsed per second of one core, from text: `python benchmarks/bench_pages.py [--seconds 5] [page.txt ...]`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.pages import parse_page
from assistant.records import Line, Page

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "pages"


def read_pages(paths: Sequence[Path]) -> list[Page]:
    """The text files as pages, one a file."""
    pages = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").split("\n")
        numbered = tuple(Line(number, line) for number, line in enumerate(lines, start=1))
        pages.append(Page(origin=path.name, number=1, lines=numbered))
    return pages


def bench(pages: Sequence[Page], seconds: float) -> tuple[float, int]:
    """Pages a second of processor time, and articles and photos found on one round of the pages."""
    found = sum(piece.kind != "other" for page in pages for piece in parse_page(page))
    rounds, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for page in pages:
            parse_page(page)
        rounds += 1
    return rounds * len(pages) / (time.process_time() - start), found


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "pages", nargs="*", type=Path, help="text files, a page each (default: the sample's pages)"
    )
    parser.add_argument(
        "--seconds", type=float, default=5.0, help="processor seconds to measure for (default: 5)"
    )
    arguments = parser.parse_args()
    pages = read_pages(arguments.pages or sorted(SAMPLE.glob("*.txt")))
    characters = sum(len(line.text) for page in pages for line in page.lines) / len(pages)
    rate, found = bench(pages, arguments.seconds)
    print(f"{len(pages)} pages of {characters:.0f} characters on average, {found} articles and photos found")
    print(f"{rate:.0f} pages/s on one core, {rate * characters / 1e6:.2f} million characters/s")


if __name__ == "__main__":
    main()
