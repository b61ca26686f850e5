from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.ask import Asking, ask
from assistant.chat import ChatModel, Message
from assistant.chat.scripted import ScriptedChat
from assistant.prompts import load_prompt
from assistant.records import Answer
from assistant.writing import Writer
from tests.store_home import make_article
from vectorstore.records import Filter
from vectorstore.store import VectorStore

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
PROMPT, AGAIN, FOLLOWUP = (load_prompt(name, PROMPTS) for name in ("ask", "ask-again", "followup"))
WRONG = make_article(
    "清河市职工夜校今春招收学员1460人，开课36门。学费由市总工会承担，教材由学员自备。",
    headline="清河夜校春季开学",
    issued=date(2024, 4, 18),
)
STATED = "本报4月18日一版《清河夜校春季开学》一文中，“招收学员1460人”应为“招收学员1640人”。"
NOTICE = make_article(
    f"{STATED}特此更正，并向读者致歉。", headline="更正：有关人数", issued=date(2024, 6, 20), page="2"
)
QUESTION = "清河市职工夜校今春招收学员多少人？"


@pytest.fixture
def corrected(store: VectorStore) -> VectorStore:
    with store.writing():
        store.add([NOTICE, WRONG])
    return store


def put(store: VectorStore, chat: ChatModel | None, admit: Filter | None = None) -> Answer:
    using = Asking(store=store, writer=Writer(chat, PROMPT, AGAIN, FOLLOWUP, 300) if chat else None, depth=1)
    return ask(QUESTION, using=using, admit=admit or Filter(page="1"), today=date(2024, 9, 12))


def only_original(store: VectorStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the search find the corrected article alone, as it does where a correction words it otherwise."""
    search = store.search

    def narrowed(question: str, *, admit: Filter, limit: int, prefer: object) -> object:
        return search(question, admit=Filter(page="1"), limit=limit)

    monkeypatch.setattr(store, "search", narrowed)


@pytest.mark.parametrize("model", [False, True])
def test_the_correction_joins_the_sources_and_is_quoted_first(
    corrected: VectorStore, monkeypatch: pytest.MonkeyPatch, model: bool
) -> None:
    only_original(corrected, monkeypatch)
    chat = ScriptedChat(["职工夜校今春招收学员1460人[1]。"]) if model else None
    answer = put(corrected, chat, Filter())
    first = answer.sentences[0]
    assert first.text == f"更正：《清河夜校春季开学》（2024-04-18）已有更正（2024-06-20）：{STATED}"
    source = {citation.number: citation for citation in answer.citations}[first.citations[0]]
    assert (source.headline, source.quote) == (NOTICE.headline, STATED)
    assert "1460" in answer.sentences[1].text


def test_a_model_reads_the_correction_and_what_it_cites_is_not_said_twice(
    corrected: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_original(corrected, monkeypatch)
    chat = ScriptedChat(["“招收学员1460人”应为“招收学员1640人”[2]。学费由市总工会承担[1]。"])
    answer = put(corrected, chat, Filter())
    (messages,) = chat.asked
    assert STATED in messages[-1].content
    assert not any(sentence.text.startswith("更正：") for sentence in answer.sentences)
    assert {citation.headline for citation in answer.citations} == {NOTICE.headline, WRONG.headline}


def test_a_correction_outside_the_filter_is_not_told(corrected: VectorStore) -> None:
    answer = put(corrected, None, Filter(until=date(2024, 5, 1)))
    assert "1460" in answer.text
    assert "更正" not in answer.text


CONTEST = [
    make_article(
        f"{paper}报道：清河市职工焊接大赛有{number}名选手参加，来自全市41家企业。",
        headline=f"{paper}看焊接大赛",
        issued=day,
        publication=paper,
    )
    for paper, number, day in (("清河日报", 86, date(2024, 4, 18)), ("清河工人报", 92, date(2024, 4, 25)))
]


def ask_contest(store: VectorStore, chat: ChatModel | None) -> Answer:
    with store.writing():
        store.add(CONTEST)
    using = Asking(store=store, writer=Writer(chat, PROMPT, AGAIN, FOLLOWUP, 300) if chat else None)
    return ask("清河市职工焊接大赛有多少名选手参加？", using=using, admit=Filter(), today=date(2024, 9, 12))


def test_two_papers_that_differ_are_both_given_with_who_says_what(store: VectorStore) -> None:
    def both(messages: Sequence[Message]) -> str:
        laid = messages[-1].content
        marks = {n: laid.index(f"{n}名选手") for n in ("86", "92")}
        first, second = sorted(marks, key=lambda n: marks[n])
        return f"一篇报道说有{first}名选手参加[1]。另一篇报道说有{second}名选手参加[2]。"

    answer = ask_contest(store, ScriptedChat(both))
    assert {"86" in each.text or "92" in each.text for each in answer.sentences} == {True}
    assert {citation.publication for citation in answer.citations} == {"清河日报", "清河工人报"}
    (remark,) = answer.remarks
    assert "较新的是" in remark


def test_without_a_model_both_are_quoted(store: VectorStore) -> None:
    answer = ask_contest(store, None)
    assert "86名" in answer.text
    assert "92名" in answer.text
    assert answer.remarks
