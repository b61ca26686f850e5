from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.evaluation.records import Conditions, Seen
from assistant.evaluation.runs import Runs, baseline_bytes, conditions_digest, corpus_digest, read_run
from assistant.evaluation.scores import compared, scored
from tests.evaluation_rig import outcome, sentence, stored

CONDITIONS = Conditions("qd", "cd", 3, "2024-12-05", (("embedder", "e5-small"),), (), (("numpy", "2"),))
NOON = datetime(2024, 12, 5, 12, 0, 0)
OUTCOMES = tuple(outcome(stored(f"q{n}"), sentence(), facts=(n > 0,), tokens=n) for n in range(4))


def test_a_run_is_found_again_by_id_by_path_and_as_the_last(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    first = runs.finish(CONDITIONS, OUTCOMES[:2], now=NOON)
    second = runs.finish(CONDITIONS, OUTCOMES, now=NOON.replace(hour=13))
    assert runs.find(first.id) == first
    assert runs.find(str(tmp_path / f"{second.id}.json")) == second
    assert runs.find("last") == second
    assert runs.listing() == (second.id, first.id)


def test_what_was_done_before_a_kill_is_known_again(tmp_path: Path) -> None:
    for each in OUTCOMES[:3]:
        Runs(tmp_path).keep(CONDITIONS, each)
    (partial,) = tmp_path.glob("*.partial.jsonl")
    whole = partial.read_bytes()
    partial.write_bytes(whole[:-40])  # killed in the middle of a line
    assert Runs(tmp_path).begun(CONDITIONS) == OUTCOMES[:2]
    Runs(tmp_path).keep(CONDITIONS, OUTCOMES[3])
    assert Runs(tmp_path).begun(CONDITIONS) == (*OUTCOMES[:2], OUTCOMES[3])


def test_other_conditions_are_another_run(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    runs.keep(CONDITIONS, OUTCOMES[0])
    assert runs.begun(replace(CONDITIONS, corpus="other")) == ()
    assert conditions_digest(CONDITIONS) != conditions_digest(replace(CONDITIONS, today="2024-12-06"))


def test_a_finished_run_is_not_gone_on_with(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    runs.keep(CONDITIONS, OUTCOMES[0])
    runs.finish(CONDITIONS, OUTCOMES[:1], now=NOON)
    assert runs.begun(CONDITIONS) == ()


def test_a_baseline_is_small_has_a_line_a_question_and_scores_the_same(tmp_path: Path) -> None:
    long = tuple(replace(each, seen=(Seen("a", "题", "", "长" * 2000, right=True),)) for each in OUTCOMES)
    run = Runs(tmp_path / "runs").finish(CONDITIONS, long, now=NOON)
    path = tmp_path / "baseline.json"
    path.write_bytes(baseline_bytes(run))
    assert len(path.read_bytes().splitlines()) == len(long) + 2
    assert len(path.read_bytes()) < 10_000
    kept = read_run(path)
    assert scored(kept.outcomes, resamples=50) == scored(run.outcomes, resamples=50)
    assert all(each.p == 1.0 for each in compared(kept.outcomes, run.outcomes, resamples=50))


def test_what_is_no_run_or_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReadError, match="不是评测结果"):
        read_run(tmp_path / "x.json")
    with pytest.raises(ReadError, match="找不到"):
        Runs(tmp_path).find("nothing")
    with pytest.raises(ReadError, match="还没有"):
        Runs(tmp_path).find("last")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match="写不进去"):
        Runs(tmp_path / "file").keep(CONDITIONS, OUTCOMES[0])


def test_the_corpus_is_the_articles_whatever_their_order() -> None:
    assert corpus_digest(["a", "b"]) == corpus_digest(["b", "a"])
    assert corpus_digest(["a", "b"]) != corpus_digest(["a", "c"])
