from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.errors import ReadError
from assistant.evaluation.imports import import_questions
from assistant.evaluation.questions import load_questions, write_questions
from assistant.evaluation.records import Gold

QUESTION, ANSWER = "改造一家要花多少钱？", "每家约3.5万元。"
CONTEXT = "每家驿站改造花费约3.5万元，添置了微波炉。"


def write(path: Path, values: object) -> Path:
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_ragas_testset(tmp_path: Path) -> None:
    row = {
        "user_input": QUESTION,
        "reference": ANSWER,
        "reference_contexts": [CONTEXT],
        "synthesizer_name": "x",
    }
    imported = import_questions(write(tmp_path / "testset.json", [row]))
    (stored,) = imported.questions
    assert imported.format == "RAGAS"
    assert (stored.question, stored.answer, stored.facts) == (QUESTION, ANSWER, ("3.5万元",))
    assert stored.gold == (Gold("", CONTEXT),)
    assert any("事实" in each for each in imported.missing)
    assert any("unanswerable" in each for each in imported.missing)


def test_an_older_ragas_dataset_in_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    row = {"question": QUESTION, "ground_truths": [ANSWER], "contexts": ["找到的"], "answer": "系统答的"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    imported = import_questions(path)
    assert imported.format == "RAGAS"
    assert imported.questions[0].answer == ANSWER
    assert imported.questions[0].gold == ()
    assert any("没有出处" in each for each in imported.missing)


def test_ragchecker_results(tmp_path: Path) -> None:
    found = [{"doc_id": "1", "text": "检索到的，不是出处"}]
    row = {
        "query_id": "7",
        "query": QUESTION,
        "gt_answer": ANSWER,
        "response": "x",
        "retrieved_context": found,
    }
    imported = import_questions(write(tmp_path / "rc.json", {"results": [row]}))
    (stored,) = imported.questions
    assert (imported.format, stored.id, stored.answer, stored.gold) == ("RAGChecker", "7", ANSWER, ())


def test_deepeval_goldens_without_those_of_conversations(tmp_path: Path) -> None:
    rows = [
        {
            "input": QUESTION,
            "actual_output": None,
            "expected_output": ANSWER,
            "context": [CONTEXT, "另一段。"],
        },
        {"scenario": "一段对话", "turns": []},
    ]
    imported = import_questions(write(tmp_path / "goldens.json", rows))
    assert imported.format == "DeepEval"
    assert [gold.quote for gold in imported.questions[0].gold] == [CONTEXT, "另一段。"]
    assert imported.questions[0].kind == "multi"
    assert len(imported.skipped) == 1
    assert "对话" in imported.skipped[0]


def test_ragflow_cases(tmp_path: Path) -> None:
    row = {
        "question": QUESTION,
        "reference_answer": ANSWER,
        "relevant_doc_ids": ["n1", "n2"],
        "metadata": {"a": 1},
    }
    imported = import_questions(
        write(tmp_path / "rf.json", {"code": 0, "data": {"cases": [row], "total": 1}})
    )
    (stored,) = imported.questions
    assert imported.format == "RAGFlow"
    assert stored.gold == (Gold("", "", ("n1",)), Gold("", "", ("n2",)))
    assert any("外部编号" in each for each in imported.missing)
    assert any("段一级" in each for each in imported.missing)


def test_a_csv_saved_by_excel_in_chinese(tmp_path: Path) -> None:
    path = tmp_path / "题库.csv"
    text = f"编号,问题,答案,要点,标题,原文,题型\r\n1,{QUESTION},{ANSWER},3.5万元；微波炉,《驿站》,{CONTEXT},数字\r\n"
    text += "2,主席叫什么？,,,,,报上没有\r\n,,,,,,\r\n"
    path.write_bytes(text.encode("gb18030"))
    imported = import_questions(path)
    first, second = imported.questions
    assert imported.format == "表格"
    assert (first.id, first.kind, first.facts) == ("1", "number", ("3.5万元", "微波炉"))
    assert first.gold == (Gold("驿站", CONTEXT),)
    assert (second.kind, second.facts, second.gold) == ("unanswerable", (), ())
    assert imported.missing == ()


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["question", "answer"],
        [QUESTION, ANSWER],
        [None, "没有问题的一行"],
        ["没有答案的一行", None],
    ):
        sheet.append(row)
    book.save(tmp_path / "q.xlsx")
    imported = import_questions(tmp_path / "q.xlsx")
    assert [each.question for each in imported.questions] == [QUESTION]
    assert imported.questions[0].id == "q-0001"
    assert [each.partition("：")[0] for each in imported.skipped] == ["第2题", "第3题"]


def test_lists_that_a_table_holds_as_text(tmp_path: Path) -> None:
    path = tmp_path / "ragas.csv"
    contexts = "\"['每家驿站改造花费约3.5万元。', '另一段。']\""
    path.write_text(
        f"user_input,reference_contexts,reference\n{QUESTION},{contexts},{ANSWER}\n", encoding="utf-8"
    )
    (stored,) = import_questions(path).questions
    assert [gold.quote for gold in stored.gold] == ["每家驿站改造花费约3.5万元。", "另一段。"]


def test_what_was_imported_can_be_evaluated(tmp_path: Path) -> None:
    row = {"user_input": QUESTION, "reference": ANSWER, "reference_contexts": [CONTEXT]}
    imported = import_questions(write(tmp_path / "testset.json", [row]))
    write_questions(tmp_path / "q.jsonl", imported.questions)
    assert load_questions([tmp_path / "q.jsonl"]) == imported.questions


def test_of_drafts_only_those_a_person_accepted(tmp_path: Path) -> None:
    row = {
        "id": "d1",
        "question": QUESTION,
        "answer": ANSWER,
        "facts": ["3.5万元"],
        "gold": [],
        "kind": "number",
    }
    states = ("proposed", "accepted", "edited", "dropped")
    rows = [row | {"id": f"d{n}", "state": state} for n, state in enumerate(states)]
    imported = import_questions(write(tmp_path / "drafts.json", rows))
    assert [each.id for each in imported.questions] == ["d1", "d2"]
    assert len(imported.skipped) == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.json", '[{"foo": "bar"}]', "认不出"),
        ("x.json", "[]", "没有题目"),
        ("x.json", "3", "列表"),
        ("x.jsonl", "{oops\n{}", "第1行"),
        ("x.csv", "question,answer\n", "没有题目"),
        ("x.xlsx", "not a workbook", "XLSX"),
        ("x.pdf", "%PDF", "认不得"),
        ("x.csv", "question,answer\n,\n问,\n", "没有读到"),
    ],
)
def test_what_cannot_be_imported_is_said(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=said):
        import_questions(tmp_path / name)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="读不了"):
        import_questions(tmp_path / "absent.json")
