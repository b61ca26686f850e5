from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.comparison import read_comparison

QUESTIONS = Path(__file__).resolve().parents[2] / "evals" / "questions.jsonl"


@pytest.mark.parametrize(
    ("question", "sides", "topic", "labels"),
    [
        ("比较陕西和河南的热线", ("陕西", "河南"), "热线", ()),
        ("比较一下平阳通宵驿站和宛丘零工市场的数字", ("平阳通宵驿站", "宛丘零工市场"), "", ()),
        ("平阳通宵驿站和宛丘零工市场有什么不同？", ("平阳通宵驿站", "宛丘零工市场"), "", ()),
        ("比较平阳和宛丘的零工市场", ("平阳", "宛丘"), "零工市场", ()),
        ("比较河阳热线和陕西热线的接通率", ("河阳热线", "陕西热线"), "", ("接通率",)),
        ("请对比一下平阳的驿站和河阳的热线", ("平阳的驿站", "河阳的热线"), "", ()),
        ("“骑士安”和“求学圆梦”有什么不同？", ("骑士安", "求学圆梦"), "", ()),
        ("河阳市总工会与营丘市总工会的助学项目有何区别", ("河阳市总工会", "营丘市总工会"), "助学项目", ()),
        ("外卖员和快递员的保险有什么区别？", ("外卖员", "快递员"), "保险", ()),
        ("陕西和寿春的热线，夜里接电话的办法有什么不同？", ("陕西", "寿春"), "热线", ("夜里接电话的办法",)),
        ("郢州、平阳、寿春三市今年追回的工资各是多少？", ("郢州", "平阳", "寿春"), "", ("今年追回的工资",)),
        ("昌平和河阳的建会率，哪个更高？", ("昌平", "河阳"), "", ("建会率",)),
        ("平阳和寿春谁追回的工资多，各多少？", ("平阳", "寿春"), "", ("追回的工资",)),
        (
            "比较陕西、河阳和寿春的热线：线路数和值班时间",
            ("陕西", "河阳", "寿春"),
            "热线",
            ("线路数", "值班时间"),
        ),
        (
            "陕西和河阳的热线各有几条线？夜里有人接吗？",
            ("陕西", "河阳"),
            "热线",
            ("有几条线", "夜里有人接吗"),
        ),
        (
            "昌平热线的白班跟寿春的夜间窗口，每天接待的人一样多吗？",
            ("昌平热线的白班", "寿春的夜间窗口"),
            "",
            ("每天接待的人",),
        ),
        ("宛丘市场和抚河服务站各有几间房？", ("宛丘市场", "抚河服务站"), "", ("有几间房",)),
        ("河阳的热线和寿春的热线比，哪个线路多？", ("河阳的热线", "寿春的热线"), "", ("线路",)),
    ],
)
def test_what_is_compared_in_what(
    question: str, sides: tuple[str, ...], topic: str, labels: tuple[str, ...]
) -> None:
    found = read_comparison(question)
    assert found is not None
    assert (found.sides, found.topic) == (sides, topic)
    assert tuple(aspect.label for aspect in found.aspects) == labels


def test_every_province_is_a_comparison_of_those_the_papers_name() -> None:
    found = read_comparison("各省的职工热线分别是什么时候开通的？")
    assert found is not None
    assert (found.sides, found.every, found.topic) == ((), "省", "职工热线")
    assert found.aspects[0].asks == "是什么时候开通"


@pytest.mark.parametrize(
    "question",
    [
        "陕西热线的接通率和满意率各是多少？",  # two figures of one thing
        "做一条片子，一开始和现在分别要几分钟？",  # one thing at two times
        "“骑士安”4月和12月的赔付有什么不同？",
        "工会和企业的关系怎么样？",
        "比较北京的驿站",
        "河阳和平阳的驿站分别有几家？深圳的保障覆盖多少人？",  # and something else besides
        "驿站几点开门？",
        "上级要求各地各部门落实的是什么责任？",
        "？",
        "",
    ],
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert read_comparison(question) is None


def test_each_thing_is_asked_about_alone() -> None:
    found = read_comparison("陕西和寿春的热线，夜里接电话的办法有什么不同？")
    assert found is not None
    assert found.ask_of("寿春", found.aspects[0]) == "寿春的热线,夜里接电话的办法是什么?"
    assert found.ask_of("寿春") == "寿春的热线?"


def test_of_the_stored_questions_only_those_over_several_things_are_comparisons() -> None:
    stored = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    compared = [each["question"] for each in stored if read_comparison(each["question"])]
    assert 3 <= len(compared) <= len(stored) / 10
    assert all(any(mark in question for mark in "和与跟、") for question in compared)
