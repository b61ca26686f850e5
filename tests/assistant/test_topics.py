"""Sections by their words; topics by the reader's."""

from __future__ import annotations

import pytest

from assistant.portions import Portion, whole
from assistant.topics import OTHER, is_about, section_of
from tests.store_home import make_article


def report(headline: str, text: str = "详情请看内页。") -> Portion:
    return whole(make_article(text, headline=headline))


@pytest.mark.parametrize(
    ("headline", "section"),
    [
        ("窗口追回欠薪两千万元", "维权与法律"),
        ("技能培训送进厂，招聘会开到家", "就业与技能"),
        ("高温天开展安全生产检查", "安全与健康"),
        ("云淡风轻", OTHER),
    ],
)
def test_a_report_stands_in_the_section_of_its_words(headline: str, section: str) -> None:
    assert section_of(report(headline)) == section


def test_a_topic_is_found_by_its_word_or_a_synonym() -> None:
    assert is_about(report("窗口追回欠薪两千万元"), "欠薪")
    assert is_about(report("老板拖欠工资三个月"), "欠薪")
    assert not is_about(report("虚拟主播改为每日播报", "首期节目说的是薪火相传。"), "欠薪")


def test_of_several_words_most_must_be_there() -> None:
    assert is_about(report("骑手参加职业伤害保险"), "骑手 保险")
    assert not is_about(report("骑手歇脚有了驿站"), "骑手 保险")


def test_a_synonym_said_once_in_passing_does_not_make_a_topic() -> None:
    once = whole(
        make_article(
            "节目里最受欢迎的是工资条怎么看那一期，单期播放四十一万次。", headline="节目改为每日播报"
        )
    )
    twice = whole(make_article("老板压着两个月工钱不给，热线帮他把工钱讨了回来。", headline="一部热线有回音"))
    assert not is_about(once, "欠薪")
    assert is_about(twice, "欠薪")
