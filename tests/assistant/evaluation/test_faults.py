from __future__ import annotations

from assistant.evaluation.faults import faults, goodness, worst
from tests.evaluation_rig import outcome, sentence, stored

GOOD = outcome(stored("good"), sentence())
REFUSED = outcome(stored("refused"), facts=(False,))
HALF = outcome(stored("half", facts=("3.5万元", "12家")), sentence(), facts=(True, False))
SILENT = outcome(stored("silent", kind="unanswerable"))
TALKED = outcome(stored("talked", kind="unanswerable"), sentence())


def test_faults_are_said_in_words() -> None:
    assert faults(GOOD) == ()
    assert faults(SILENT) == ()
    assert faults(TALKED) == ("报上没有，却作了答",)
    assert faults(REFUSED) == ("报上有，却没有作答",)
    assert faults(HALF) == ("漏了：12家",)
    late = outcome(
        stored(outdated=("100元",)), sentence(verdict="partly"), article_ranks=(7,), leads_outdated=True
    )
    said = "；".join(faults(late))
    assert "100元" in said
    assert "不支持" in said
    assert "前 5 条" in said


def test_the_worst_come_first_and_the_good_not_at_all() -> None:
    assert worst([GOOD, HALF, SILENT, REFUSED, TALKED], 10) == (TALKED, REFUSED, HALF)
    assert worst([HALF, REFUSED], 1) == (REFUSED,)
    assert goodness(GOOD) == goodness(SILENT) == 1.0
