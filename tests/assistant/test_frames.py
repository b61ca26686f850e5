"""What a program says around the claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.frames import BOTH, NEUTRAL, NEWER, differing, named, title_of
from tests.explain_rig import article, claimed
from vectorstore.identity import keyed


def test_a_topic_that_tells_nothing_more_is_the_title() -> None:
    assert title_of("松江的高温补贴", claimed()) == "松江的高温补贴"


@pytest.mark.parametrize(
    "topic",
    ["骑手能领500元补贴", "河南的高温补贴", "7月1日的补贴", "补贴怎么领", "补贴是多少？", "", "很" * 60],
)
def test_any_other_gives_way_to_the_headline(topic: str) -> None:
    assert title_of(topic, claimed()) == "《松江高温补贴来了》这篇报道"


def test_a_headline_with_a_fact_that_no_claim_has_is_not_said() -> None:
    made = claimed(article(headline="松江5000人领到补贴"))
    assert title_of("", made) == NEUTRAL
    assert title_of("", claimed(article(headline=None))) == NEUTRAL


def test_a_source_is_named_as_far_as_it_is_known() -> None:
    cited = claimed().citations[0]
    assert named(cited) == "《松江工友》2024年5月9日第2版"
    assert named(replace(cited, page=None)) == "《松江工友》2024年5月9日"
    assert named(replace(cited, publication=None)) == "报纸2024年5月9日第2版"
    assert named(replace(cited, publication=None, issued=None)) == "报上《松江高温补贴来了》一文"


@pytest.mark.parametrize(("later", "said"), [(date(2024, 7, 9), NEWER), (date(2024, 5, 9), BOTH)])
def test_reports_that_differ_are_said_to(later: date, said: str) -> None:
    one = article("到5月9日，松江市总工会的高温补贴项目已有2300人报名参加。", headline="甲")
    other = article("到5月9日，松江市总工会的高温补贴项目已有2800人报名参加。", headline="乙", issued=later)
    pairs = differing(claimed(*keyed([one, other]).values()))
    assert [note for _, _, note in pairs] == [said]
