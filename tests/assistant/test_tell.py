from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer_binding import Bound, Signs
from assistant.answering import Finding
from assistant.chat.scripted import ScriptedChat
from assistant.evidence import Evidence
from assistant.extractive import extract
from assistant.find import Found, find
from assistant.prompts import Prompt
from assistant.records import Answer, Coverage, unanswered
from assistant.searching import Searching
from assistant.tell import tell
from assistant.writing import Writer
from tests.found import hit_of, rarity
from tests.store_home import make_article
from vectorstore.records import Hit, Passage

TEXT = "平阳市工会驿站首批12家。每家驿站的改造费用为3.5万元，由市总工会承担。"


def told(*uncovered: str) -> str:
    hit = hit_of(TEXT, "平阳驿站")
    question = "平阳每家驿站的改造费用是多少？"
    coverage = Coverage(1, None, None, ())
    empty = unanswered(question, coverage, model="摘句")
    evidence, picks = Evidence(1.0, True, ()), extract(question, [hit], rarity=rarity)
    found = Found(
        question, question, uncovered, (hit,), {}, None, rarity, evidence, picks, Finding(1.0, None, 9.0)
    )
    *_, answer = tell(empty, found, writer=None, today=date(2024, 9, 12))
    assert isinstance(answer, Answer)
    return answer.text


def test_a_part_that_a_shown_sentence_tells_of_is_not_said_to_be_missing() -> None:
    assert "没有提到" not in told("驿站的改造费用是多少钱")


def test_a_part_that_none_tells_of_is_named() -> None:
    assert "关于“驿站的水电费由谁出”，报道中没有提到。" in told("驿站的水电费由谁出")


COST = "平阳每家驿站的改造费用是多少？"


def written(
    reply: str, finding: Finding, odds: float | None = None, *, other: str = "", question: str = COST
) -> Answer:
    """The answer where a chat model replies so. `odds`: of one that read the hits before. `other`: the text of a
    second hit."""
    hit = hit_of(TEXT, "平阳驿站")
    hits = (hit, hit_of(other, "别的事", rank=2)) if other else (hit,)
    coverage = Coverage(1, None, None, ())
    empty = unanswered(question, coverage, model="m")
    evidence, picks = Evidence(0.6, True, ()), extract(question, [hit], rarity=rarity)
    found = Found(question, question, (), hits, {}, None, rarity, evidence, picks, finding, odds=odds)
    prompt = Prompt("p", "$today", "$question $sources", "d")
    again = Prompt("a", "规则", "$failed", "d")
    writer = Writer(ScriptedChat([reply] * 2), prompt, again, prompt, 100)
    *_, answer = tell(empty, found, writer=writer, today=date(2024, 9, 12))
    assert isinstance(answer, Answer)
    return answer


def taken_for_the_answer() -> Bound:
    """3.5万元, with its sentence."""
    article = make_article(TEXT, headline="平阳驿站", issued=date(2024, 4, 18))
    start = TEXT.index("每家")
    signs = Signs(clause=1, context=1, near=1, elsewhen=0, others=0, fit=1, rank=1, share=1, shown=1)
    return Bound("3.5万元", article, start, len(TEXT), signs)


def test_where_evidence_is_undecided_a_model_that_finds_nothing_decides() -> None:
    answer = written("报道中没有提到改造费用。", Finding(0.5, taken_for_the_answer(), 0.0))
    assert answer.refused
    assert not answer.sentences


def test_for_a_question_of_several_parts_a_model_that_finds_nothing_does_not_decide() -> None:
    question = f"{COST}首批驿站有几家？"
    answer = written("报道中没有提到。", Finding(0.5, taken_for_the_answer(), 0.0), question=question)
    assert not answer.refused
    assert "3.5万元" in answer.text
    assert "12家" in answer.text
    assert answer.model.startswith("摘句")


@pytest.mark.parametrize(("odds", "refused"), [(9.0, False), (-9.0, True)])
def test_what_a_model_writes_on_undecided_evidence_stands_by_its_reading(
    odds: float, *, refused: bool
) -> None:
    answer = written("每家驿站的改造费用为3.5万元[1]。", Finding(0.5, taken_for_the_answer(), 0.0), odds)
    assert answer.refused == refused


def test_where_evidence_is_sure_a_model_that_finds_nothing_does_not() -> None:
    answer = written("报道中没有提到改造费用。", Finding(0.9, taken_for_the_answer(), 0.0))
    assert "3.5万元" in answer.text
    assert answer.model.startswith("摘句")


def test_what_a_model_writes_beside_the_point_has_the_sentence_that_answers_put_beside_it() -> None:
    answer = written("平阳市工会驿站首批12家[1]。", Finding(0.9, taken_for_the_answer(), 0.0))
    assert [("12家" in each.text, "3.5万元" in each.text) for each in answer.sentences] == [
        (True, False),
        (False, True),
    ]
    assert all(each.citations for each in answer.sentences)


def test_an_answer_that_is_supported_in_part_only_has_the_papers_sentence_beside_it() -> None:
    answer = written("每家驿站的食堂改造费用为3.5万元[1]。", Finding(0.9, taken_for_the_answer(), 0.0))
    assert [each.verdict for each in answer.sentences] == ["partly", "supported"]
    assert answer.sentences[1].text in TEXT


def test_a_figure_the_papers_have_not_gives_way_to_their_sentence() -> None:
    answer = written("每家驿站90项改造费用为3.5万元[1]。", Finding(0.9, taken_for_the_answer(), 0.0))
    (sentence,) = answer.sentences
    assert sentence.verdict == "supported"
    assert sentence.text in TEXT


def test_what_a_report_on_another_matter_says_is_struck() -> None:
    river = "亚马孙河的粉红河豚在湿季游进被淹的森林觅食，科学家用回声定位追踪它们。"
    reply = f"每家驿站的改造费用为3.5万元[1]。{river}[2]"
    answer = written(reply, Finding(0.9, taken_for_the_answer(), 0.0), other=river)
    assert answer.sentences[0].text == "每家驿站的改造费用为3.5万元。"
    assert river not in answer.text
    assert [each.text for each in answer.struck] == [river]


def test_what_answers_needs_nothing_beside_it() -> None:
    answer = written("每家驿站的改造费用为3.5万元[1]。", Finding(0.9, taken_for_the_answer(), 0.0))
    assert len(answer.sentences) == 1


def test_an_earlier_figure_is_told_behind_the_one_that_counts_and_remarked_with_its_date() -> None:
    reports = (
        ("云溪市总工会的母婴室启用，首批设了18间。", date(2024, 5, 6)),
        ("云溪市总工会的母婴室增加到40间。", date(2024, 11, 8)),
    )
    articles = [
        replace(make_article(text, headline="云溪母婴室", issued=day), id=day.isoformat())
        for text, day in reports
    ]
    hits = tuple(
        Hit(Passage(each.id, each.id, 0, len(each.text), each.text), each, 1 - n / 10, None, n + 1, n + 1)
        for n, each in enumerate(articles)
    )
    question = "云溪的母婴室有多少间？"
    empty = unanswered(question, Coverage(2, None, None, ()), model="摘句")
    evidence, picks = Evidence(1.0, True, ()), extract(question, hits, rarity=rarity)
    found = Found(question, question, (), hits, {}, None, rarity, evidence, picks, Finding(1.0, None, 9.0))
    *_, answer = tell(empty, found, writer=None, today=date(2024, 12, 1))
    assert isinstance(answer, Answer)
    assert answer.text.index("40间") < answer.text.index("18间")
    assert answer.remarks == ("[2]（2024-05-06）与[1]（2024-11-08）的数字不同，较新的是[1]。",)


def parts_told(reply: str) -> list[str]:
    """What is shown for a question of two parts, where a model replies so."""
    text = "河阳热线由4条线路增加到10条。夜班每晚固定两名值班员。补助由市总工会承担，每班150元。"
    hits = (hit_of(text, "河阳热线扩容", similarity=0.9),)
    question = "河阳热线增加到多少条线路？河阳热线夜班补助每班多少元？"
    searching = Searching(search=lambda _text: hits, rarity=rarity, corrections=lambda _ids: {})
    prompt, again = Prompt("p", "$today", "$question $sources", "d"), Prompt("a", "规则", "$failed", "d")
    writer = Writer(ScriptedChat([reply] * 2), prompt, again, prompt, 100)
    empty = unanswered(question, Coverage(1, None, None, ()), model="m")
    found = find(question, question, searching, fitted=True)
    *_, answer = tell(empty, found, writer=writer, today=date(2024, 9, 12))
    assert isinstance(answer, Answer)
    assert all(sentence.citations for sentence in answer.sentences)
    return [sentence.text for sentence in answer.sentences]


def test_a_part_the_model_left_out_is_answered_by_the_sentence_of_the_papers() -> None:
    assert parts_told("河阳热线增加到10条线路[1]。") == [
        "河阳热线增加到10条线路。",
        "补助由市总工会承担，每班150元。",
    ]
    assert len(parts_told("河阳热线增加到10条线路[1]。夜班补助每班150元[1]。")) == 2


def test_a_model_that_denies_a_part_the_papers_answer_is_put_right() -> None:
    told = parts_told("河阳热线增加到10条线路[1]。报上没有提到河阳热线夜班补助每班多少元。")
    assert not any("没有提到" in each for each in told)
    assert told[-1] == "补助由市总工会承担，每班150元。"
