"""The gate of scripts: additions and losses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.explain_check import attributed, check, check_line, lost
from assistant.explain_template import plain_lines
from assistant.frames import title_of
from tests.explain_rig import RIDERS, VIDEO, article, basis, body, claimed

BASIS = basis()
FIRST, SECOND, THIRD, FOURTH = (claim.text for claim in BASIS.claims)


def test_a_line_in_the_papers_words_passes() -> None:
    assert check_line(body(FIRST, 1), BASIS) == ()


def test_a_line_in_other_words_passes() -> None:
    told = (
        "各位师傅，松江市总工会2024年给2300名户外劳动者发高温补贴，一个人一个月150元，发3个月，5月8日宣布的。"
    )
    assert check_line(body(told, 1), BASIS) == ()


def test_what_carries_the_talk_along_passes() -> None:
    assert check_line(body("好，咱们接着说说这件事。", 1), BASIS) == ()


@pytest.mark.parametrize(
    "text",
    [
        "2300名户外劳动者每人每月能拿180元高温补贴。",
        "松江市总工会给2300名户外劳动者发放高温补贴，还送每人一箱水。",
        "河南省的户外劳动者每人每月150元高温补贴。",
        "上海的师傅每人每月150元高温补贴。",
        "松江市总工会保证每人每月150元高温补贴。",
        "高温补贴每人每月150元，谁都能领。",
        "高温补贴每人每月150元，您也能领。",
        "高温补贴每人每月150元，只要跑单就有。",
        "高温补贴每人每月150元，7月1日截止。",
        "高温补贴由部长王建国宣布，每人每月150元。",
        "松江市总工会没有给2300名户外劳动者发放高温补贴。",
    ],
)
def test_an_addition_is_caught(text: str) -> None:
    assert check_line(body(text, 1), BASIS)


def test_a_line_without_claims_or_with_unknown_ones_is_caught() -> None:
    assert check_line(body(FIRST), BASIS) == ("没有写明依据哪条要点",)
    assert check_line(body(FIRST, 1, 9), BASIS) == ("没有写明依据哪条要点",)


def test_a_fact_of_another_claim_is_caught_and_put_to_its_claim() -> None:
    line = body(FOURTH, 1)
    assert check_line(line, BASIS)
    assert attributed(line, BASIS).claims == (4,)


def test_a_line_over_two_claims_gets_both() -> None:
    line = body(f"{FIRST}{FOURTH}", 1)
    assert attributed(line, BASIS).claims == (1, 4)


@pytest.mark.parametrize("text", ["详见https://example.com。", "<b>补贴</b>来了。", "**补贴**来了。"])
def test_what_cannot_be_said_is_caught(text: str) -> None:
    assert check_line(body(text, 1), BASIS)


def test_a_web_address_of_the_claims_may_be_said_and_no_other() -> None:
    told = "网上申请请登录www.songjiang.example/apply填写表格。"
    given = basis(claimed(article(told)))
    assert check_line(body(told, 1), given) == ()
    assert check_line(body(told.replace("songjiang", "songjiang.evil"), 1), given)
    assert check_line(body(told.replace("/apply", "/apply?to=me"), 1), given)
    assert check_line(body("各位师傅，网上申请，登录www.songjiang.example/apply填表格。", 1), given) == ()
    asked = body("那是不是登录www.songjiang.evil？", 1, speaker=RIDERS.listener)
    assert check_line(asked, given) == ("要点里没有这个网址：www.songjiang.evil",)


def test_a_question_needs_an_answer_on_its_claim() -> None:
    question = body("钱这一块，是怎么说的？", 1, speaker=RIDERS.listener)
    assert check([question, replace(body(FIRST, 1), number=2)], BASIS) == ()
    assert [fault.line for fault in check([question, replace(body(FOURTH, 4), number=2)], BASIS)] == [1]
    assert [fault.line for fault in check([question], BASIS)] == [1]


def test_a_question_may_not_smuggle_a_fact_in() -> None:
    question = body("听说每个月有500元？", 1, speaker=RIDERS.listener)
    assert check([question, replace(body(FIRST, 1), number=2)], BASIS)[0].line == 1


def test_a_claim_that_is_not_told_is_lost() -> None:
    lines = [body(text, number) for number, text in enumerate((FIRST, SECOND, THIRD), 1)]
    assert [(loss.claim.number, loss.reasons) for loss in lost(lines, BASIS)] == [(4, ("没有讲到",))]


@pytest.mark.parametrize(
    ("number", "text", "gone"),
    [
        (1, FIRST.replace("，共发3个月", ""), "3个月"),
        (1, FIRST.replace("5月8日", ""), "5月8日"),
        (2, SECOND.replace("凭会员卡领取，", ""), "凭"),
        (2, SECOND.replace("，不得代领", ""), ""),
        (3, THIRD.replace("计划", ""), "计划"),
        (3, THIRD.replace("林青", ""), "林青"),
    ],
)
def test_a_claim_told_by_half_is_lost(number: int, text: str, gone: str) -> None:
    lines = [body(each, at) for at, each in enumerate((FIRST, SECOND, THIRD, FOURTH), 1)]
    lines[number - 1] = body(text, number)
    losses = lost(lines, BASIS)
    assert [loss.claim.number for loss in losses] == [number]
    assert gone in "".join(losses[0].reasons)


def test_what_the_program_says_around_is_not_judged() -> None:
    made = claimed()
    lines = plain_lines(
        BASIS, made, audience=RIDERS, scene=VIDEO, form="script", title=title_of("高温补贴", made)
    )
    assert check(lines, BASIS) == ()
    assert lines[0].text == "各位骑手、司机师傅好，我是小宣。今天说说高温补贴。"
    assert lines[1].text.startswith("据《松江工友》2024年5月9日第2版报道，")
    assert "出自《松江工友》2024年5月9日第2版" in lines[-1].text
