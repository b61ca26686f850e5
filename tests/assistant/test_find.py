from __future__ import annotations

import pytest

from assistant.find import Found
from tests.found import found_in

TEXTS = (
    "平阳市总工会开会部署冬季工作，要求各驿站做好防寒。",
    "平阳工会驿站通宵开放，骑手凭会员码刷开门锁。每家驿站的改造费用为3.5万元。",
    "河阳市总工会12351热线由4条线路增加到10条。",
)


def found(question: str) -> Found:
    return found_in(TEXTS, question, similarity=0.8)


def test_the_hit_that_states_the_answer_tells_most_and_none_is_lost() -> None:
    telling = found("平阳每家驿站的改造费用是多少？").telling
    assert telling[0].passage.text == TEXTS[1]
    assert {hit.passage.text for hit in telling} == set(TEXTS)


def test_what_is_not_in_the_hits_is_not_enough() -> None:
    assert not found("上证指数昨日收盘多少点？").enough


@pytest.mark.parametrize(
    ("question", "is_open"),
    [
        ("骑手怎么进平阳的驿站？", True),
        ("骑手怎么进平阳的驿站？河阳热线有几条线路？", False),
        ("骑手和司机分别怎么进平阳的驿站？", False),
        ("上证指数昨日收盘多少点？", False),
    ],
)
def test_only_a_question_of_one_answer_is_left_to_a_model(question: str, *, is_open: bool) -> None:
    assert found(question).open == is_open
