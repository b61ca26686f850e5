"""The facts of a sentence, and which of them another text has."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.facts import facts_of, lacking

CLAIM = "松江市总工会计划给2300名户外劳动者发放补贴，每人每月150元，凭会员卡领取，6月1日起发。"


def added(text: str, claim: str = CLAIM) -> list[str]:
    return [fact.kind for fact in lacking(facts_of(text), claim, date(2024, 5, 9))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("每人每月200元。", "figure"),
        ("每人每月两百元。", "figure"),
        ("超过2300名。", "figure"),
        ("7月1日起发。", "date"),
        ("电话是0371-65851234。", "code"),
        ("河南也这样发。", "name"),
        ("全国都在这样做。", "scope"),
        ("所有劳动者的补贴。", "scope"),
        ("必须先登记。", "condition"),
        ("只有会员的补贴。", "condition"),
        ("如果超过期限就没有了。", "condition"),
        ("工会保证发到位。", "promise"),
        ("一定发到手里。", "promise"),
        ("免费发放。", "promise"),
        ("马上就到账。", "promise"),
        ("您也能领到这笔钱。", "promise"),
        ("正在试点。", "plan"),
    ],
)
def test_what_no_claim_has_is_found(text: str, kind: str) -> None:
    claim = CLAIM.replace("领取", "取用")  # nobody is told that he can 领
    assert kind in added(text, claim)


@pytest.mark.parametrize(
    "text",
    [
        "每人每月一百五十元。",
        "共2300人。",
        "2024年6月1日起发。",
        "松江的户外劳动者。",
        "凭会员卡取。",
        "打算发补贴。",
        "好，咱们接着说。",
        "一个人的补贴。",
    ],
)
def test_the_same_fact_in_other_words_is_no_addition(text: str) -> None:
    assert added(text) == []


def test_a_figure_cut_out_of_a_longer_one_is_another() -> None:
    assert added("共300名。") == ["figure"]
    assert added("每月15元。") == ["figure"]


def test_a_plan_that_became_a_fact_has_lost_its_plan() -> None:
    gone = lacking(
        facts_of(CLAIM), "松江市总工会给2300名户外劳动者发放补贴，每人每月150元，凭会员卡领取，6月1日起发。"
    )
    assert [fact.said for fact in gone] == ["“计划”（打算）"]
