"""`make bench`: what it says where it cannot measure, and the table it prints where it can."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.rows import Row, table


def test_missing_data_is_named_with_where_to_put_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_BENCH_DATA", str(tmp_path))
    assert main(["--only", "latency"]) == 1
    said = capsys.readouterr().err
    assert "news-qa.dev.jsonl" in said  # its own
    assert "news-small.jsonl.gz" in said  # of the library that is made for it
    assert "rgb" not in said
    assert str(tmp_path) in said
    assert "ASSISTANT_BENCH_DATA" in said


def test_a_folder_that_is_no_library_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "latency", "--library", str(tmp_path)]) == 1
    assert "assistant ingest" in capsys.readouterr().err


def test_the_table_has_every_figure_with_its_unit_and_what_is_wanted() -> None:
    rows = [Row("total", 12.5, "s"), Row("ratio", 1.04, "times", "at most 1.15"), Row("articles", 1200)]
    heading, total, ratio, articles = table({"ingest": rows}).splitlines()
    assert heading == "ingest"
    assert total.split() == ["total", "12.5", "s"]
    assert ratio.split() == ["ratio", "1.0400", "times", "at", "most", "1.15"]
    assert articles.split() == ["articles", "1,200"]
