from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.access import LOCAL, User
from assistant.errors import AccessError, ReadError
from assistant.evaluation.drafts import Draft, accepted
from assistant.evaluation.sets import DRAFTED, SHIPPED, QuestionSets
from tests.evaluation_rig import stored

READER = User("lin", "reader")
ROW = {"问题": "改造要花多少钱？", "答案": "约3.5万元。"}


@pytest.fixture
def sets(tmp_path: Path) -> QuestionSets:
    return QuestionSets(
        tmp_path / "questions", shipped=tmp_path / "shipped.jsonl", drafts=tmp_path / "drafts.jsonl"
    )


def test_what_is_imported_is_a_set_of_its_own(sets: QuestionSets) -> None:
    assert sets.names() == ()
    name, imported = sets.add(LOCAL, "热线 题库.json", json.dumps([ROW]).encode())
    assert name == "热线_题库"
    assert imported.format == "表格"
    assert sets.names() == ("热线_题库",)
    assert [each.question for each in sets.load(name)] == ["改造要花多少钱？"]


def test_a_files_name_cannot_lead_out_of_the_folder(sets: QuestionSets, tmp_path: Path) -> None:
    name, _ = sets.add(LOCAL, "../../etc/passwd.json", json.dumps([ROW]).encode())
    assert [path.parent for path in tmp_path.rglob(f"{name}.jsonl")] == [tmp_path / "questions"]
    for asked in ("../drafts", "", "/etc/passwd"):
        with pytest.raises(ReadError, match="没有"):
            sets.load(asked)


def test_the_set_that_comes_with_the_program_and_accepted_drafts_are_sets(
    sets: QuestionSets, tmp_path: Path
) -> None:
    row = {"id": "1", "question": "问", "answer": "答", "facts": [], "gold": [], "kind": "single"}
    (tmp_path / "shipped.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    sets.propose(LOCAL, (Draft(stored("d1"), "proposed"), Draft(stored("d2"), "proposed")))
    assert sets.names() == (SHIPPED,)
    sets.decide(LOCAL, "d2", accepted)
    assert sets.names() == (SHIPPED, DRAFTED)
    assert [each.id for each in sets.load(DRAFTED)] == ["d2"]
    assert [each.id for each in sets.load(SHIPPED)] == ["1"]
    assert [each.state for each in sets.drafts()] == ["proposed", "accepted"]


def test_a_draft_that_is_gone_is_said(sets: QuestionSets) -> None:
    with pytest.raises(ReadError, match="不在了"):
        sets.decide(LOCAL, "d9", accepted)


def test_a_reader_changes_nothing(sets: QuestionSets) -> None:
    with pytest.raises(AccessError):
        sets.add(READER, "q.json", json.dumps([ROW]).encode())
    with pytest.raises(AccessError):
        sets.propose(READER, (Draft(stored("d1"), "proposed"),))
    with pytest.raises(AccessError):
        sets.decide(READER, "d1", accepted)
    assert sets.drafts() == ()


def test_a_file_that_is_no_question_set_is_said(sets: QuestionSets) -> None:
    with pytest.raises(ReadError):
        sets.add(LOCAL, "q.xlsx", b"nonsense")
    assert sets.names() == ()
