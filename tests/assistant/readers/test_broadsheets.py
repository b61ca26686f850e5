"""Generated broadsheets, printed by Chromium, read back from the PDF's text layer and from a picture by OCR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from statistics import fmean

import pytest

from assistant.pages import parse_page
from assistant.readers import Limits, read
from assistant.records import Page
from tests.assistant.readers.ground_truth import Reading, Score, Story, pick, sample_stories, score
from tests.broadsheet import lay_out, print_pdf, print_png

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
STORIES = {3: 7, 4: 9, 5: 12, 6: 14}  # on a page of so many columns
SEEDS = range(20)


def read_page(path: Path) -> Page:
    with path.open("rb") as data:
        (page,) = read(path.name, data, limits=Limits())
    assert isinstance(page, Page)
    return page


def as_laid_out(page: Page) -> Iterator[Reading]:
    """What stands between blank lines: larger lines first, which are the headline, then the body."""
    body = min(line.size for line in page.lines if line.size)
    for blank, group in groupby(page.lines, key=lambda line: not line.text):
        if not blank:
            lines = [(line.text, (line.size or 0) >= 1.2 * body) for line in group]
            yield Reading(
                "".join(text for text, head in lines if head),
                "".join(text for text, head in lines if not head),
            )


def as_parsed(page: Page) -> list[Reading]:
    """The articles that the page parser finds in the lines."""
    return [
        Reading(f"{found.kicker or ''}{found.headline or ''}{found.subtitle or ''}", found.text)
        for found in parse_page(page)
        if found.kind != "other"
    ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Page, Sequence[Story]]]:
    """Pages read from their PDFs, each with the stories that stand on it."""
    return [_print(seed, tmp_path_factory.mktemp("sheet")) for seed in SEEDS]


def _print(seed: int, folder: Path) -> tuple[Page, Sequence[Story]]:
    random, columns = Random(seed), 3 + seed % 4  # noqa: S311  # a layout, not a secret
    stories = pick(sample_stories(), STORIES[columns], random)
    return read_page(print_pdf(lay_out(stories, columns=columns, random=random), folder)), stories


def test_the_articles_of_a_pdf_come_whole_and_in_order(printed: list[tuple[Page, Sequence[Story]]]) -> None:
    scores = {
        seed: score(stories, list(as_laid_out(page)))
        for seed, (page, stories) in zip(SEEDS, printed, strict=True)
    }
    right = Score(content=1, order=1, headline=1, extra=0)
    assert {seed: found for seed, found in scores.items() if found != right} == {}


def test_the_parser_finds_the_articles_of_a_pdf(printed: list[tuple[Page, Sequence[Story]]]) -> None:
    scores = [score(stories, as_parsed(page)) for page, stories in printed]
    assert fmean(found.content for found in scores) >= 0.99
    assert fmean(found.order for found in scores) >= 0.99
    assert fmean(found.headline for found in scores) >= 0.95


@pytest.mark.parametrize("seed", [0, 1])
def test_the_articles_of_a_picture_are_recognised(seed: int, tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    random = Random(seed)  # noqa: S311  # a layout, not a secret
    stories = pick(sample_stories(), 6, random)
    sheet = lay_out(stories, columns=3 + seed, random=random)
    box = read_page(print_pdf(sheet, tmp_path)).lines
    height = max(line.box.bottom for line in box if line.box) * 96 / 72 + 30
    found = score(stories, as_parsed(read_page(print_png(sheet, tmp_path, height=round(height)))))
    assert found.content >= 0.93
    assert found.order >= 0.93
