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
    for line in lines:
        question = json.loads(line)["question"]
        hits = store.search(question, admit=Filter(), limit=10)
        if false_premise(question, hits, rarity=store.rarity):
            alarms.append(question)
    assert len(lines) == 120
    assert alarms == []  # no question of the set takes anything false for granted
