from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chat.scripted import ScriptedChat
from assistant.errors import ChatUnavailable
from assistant.followup import Turn, by_rule, depends, followup, read_rewritten
from assistant.prompts import load_prompt

PROMPT = load_prompt("followup", Path(__file__).resolve().parents[2] / "prompts")
STATION = (Turn("平阳每家驿站的改造费用是多少？", "每家驿站的改造费用为3.5万元，由市总工会承担。"),)
CONTEST = (Turn("河阳焊接大赛的冠军是谁？", "河阳造船厂的赵立衡夺得冠军。"),)
SURVEY = (Turn("佛山今年办了几期家政培训？", "佛山今年办了12期。"),)


@pytest.mark.parametrize(
    "question",
    [
        "那深圳呢？",
        "它什么时候开始的？",
        "后来呢？",
        "其中女职工多少人？",
        "那里几点开门？",
        "多少钱？",
        "为什么？",
        "这个项目花了多少钱？",
        "去年呢？",
    ],
)
def test_what_points_back_is_seen_to(question: str) -> None:
    assert depends(question)


@pytest.mark.parametrize(
    "question",
    [
        "平阳的通宵驿站改造费用是多少？",
        "陕西那条职工热线，半夜打过去是谁接？",
        "“骑士安”保费是谁出？骑手自己要交钱吗？",
        "梁志强的赔款哪天到的账？他是谁？",
        "营丘这批读书的职工哪天开课？",
        "哪些城市的工会办了夜校？",
    ],
)
def test_what_stands_on_its_own_is_left_alone(question: str) -> None:
    assert not depends(question)
    chat = ScriptedChat([])
    assert followup(question, STATION, chat=chat, prompt=PROMPT).question == question
    assert not chat.asked


@pytest.mark.parametrize(
    ("question", "history", "whole"),
    [
        ("那深圳呢？", STATION, "深圳每家驿站的改造费用是多少？"),
        ("它什么时候开始的？", STATION, "平阳驿站什么时候开始的？"),
        ("那里几点开门？", STATION, "平阳几点开门？"),
        ("由谁承担？", STATION, "平阳驿站由谁承担？"),
        ("后来呢？", STATION, "平阳驿站后来怎么样？"),
        ("那床位数呢？", STATION, "平阳驿站的床位数是多少？"),
        ("他多大年纪？", CONTEST, "赵立衡多大年纪？"),
        ("其中女选手多少人？", CONTEST, "河阳焊接大赛中女选手多少人？"),
        ("去年呢？", SURVEY, "佛山去年办了几期家政培训？"),
        ("那河阳呢？", SURVEY, "河阳今年办了几期家政培训？"),
    ],
)
def test_without_a_model_rules_put_in_what_is_meant(
    question: str, history: tuple[Turn, ...], whole: str
) -> None:
    assert followup(question, history, chat=None, prompt=None).question == whole


def test_nothing_before_leaves_the_question_as_it_is() -> None:
    assert followup("那深圳呢？", (), chat=None, prompt=None).question == "那深圳呢？"


def test_a_model_rewrites_from_the_conversation_and_its_tokens_are_told() -> None:
    chat = ScriptedChat(["改写后的问题：“平阳的通宵驿站是什么时候开始的？”"])
    followed = followup("它什么时候开始的？", STATION, chat=chat, prompt=PROMPT)
    assert followed.question == "平阳的通宵驿站是什么时候开始的？"
    assert followed.usage.calls == 1
    assert "3.5万元" in chat.asked[0][-1].content


@pytest.mark.parametrize(
    "reply",
    [
        "平阳的驿站2019年就开始了吗？",  # a figure nobody mentioned
        "洛阳的驿站什么时候开始的？",  # a place nobody mentioned
        "平阳的驿站什么时候开始的？\n因为上文说的是驿站。",
        "它是4月1日开始的。",
        "问" * 201,
        "![x](http://e.example)",
        "",
    ],
)
def test_a_rewriting_that_cannot_be_trusted_gives_way_to_the_rule(reply: str) -> None:
    question = "它什么时候开始的？"
    assert read_rewritten(reply, question, STATION) is None
    if reply and len(reply) <= 200:
        chat = ScriptedChat([reply])
        assert followup(question, STATION, chat=chat, prompt=PROMPT).question == by_rule(question, STATION)


def test_a_model_that_cannot_be_reached_leaves_the_rule() -> None:
    chat = ScriptedChat([ChatUnavailable("没有连接")])
    assert (
        followup("那深圳呢？", STATION, chat=chat, prompt=PROMPT).question == "深圳每家驿站的改造费用是多少？"
    )
