from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.evaluation.examine import examine, judged
from assistant.evaluation.records import Gold, Stored
from tests.evaluation_rig import make_answer, make_hit

QUOTE = "每家驿站改造花费约3.5万元，添置了微波炉、折叠床和急救箱。"
OTHER = "试行半个月来，夜间进站2600多人次，最忙的一家一晚接待47人。"
STORED = Stored(
    "q", "改造一家要花多少钱？", "约3.5万元。", ("3.5万元",), (Gold("题", "改造花费约3.5万元"),), "number"
)


def test_an_answer_is_examined_against_the_stored_question() -> None:
    answer = make_answer(STORED.question, [(QUOTE, (1,))], [QUOTE])
    outcome = examine(STORED, answer, [make_hit("别的。"), make_hit(QUOTE)], seconds=0.25)
    assert outcome.facts == (True,)
    assert outcome.article_ranks == (2,)
    assert outcome.passage_ranks == (2,)
    assert [each.right for each in outcome.seen] == [False, True]
    assert outcome.sentences[0].verdict == "supported"
    assert outcome.sentences[0].precise == 1
    assert (outcome.seconds, outcome.refused) == (0.25, False)


def test_figures_count_however_they_are_written() -> None:
    answer = make_answer(STORED.question, [("改造一家约花三万五千元。", (1,))], [QUOTE])
    assert examine(STORED, answer, [], seconds=0).facts == (True,)


def test_a_refusal_holds_no_facts_and_no_sentences() -> None:
    outcome = examine(STORED, make_answer(STORED.question, [], []), [], seconds=0)
    assert outcome.refused
    assert outcome.facts == (False,)
    assert outcome.sentences == ()


def test_the_answers_own_verdicts_are_not_believed() -> None:
    answer = make_answer(STORED.question, [("每家驿站改造花费约8万元。", (1,))], [QUOTE])
    assert answer.sentences[0].verdict == "supported"
    (sentence,) = judged(answer, [])
    assert sentence.verdict != "supported"
    assert not sentence.grounded
    assert sentence.precise == 0
    assert sentence.reason


def test_a_citation_of_the_wrong_source_is_told_from_an_invention() -> None:
    (sentence,) = judged(make_answer("问", [(QUOTE, (2,))], [QUOTE, OTHER]), [])
    assert sentence.verdict != "supported"
    assert sentence.grounded


def test_what_only_a_hit_bears_out_is_grounded() -> None:
    (sentence,) = judged(make_answer("问", [(QUOTE, (1,))], [OTHER]), [make_hit(QUOTE)])
    assert (sentence.verdict == "supported", sentence.grounded) == (False, True)


def test_a_citation_beside_one_that_suffices_is_idle() -> None:
    (sentence,) = judged(make_answer("问", [(QUOTE, (1, 2))], [QUOTE, OTHER]), [])
    assert sentence.verdict == "supported"
    assert sentence.precise == 1


def test_two_citations_that_only_together_suffice_are_both_needed() -> None:
    told = "每家驿站改造花费约3.5万元，试行半个月来夜间进站2600多人次。"
    (sentence,) = judged(make_answer("问", [(told, (1, 2))], [QUOTE, OTHER]), [])
    assert sentence.verdict == "supported"
    assert sentence.precise == 2


def test_saying_that_the_papers_do_not_say_so_claims_nothing() -> None:
    (sentence,) = judged(make_answer("问", [("报道中没有提到理发服务。", ())], []), [])
    assert not sentence.claims


def test_what_a_figure_is_not_needs_no_source_but_the_figure_does() -> None:
    told = [("报道中的数字是47人，不是60人。", (1,)), ("报道中的数字是60人，不是47人。", (1,))]
    right, wrong = judged(make_answer("问", told, [OTHER]), [])
    assert (right.verdict, right.precise) == ("supported", 1)
    assert wrong.verdict != "supported"


UPDATED = Stored(
    "q", "住院一天给多少津贴？", "150元。", ("150元",), (Gold("题", "提高到150元"),), "superseded", ("100元",)
)
OLD, NEW = "因伤住院的，每天给付津贴100元。", "十二月起，住院津贴为每天150元。"


@pytest.mark.parametrize(
    ("told", "leads"),
    [
        ((OLD, NEW), True),
        ((NEW, OLD), False),
        ((OLD,), True),
        ((NEW,), False),
        (("由每天100元提高到150元。",), False),
    ],
)
def test_what_is_no_longer_right_must_not_come_first(told: tuple[str, ...], *, leads: bool) -> None:
    answer = make_answer(UPDATED.question, [(each, (n,)) for n, each in enumerate(told, 1)], told)
    assert examine(UPDATED, answer, [], seconds=0).leads_outdated is leads


def test_a_remark_that_tells_which_is_the_newer_puts_it_right() -> None:
    answer = make_answer(UPDATED.question, [(OLD, (1,)), (NEW, (2,))], [OLD, NEW])
    remarked = replace(answer, remarks=("[1]与[2]的数字不同，较新的是[2]。",))
    assert not examine(UPDATED, remarked, [], seconds=0).leads_outdated
