from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from assistant.evaluation.gates import read_gates
from assistant.evaluation.records import Conditions, Outcome, Run, Seen
from assistant.evaluation.report import charts, to_fragment, to_html
from assistant.evaluation.results import Result, junit, result_json, scores_json, summed_up
from assistant.evaluation.runs import Runs
from tests.evaluation_rig import outcome, sentence, stored

CONDITIONS = Conditions(
    "qd", "cd", 3, "2024-12-05", (("embedder", "e5-small"),), (("ask", "0f"),), (("numpy", "2"),)
)
HOSTILE = '<script>alert("x")</script>\x07 & "引号"'


def make_run(folder: Path, *outcomes: Outcome, hour: int = 12) -> Run:
    return Runs(folder).finish(CONDITIONS, outcomes, now=datetime(2024, 12, 5, hour, 0, 0))


@cache
def result(*, failing: bool = True) -> Result:
    with TemporaryDirectory() as folder:
        return made(Path(folder), failing=failing)


def made(folder: Path, *, failing: bool) -> Result:
    good = [outcome(stored(f"g{n}"), sentence()) for n in range(8)]
    bad = outcome(
        stored("bad", question=HOSTILE, answer=HOSTILE, facts=(HOSTILE,)),
        sentence(HOSTILE, verdict="partly"),
        facts=(False,),
    )
    bad = replace(bad, seen=(Seen("a", HOSTILE, "2024-04-18", HOSTILE, right=True),), remarks=(HOSTILE,))
    baseline = make_run(folder, *good, outcome(stored("bad", question=HOSTILE), sentence("从前的回答。")))
    gates = read_gates(["fact_recall=0.95" if failing else "fact_recall=0.5"], ["citation_recall"])
    return summed_up(make_run(folder, *good, bad, hour=13), baseline=baseline, gates=gates)


def test_the_result_says_whether_every_gate_was_passed() -> None:
    assert not result().passed
    assert result(failing=False).passed
    assert result().value("fact_recall") == 8 / 9
    assert result().value("conflict_handling") is None


def test_scores_as_json_for_programs() -> None:
    values = json.loads(json.dumps(scores_json(result())))
    assert values["fact_recall"] == 0.8889
    assert values["questions"] == 9
    assert values["kinds"]["single"]["hit@5"] == 1.0
    assert [gate["passed"] for gate in values["gates"]] == [False, True]
    everything = json.loads(json.dumps(result_json(result()), ensure_ascii=False))
    assert everything["run"]["conditions"]["corpus"] == "cd"
    assert len(everything["run"]["outcomes"]) == 9
    assert {"metric", "kind", "value", "low", "high", "questions"} <= everything["scores"][0].keys()


def test_junit_fails_where_a_gate_fails_and_nowhere_else() -> None:
    root = ET.fromstring(junit(result()))  # noqa: S314  # our own
    gates, questions = root.findall("testsuite")
    assert (gates.get("tests"), gates.get("failures")) == ("2", "1")
    assert len(gates.findall("testcase/failure")) == 1
    assert (questions.get("tests"), questions.get("skipped")) == ("9", "1")
    (skipped,) = questions.findall("testcase/skipped")
    assert "漏了" in str(skipped.get("message"))
    assert float(str(questions.find("testcase").get("time"))) == 0.1  # type: ignore[union-attr]


def test_the_report_is_whole_escaped_and_loads_nothing() -> None:
    html = to_html(result(), charts(result()))
    assert "<script" not in html
    assert "&lt;script&gt;alert" in html
    assert "从前的回答" in html  # the baseline's answer beside this one's
    assert "src=" not in html
    assert "<link" not in html
    assert "url(" not in html
    assert html.count("<svg") >= 3
    assert "default-src 'none'" in html
    for told in ("事实召回", "门槛", "0.889", "文库快照", "e5-small"):
        assert told in html


def test_the_report_inside_of_another_page_keeps_its_styles_to_itself() -> None:
    fragment = to_fragment(result())
    assert "<html" not in fragment
    assert "<svg" not in fragment
    assert "&lt;script&gt;alert" in fragment
    style = fragment.partition("<style>")[2].partition("</style>")[0]
    rules = [line for line in style.splitlines() if "{" in line and not line.startswith("@")]
    assert rules
    assert all(rule.startswith(".una-report") for rule in rules)


def test_a_report_without_baseline_gates_or_faults(tmp_path: Path) -> None:
    bare = summed_up(make_run(tmp_path, outcome(None, sentence())))
    html = to_html(bare, charts(bare))
    assert "没有。" in html
    assert "门槛</h2>" not in html
