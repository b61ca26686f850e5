from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.ingest import ingest
from assistant.premise import false_premise
from assistant.readers import Limits
from tests.store_home import make_article
from vectorstore.records import Filter, Hit, Passage
from vectorstore.store import VectorStore

ROOT = Path(__file__).resolve().parents[2]

TEXT = "去年，深圳市总工会新增21个驿站，都建在地铁口和商圈。首批驿站4月1日起开放，每个驿站配有3名管理员。"


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    return (0.5,) * len(texts)


def hit(text: str = TEXT, headline: str = "深圳驿站添新") -> Hit:
    article = make_article(text, headline=headline, issued=date(2024, 4, 18))
    return Hit(Passage("p", article.id, 0, len(text), text), article, 1.0, None, 1, 1)


def test_a_figure_the_paper_gives_otherwise_is_put_right_with_its_sentence() -> None:
    found = false_premise("去年深圳新增12个驿站，都建在哪？", [hit()], rarity=rarity)
    assert found is not None
    assert found.text == "报道中的数字是21个，不是12个。"
    assert TEXT[found.start : found.end].startswith("去年")


def test_a_day_the_paper_gives_otherwise_is_put_right() -> None:
    found = false_premise("深圳首批驿站5月6日起开放，配有几名管理员？", [hit()], rarity=rarity)
    assert found is not None
    assert found.text == "报道中的日期是4月1日，不是5月6日。"


@pytest.mark.parametrize(
    "question",
    [
        "去年深圳新增21个驿站，都建在哪？",
        "去年深圳新增二十一个驿站，都建在哪？",
        "去年深圳新增多少个驿站？",
        "去年河阳新增12个驿站，都建在哪？",  # another place: nothing to put right here
        "深圳12个街道有夜校吗？",  # another thing counted
        "深圳首批驿站4月1日起开放，配有几名管理员？",
        "深圳超过12个驿站建在哪？",
    ],
)
def test_what_agrees_or_is_about_something_else_is_left_alone(question: str) -> None:
    assert false_premise(question, [hit()], rarity=rarity) is None


def test_a_figure_another_article_has_is_no_false_premise() -> None:
    other = hit("深圳市总工会说，新增12个驿站的消息有待核实。")
    assert false_premise("去年深圳新增12个驿站，都建在哪？", [hit(), other], rarity=rarity) is None
    assert false_premise("去年深圳新增12个驿站，都建在哪？", [], rarity=rarity) is None


def test_two_figures_in_one_sentence_settle_nothing() -> None:
    unclear = hit("去年深圳市总工会新增21个驿站，其中社区18个驿站。")
    assert false_premise("去年深圳新增12个驿站，都建在哪？", [unclear], rarity=rarity) is None


def test_no_stored_question_raises_a_false_alarm(store: VectorStore) -> None:
    ingest([str(ROOT / "sample" / "pages")], store=store, limits=Limits(), report=lambda _step: None)
    lines = (ROOT / "evals" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    alarms = []
    stored = [json.loads(line) for line in lines]
    asked = [each["question"] for each in stored if each["kind"] != "premise"]
    for question in asked:
        hits = store.search(question, admit=Filter(), limit=10)
        if false_premise(question, hits, rarity=store.rarity):
            alarms.append(question)
    assert len(asked) >= 120
    assert alarms == []  # these take nothing false for granted


PLAN = (
    "4月10日，河阳市总工会“骑手安心”保障计划启动，首批1.2万人参加，保费由工会承担。\n"
    "在焊接技能大赛上，来自重型机械厂的赵立衡夺得头名，奖金5000元。"
)


@pytest.mark.parametrize(
    ("question", "right", "rest"),
    [
        ("平阳市总工会的“骑手安心”保障计划，保费由谁承担？", "河阳，不是平阳", "河阳市总工会的“骑手安心”"),
        ("陕西省总工会的“骑手安心”保障计划首批多少人？", "河阳市，不是陕西省", "河阳市总工会的“骑手安心”"),
        ("郝明远夺得河阳焊接技能大赛头名，奖金多少？", "赵立衡，不是郝明远", "赵立衡夺得"),
    ],
)
def test_a_name_the_paper_gives_otherwise_is_put_right(question: str, right: str, rest: str) -> None:
    found = false_premise(question, [hit(PLAN, "骑手有了保障")], rarity=rarity)
    assert found is not None
    assert right in found.text
    assert found.rest.startswith(rest)
    assert found.said in PLAN[found.start : found.end]


@pytest.mark.parametrize(
    "question",
    [
        "河阳市总工会的“骑手安心”保障计划，保费由谁承担？",
        "平阳市总工会的职工热线几点开通？",  # nothing says that it is the same matter
        "哪个城市的总工会办了“骑手安心”保障计划？",
        "赵立衡夺得河阳焊接技能大赛头名，奖金多少？",
        "平阳市总工会的“夜校圆梦”计划，学费由谁承担？",
    ],
)
def test_a_name_that_fits_or_stands_for_another_matter_is_left_alone(question: str) -> None:
    assert false_premise(question, [hit(PLAN, "骑手有了保障")], rarity=rarity) is None


def test_a_name_that_another_article_on_it_has_is_no_false_premise() -> None:
    other = hit("平阳市总工会的“骑手安心”保障计划也启动了，保费由工会承担。", "平阳也有保障")
    question = "平阳市总工会的“骑手安心”保障计划，保费由谁承担？"
    assert false_premise(question, [hit(PLAN, "骑手有了保障"), other], rarity=rarity) is None


HOME = (
    "临江市“暖途小屋”有36张床铺，货车司机住一晚收25元。小屋由市总工会2020年建成，一季度接待司机1480人次。\n"
    "屋里的法律窗口去年收到求助96件，法律窗口有41件转成了仲裁案子，已办结的30件里，七成达成调解。\n"
    "女司机罗小满今年41岁，跑车12年，被评为安全标兵，奖金2000元。\n"
    "小屋由交通局等6部门合办，10月新添的4家分店，各区都有。"
)


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("55岁的罗小满当了安全标兵，奖金多少？", "报道中的年龄是41岁，不是55岁。"),
        ("临江市总工会2016年建成的暖途小屋，一晚收多少钱？", "报道中的年份是2020年，不是2016年。"),
        ("临江暖途小屋有50张床铺，司机住一晚多少钱？", "报道中的数字是36张，不是50张。"),
        (
            "临江暖途小屋的法律窗口转成仲裁的案子有70多件，调解成的占多少？",
            "报道中的数字是41件，不是70多件。",
        ),
        ("临江法律窗口去年收到700多件求助，转成仲裁的有多少？", "报道中的数字是96件，不是700多件。"),
        ("8个部门合办的临江暖途小屋，住一晚多少钱？", "报道中的数字是6部门，不是8个。"),
    ],
)
def test_ages_years_of_founding_rough_counts_and_figures_behind_their_noun(question: str, right: str) -> None:
    found = false_premise(question, [hit(HOME, "临江暖途小屋")], rarity=rarity)
    assert found is not None
    assert found.text == right
    assert found.said.startswith(right.removeprefix("报道中的")[3:].split("，")[0])


@pytest.mark.parametrize(
    "question",
    [
        "41岁的罗小满当了安全标兵，奖金多少？",
        "55岁的马师傅在临江当了安全标兵，奖金多少？",  # whose age the paper does not tell
        "临江市总工会2020年建成的暖途小屋，一晚收多少钱？",
        "临江2016年的司机住一晚多少钱？",  # a time, nothing that began in it
        "临江暖途小屋有30多张床铺，司机住一晚多少钱？",  # 36 is 30多
        "临江暖途小屋的法律窗口转成仲裁的案子有40多件，调解成的占多少？",
        "临江暖途小屋有50张餐券，怎么领？",  # another thing counted
        "宛城暖途小屋有50张床铺，司机住一晚多少钱？",  # another place
    ],
)
def test_figures_that_agree_or_count_something_else_are_left_alone(question: str) -> None:
    assert false_premise(question, [hit(HOME, "临江暖途小屋")], rarity=rarity) is None


def test_the_rest_of_the_question_no_longer_holds_the_wrong_figure() -> None:
    found = false_premise(
        "临江暖途小屋有50张床铺，司机住一晚多少钱？", [hit(HOME, "临江暖途小屋")], rarity=rarity
    )
    assert found is not None
    assert "50" not in found.rest
    assert "住一晚多少钱" in found.rest


@pytest.mark.parametrize("text", ["线路由4条线路增加到10条。", "热线从4条线路，增加到10条。"])
def test_which_figure_of_a_rise_is_meant_stays_open(text: str) -> None:
    rise = hit(f"临江市总工会12351热线近日扩容，{text}", "临江热线扩容")
    assert false_premise("临江市总工会热线增加到16条线路，夜里几个人接？", [rise], rarity=rarity) is None
