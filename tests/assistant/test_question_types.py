from __future__ import annotations

import pytest

from assistant.question import fold
from assistant.question_types import answers, asked, asks_outcome, holding, sought


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("补贴几个工作日到账？", "材料齐了,第4个工作日到账", "这是第4个人"),
        ("夜里值班的有几个人？", "夜里有两名值班员", "夜里有两个窗口"),
        ("一共有几个窗口？", "设了3个窗口", "这是第3个窗口"),
    ],
)
def test_a_figure_counts_with_the_measure_asked_for(question: str, answer: str, other: str) -> None:
    form = sought(fold(question))
    assert form is not None
    assert form.search(answer)
    assert not form.search(other)


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("报名该打哪个号？", ["(0777)3219999"]),
        ("食堂一份套餐多少钱？", ["15元"]),
        ("食堂现在有多少家？", ["40家"]),
    ],
)
def test_the_figures_that_answer_are_found_whole(question: str, figures: list[str]) -> None:
    text = fold("食堂已有40家，一份套餐15元，报名打（0777）3219999。")
    folded = fold(question)
    pattern = holding(folded, asked(folded))
    assert pattern is not None
    assert pattern.findall(text) == figures


@pytest.mark.parametrize("question", ["补贴在哪里申请？", "补贴在哪个网站申请？"])
@pytest.mark.parametrize(
    "place",
    ["请登录gonghui.example填表", "关注公众号“河阳工会”", "下载工会APP", "到办事大厅一楼", "见工会网站"],
)
def test_a_place_on_the_net_is_a_place(question: str, place: str) -> None:
    assert any(answers(kind, fold(place)) for kind in asked(fold(question)))
    assert not any(answers(kind, fold("每人每月三百元")) for kind in asked(fold(question)))


@pytest.mark.parametrize(
    "place", ["请登录gonghui.example填表", "关注公众号“河阳”", "见网站首页", "下载工友app"]
)
def test_a_place_on_the_net_is_a_name(place: str) -> None:
    question = fold("登录哪个网站申请补贴？")
    assert asked(question) == ("name",)
    assert answers("name", fold(place))
    assert not answers("name", fold("每人每月三百元"))


def test_an_open_question_asks_for_no_figure() -> None:
    assert holding("食堂为什么换菜单?", asked("食堂为什么换菜单?")) is None


def test_a_question_for_the_end_of_a_matter_is_told_from_one_for_its_way() -> None:
    assert asks_outcome("押金最后怎么退的?")
    assert asks_outcome("工钱是怎么要回来的?")
    assert not asks_outcome("食堂怎么办卡?")
    assert not asks_outcome("最后一家食堂哪天开张?")
