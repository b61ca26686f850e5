from __future__ import annotations

from collections.abc import Sequence

from assistant.uncovered import on_the_matter, weigh_parts
from tests.assistant.test_suggest import TEXT, hits


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    return tuple(0.3 if text in TEXT else 1.0 for text in texts)


def test_each_part_is_weighed_with_what_the_first_names() -> None:
    first, second = weigh_parts("平阳每家驿站的改造费用是多少？游泳池门票多少元？", hits(), rarity=rarity)
    assert first.covered
    assert first.enough
    assert not second.covered
    assert second.text == "游泳池门票多少元"
    assert "平阳" in second.whole


def test_a_part_that_names_the_subject_again_stands_by_itself() -> None:
    _, second = weigh_parts("驿站的改造费用是多少？驿站由谁出钱？", hits(), rarity=rarity)
    assert second.whole == "驿站由谁出钱?"


def test_a_question_of_one_part_has_none_to_weigh() -> None:
    assert weigh_parts("平阳每家驿站的改造费用是多少？", hits(), rarity=rarity) == ()


def test_a_hit_is_on_the_matter_if_it_has_anything_of_one_part() -> None:
    (hit, *_) = hits()
    assert on_the_matter("平阳每家驿站的改造费用是多少？游泳池门票多少元？", hit, rarity=rarity)
    assert not on_the_matter("谁用回声定位追踪亚马孙河的粉红河豚？", hit, rarity=rarity)
