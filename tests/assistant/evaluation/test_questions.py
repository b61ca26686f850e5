from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.evaluation.questions import load_questions, questions_digest, write_questions
from assistant.evaluation.records import Gold, Stored

GOOD = {"id": "1", "question": "问", "answer": "答", "facts": ["答"], "gold": [], "kind": "single"}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_questions_written_are_read_again_as_they_were(tmp_path: Path) -> None:
    questions = (
        Stored("1", "问一", "答", ("一",), (Gold("题", "句"),), "superseded", ("二",)),
        Stored("2", "问二", "没有", (), (), "unanswerable"),
        Stored("3", "问三", "答", (), (Gold("", "", ("n1", "n2")),), "multi"),
    )
    write_questions(tmp_path / "q.jsonl", questions)
    assert load_questions([tmp_path / "q.jsonl"]) == questions


def test_two_files_may_use_the_same_ids(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, GOOD) for name in ("a.jsonl", "b.jsonl")]
    assert [each.id for each in load_questions(paths)] == ["a:1", "b:1"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "1"}, "第2行"),
        (GOOD | {"id": "2", "kind": "riddle"}, "riddle"),
        (GOOD | {"id": "2", "facts": "答"}, "第2行"),
        (GOOD | {"id": "2", "gold": [{}]}, "第2行"),
        (GOOD | {"id": "2", "question": " "}, "空的"),
        (GOOD, "用了两次"),
        ([1], "第2行"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        load_questions([write(tmp_path / "q.jsonl", GOOD, row)])


def test_what_is_no_json_no_file_or_empty_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("{nonsense\n", encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    for name, said in (("q.jsonl", "第1行"), ("empty.jsonl", "没有题目"), ("absent.jsonl", "读不了")):
        with pytest.raises(ReadError, match=said):
            load_questions([tmp_path / name])


def test_the_digest_changes_with_anything_stored() -> None:
    one = Stored("1", "问", "答", ("答",), (), "single")
    assert questions_digest([one]) == questions_digest([one])
    assert questions_digest([one]) != questions_digest([Stored("1", "问", "答", ("答",), (), "number")])
