from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.find import Found, find
from assistant.searching import Searching
from tests.store_home import make_article
from vectorstore.records import Hit, Passage

TEXTS = (
    "平阳市总工会开会部署冬季工作，要求各驿站做好防寒。",
    "平阳工会驿站通宵开放，骑手凭会员码刷开门锁。每家驿站的改造费用为3.5万元。",
    "河阳市总工会12351热线由4条线路增加到10条。",
)


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    return (0.5,) * len(texts)


def found(question: str) -> Found:
    hits = []
    for n, text in enumerate(TEXTS):
        article = replace(make_article(text, headline=f"第{n}条", issued=date(2024, 4, 18)), id=f"a{n}")
        hits.append(
            Hit(Passage(f"p{n}", article.id, 0, len(text), text), article, 1 - n / 10, 0.8, n + 1, n + 1)
        )
    searching = Searching(search=lambda _text: tuple(hits), rarity=rarity, corrections=lambda _ids: {})
    return find(question, question, searching, fitted=True)


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
