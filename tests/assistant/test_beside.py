from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.beside import Beside, denied, gives_way, put_beside, tells_of
from assistant.find import Found
from assistant.records import Sentence
from tests.found import found_in

TEXTS = (
    "平阳工会驿站通宵开放，骑手凭会员码刷开门锁。每家驿站的改造费用为3.5万元。",
    "河阳市总工会12351热线由4条线路增加到10条。夜班值班员由市总工会培训。",
    "临江市总工会的夜间热线在东湖区、石桥区开通。",
    "临江市总工会的夜间热线昨日在南浦区开通。",
)
COST, LINES = "平阳每家驿站的改造费用是多少？", "河阳热线增加到多少条线路？"


def found(question: str, texts: Sequence[str] = TEXTS) -> Found:
    return found_in(texts, question, similarity=0.95)


def beside(question: str, *told: str, texts: Sequence[str] = TEXTS) -> list[str]:
    supported = [Sentence(text, (1,), "supported") for text in told]
    return [each.sentence.text for each in put_beside(found(question, texts), supported, number=2)]


def test_a_part_that_was_left_out_has_its_sentence_and_the_part_that_was_told_has_none() -> None:
    (text,) = beside(COST + LINES, "平阳每家驿站的改造费用为3.5万元。")
    assert "10条" in text
    assert not beside(COST + LINES, "平阳每家驿站的改造费用为3.5万元。", "河阳热线增加到10条线路。")


def test_the_sentences_are_numbered_on_and_quoted_as_they_stand() -> None:
    pieces = list(put_beside(found(COST + LINES), (), number=7))
    assert [each.source.number for each in pieces] == [7, 8]
    assert [each.sentence.citations for each in pieces] == [(7,), (8,)]
    for each in pieces:
        assert any(each.source.quote in text for text in TEXTS)


def test_to_say_that_the_papers_do_not_say_is_not_to_tell() -> None:
    (text,) = beside(COST, "报道没有提到平阳每家驿站的改造费用是多少，也没有提到3.5万元。")
    assert "3.5万元" in text


def test_a_question_for_several_has_what_of_them_was_left_out() -> None:
    told = "临江市总工会的夜间热线在东湖区、石桥区开通。"
    assert beside("临江市总工会的夜间热线在哪些区开通？", told) == [
        "临江市总工会的夜间热线昨日在南浦区开通。"
    ]

    assert not beside("临江市总工会的夜间热线在哪些区开通？", told, "在南浦区也开通了。")


def test_of_a_list_nobody_told_two_sentences_are_shown() -> None:
    texts = ("云溪市总工会为工地送去毛巾、清凉油。", "云溪市总工会为工地送去绿豆汤、西瓜。")
    assert set(beside("云溪市总工会为工地送去了哪些东西？", texts=texts)) == set(texts)


def test_an_answer_far_less_likely_than_that_of_the_papers_has_theirs_beside_it() -> None:
    texts = ("平阳驿站从2022年开建，首批十二家。", "骑手小周在平阳驿站住了六个月，说比租房省钱。")
    question = "骑手小周在平阳驿站住了多久？"
    assert beside(question, "平阳驿站从2022年开建。", texts=texts) == [texts[1]]
    assert beside(question, "骑手小周在平阳驿站住下，驿站从2022年开建。", texts=texts) == [texts[1]]
    assert not beside(question, "骑手小周住了六个月。", texts=texts)


def test_the_likeliest_sentence_is_shown_where_hardly_a_word_of_it_was_told() -> None:
    texts = (
        "王健表示，河阳在改革以来坚持深化“技工强市”战略。",
        "河阳产品外销到二百三十个国家和地区，上官青说此行是学习之旅。",
    )
    question = "谁提到了“技工强市”战略？"
    assert beside(question, "河阳产品外销到二百三十个国家和地区。", texts=texts) == [texts[0]]
    assert not beside(question, "河阳的王健表示坚持深化“技工强市”战略。", texts=texts)


def test_how_something_is_done_is_answered_by_whatever_was_written() -> None:
    assert not beside("骑手怎么进平阳的驿站？", "他们用会员码。")


def test_to_announce_an_answer_is_not_to_tell_it() -> None:
    (text,) = beside("骑手怎么进平阳的驿站？", "骑手进平阳的驿站的办法如下：")
    assert "会员码" in text


def test_parts_have_sentences_of_their_own() -> None:
    told = beside("临江的夜间热线怎么样？河阳的热线怎么样？")
    assert len(told) == len(set(told)) == 2


def test_a_sentence_tells_of_a_part_by_its_words_and_the_type_asked_for() -> None:
    told = [Sentence("平阳每家驿站的改造费用为3.5万元。", (1,), "supported")]
    assert tells_of(COST, told)
    assert not tells_of("平阳驿站的改造费用由谁出？", [Sentence("平阳驿站的改造。", (1,), "supported")])
    assert not tells_of(COST, [replace(told[0], verdict="partly")])


def test_a_denial_and_a_figure_the_papers_have_not_give_way_to_their_sentence_for_the_part() -> None:
    right = Sentence("每家驿站的改造费用为3.5万元。", (2,), "supported")
    shown = Beside(COST, right, next(put_beside(found(COST), (), number=2)).source)
    wrong = Sentence("平阳每家驿站的改造费用为8万元。", (1,), "partly", "来源没有提到“8万元”")
    assert gives_way(shown, wrong)
    assert gives_way(shown, Sentence("报道没有提到平阳每家驿站的改造费用。", (), "supported"))
    assert not gives_way(shown, replace(wrong, reason="来源没有提到“市长”"))
    assert not gives_way(shown, replace(wrong, text="河阳热线增加到80条线路。"))
    assert not gives_way(shown, right)


def test_a_denial_is_about_the_part_whose_words_it_has() -> None:
    sentence = Sentence("报道中没有提到平阳每家驿站的改造费用。", (), "supported")
    assert denied(COST, sentence) > 0.5 > denied(LINES, sentence)
    assert denied(COST, Sentence("平阳每家驿站的改造费用为3.5万元。", (1,), "supported")) == 0.0
