"""Eight processes search while one ingests: no error, nothing missed. The minute it should hold is the benchmark's."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_readers_writers import Setup, describe, measure

SECONDS, READERS = 15.0, 8


@pytest.mark.slow
@pytest.mark.parametrize("place", ["embedded", "server"])
def test_readers_find_all_that_is_ready_while_another_process_adds(
    request: pytest.FixtureRequest, tmp_path: Path, place: str
) -> None:
    url = request.getfixturevalue("chroma_url") if place == "server" else ""
    outcome = measure(Setup(tmp_path, SECONDS, url, fast=True), readers=READERS)
    assert (outcome.missed, outcome.errors) == ((), ()), describe(outcome)
    assert outcome.articles_after > outcome.articles_before
    assert outcome.fresh > 0
    assert outcome.searches > READERS
    assert outcome.clean
