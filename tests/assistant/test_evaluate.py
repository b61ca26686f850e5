from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.evaluate import Gold, Outcome, Stored, load_questions, squash, summarised
from assistant.records import Answer, Coverage, Sentence, Spent


def outcome(*, answerable: bool, refused: bool, first_gold: int | None = None, found: int = 0) -> Outcome:
    stored = Stored(
        "q",
        "问",
        "答",
        ("一", "二") if answerable else (),
        (Gold("题", "句"),) if answerable else (),
        "single",
    )
    sentences = () if refused else (Sentence("一。", (1,), "supported"),)
    coverage = Coverage(1, date(2024, 4, 1), date(2024, 4, 1), ())
    answer = Answer(
        "问", sentences, (), refused, "没有" if refused else None, (), (), None, coverage, "m", None, Spent()
    )
    return Outcome(stored, answer, first_gold, found, 0.1)


def test_scores_of_a_hand_computed_set() -> None:
    report = summarised(
        [
            outcome(answerable=True, refused=False, first_gold=1, found=2),
            outcome(answerable=True, refused=False, first_gold=4, found=1),
            outcome(answerable=True, refused=True, first_gold=None, found=0),
            outcome(answerable=False, refused=True),
            outcome(answerable=False, refused=False),
        ]
    )
    assert dict(report.hit_at) == {1: 0.3333, 5: 0.6667, 10: 0.6667}
    assert report.fact_recall == 0.5
    assert report.refusal_precision == 0.5
    assert report.refusal_recall == 0.5


def test_refusing_everything_scores_badly() -> None:
    report = summarised(
        [outcome(answerable=True, refused=True)] * 9 + [outcome(answerable=False, refused=True)]
    )
    assert report.fact_recall == 0
    assert report.refusal_precision == 0.1


def test_squash_keeps_what_changes_a_figure() -> None:
    assert squash("95.95 ％，达标") == "95.95%达标"
    assert squash("1.5") != squash("15")


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(ReadError, match="第1行"):
        load_questions(path)


def test_an_unknown_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    line = '{"id":"1","question":"问","answer":"答","facts":[],"gold":[],"kind":"riddle"}\n'
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ReadError, match="riddle"):
        load_questions(path)
