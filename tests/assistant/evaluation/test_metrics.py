"""Every metric on cases computed by hand; the same cases stand in docs/metrics.md."""

from __future__ import annotations

from math import isclose
from pathlib import Path

import pytest

from assistant.evaluation.metrics import BY_NAME, brevity, char_f1, figures_of, is_date, is_number
from assistant.evaluation.records import Outcome
from tests.evaluation_rig import outcome, sentence, stored


def value(name: str, *outcomes: Outcome) -> float:
    """The metric over the outcomes: the sum of numerators over that of denominators."""
    parts = [part for each in outcomes if (part := BY_NAME[name].parts(each)) is not None]
    return sum(part[0] for part in parts) / sum(part[1] for part in parts)


DOCS = Path(__file__).resolve().parents[3] / "docs" / "metrics.md"
REFUSED = outcome(stored("r"), facts=(False,))
ABSENT = stored("u", kind="unanswerable")


def test_facts_are_counted_over_all_questions_and_a_refusal_finds_none() -> None:
    two = outcome(stored(facts=("3.5万元", "12家")), sentence(), facts=(True, False))
    assert value("fact_recall", two, outcome(None, sentence())) == pytest.approx(2 / 3)
    assert value("fact_recall", two, outcome(None, sentence()), REFUSED) == 0.5
    assert BY_NAME["fact_recall"].parts(outcome(ABSENT)) is None


def test_an_answer_beyond_the_reading_limit_is_discounted() -> None:
    long = outcome(None, sentence("长" * 600))
    assert brevity(long) == 0.5
    assert value("fact_recall", long) == 0.5
    assert value("citation_recall", long) == 0.5
    many = stored(facts=[f"{n}元" for n in range(8)])
    assert brevity(outcome(many, sentence("长" * 600), facts=[True] * 8)) == 1.0


def test_an_answer_that_only_says_the_papers_do_not_say_so_is_silence() -> None:
    silent = outcome(None, sentence("报上没有提到。", claims=False, citations=()), facts=(True,))
    assert brevity(silent) == 0.0
    assert value("fact_recall", silent) == 0.0
    assert value("faithfulness", silent) == 0.0


@pytest.mark.parametrize("fact", ["4月10日", "2021年", "3月", "8月31日", "周二", "2023年12月18日"])
def test_dates_are_dates_and_no_numbers(fact: str) -> None:
    assert is_date(fact)
    assert not is_number(fact)


@pytest.mark.parametrize(
    "fact", ["3.5万元", "95.95%", "70多种", "9天后", "四种", "一成五", "6688123", "晚上10点"]
)
def test_figures_are_numbers_and_no_dates(fact: str) -> None:
    assert is_number(fact)
    assert not is_date(fact)


@pytest.mark.parametrize("fact", ["机器人", "工会小组长", "每天", "", "杨国梁"])
def test_words_are_neither(fact: str) -> None:
    assert not is_number(fact)
    assert not is_date(fact)


def test_numbers_and_dates_have_scores_of_their_own() -> None:
    mixed = outcome(stored(facts=("3.5万元", "4月1日", "会员码")), sentence(), facts=(False, True, True))
    assert value("number_accuracy", mixed) == 0.0
    assert value("date_accuracy", mixed) == 1.0


def test_characters_in_common_with_the_reference() -> None:
    # 每家约3.5万元 (8) and 约3.5万元 (6): 6 in common, 2*6/(8+6)
    assert isclose(char_f1("每家约3.5万元。", "约3.5万元。"), 12 / 14)
    assert char_f1("甲乙", "丙丁") == 0.0
    assert value("char_f1", REFUSED) == 0.0


def test_citation_recall_is_the_share_of_sentences_their_citations_bear_out() -> None:
    good, bad = sentence(), sentence(verdict="partly", precise=0)
    assert value("citation_recall", outcome(None, good, good, bad, bad)) == 0.5
    assert (
        value("citation_recall", outcome(None, good), outcome(None, good, bad)) == 0.75
    )  # a mean over answers


def test_citation_precision_is_the_share_of_citations_that_are_needed() -> None:
    idle = sentence(citations=(1, 2), precise=1)
    wrong = sentence(citations=(3,), verdict="unsupported", precise=0)
    assert value("citation_precision", outcome(None, idle, wrong)) == pytest.approx(1 / 3)
    assert value("citation_precision", outcome(None, sentence(citations=(), precise=0))) == 0.0


def test_sentences_that_claim_nothing_need_no_citation() -> None:
    nothing = sentence("报上没有提到。", claims=False, citations=(), precise=0)
    assert value("citation_recall", outcome(None, sentence(), nothing)) == 1.0
    assert value("faithfulness", outcome(None, sentence(), nothing)) == 1.0


def test_faithfulness_asks_whether_anything_retrieved_bears_the_sentence_out() -> None:
    shifted = sentence(verdict="unsupported", precise=0, grounded=True)
    invented = sentence(verdict="unsupported", precise=0, grounded=False)
    assert value("faithfulness", outcome(None, shifted, invented)) == 0.5


def test_refusals_of_a_hand_computed_set() -> None:
    """Two right refusals, one wrong one, one absent question answered: precision 2/3, recall 2/3, F1 2/3."""
    outcomes = [
        outcome(ABSENT),
        outcome(ABSENT),
        REFUSED,
        outcome(ABSENT, sentence()),
        outcome(None, sentence()),
    ]
    for name in ("refusal_precision", "refusal_recall", "refusal_f1"):
        assert value(name, *outcomes) == pytest.approx(2 / 3)


def test_a_conflict_is_told_with_all_versions_from_more_than_one_article() -> None:
    question = stored(kind="conflict", facts=("86名", "92名"))
    both = [sentence("一说86名。", citations=(1,)), sentence("一说92名。", citations=(2,))]
    assert (
        value("conflict_handling", outcome(question, *both, facts=(True, True), articles=("a", "b"))) == 1.0
    )
    assert (
        value("conflict_handling", outcome(question, *both, facts=(True, True), articles=("a", "a"))) == 0.0
    )
    assert (
        value("conflict_handling", outcome(question, *both, facts=(True, False), articles=("a", "b"))) == 0.0
    )
    assert BY_NAME["conflict_handling"].parts(outcome(None, sentence())) is None


def test_what_is_no_longer_right_must_not_be_told_first() -> None:
    question = stored(kind="superseded", outdated=("100元",))
    assert value("correction_handling", outcome(question, sentence())) == 1.0
    assert value("correction_handling", outcome(question, sentence(), leads_outdated=True)) == 0.0
    assert value("correction_handling", outcome(question, facts=(False,))) == 0.0


def test_agreement_with_the_model_that_judges() -> None:
    said = [sentence(model="supported"), sentence(model="partly"), sentence()]
    assert value("judge_agreement", outcome(None, *said)) == 0.5
    assert BY_NAME["judge_agreement"].parts(outcome(None, sentence())) is None


def test_tokens_and_cost_are_means_over_questions() -> None:
    outcomes = [
        outcome(None, sentence(), tokens=100, cost=0.2),
        outcome(None, sentence(), tokens=300, cost=0.4),
    ]
    assert value("tokens", *outcomes) == 200
    assert value("cost", *outcomes) == pytest.approx(0.3)
    assert BY_NAME["cost"].parts(outcome(None, sentence())) is None


def test_figures_are_taken_out_of_an_answer_as_they_are_written() -> None:
    assert figures_of("4月10日启动，每人60元，首批1.2万名。") == ("4月10日", "60元", "1.2万名")
    assert figures_of("由工会小组长代为收集。") == ()


def test_every_metric_is_defined_in_the_documents() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in BY_NAME:
        bare = name.removeprefix("passage_")
        shown = f"`{bare.partition('@')[0]}@k`" if bare.startswith(("hit@", "recall@")) else f"`{bare}`"
        assert shown in text, name
