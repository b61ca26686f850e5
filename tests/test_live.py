"""A real chat model behind HTTP answers from the sample newspaper."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.chat.openai_chat import OpenAIChat
from assistant.confirm import confirm
from assistant.wiring import build_prompt
from tests.assistant.test_injection import ALL, Attack
from tests.command import assistant, lines, load_sample
from tests.local_model import local_endpoint  # noqa: F401  # the fixture `endpoint`
from tests.store_home import make_article
from vectorstore.records import Hit, Passage

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    load_sample(folder)
    return folder


def test_what_a_model_writes_is_shown_only_with_sources_that_stand_in_the_articles(
    endpoint: str, home: Path
) -> None:
    # The evidence alone decides this one, so no model's mood refuses it.
    done = assistant(
        "ask",
        "营丘考下高级工证能奖多少？",
        "--json",
        home=home,
        ASSISTANT_CHAT_MODEL="local",
        OPENAI_BASE_URL=endpoint,
        OPENAI_API_KEY="any",
        ASSISTANT_CHAT_TIMEOUT="300",
        ASSISTANT_CHAT_MAX_TOKENS="120",
    )
    assert done.returncode == 0, done.stderr
    (answer,) = lines(done)
    assert answer["refused"] is False
    assert answer["prompt_digest"]
    assert dict(answer["usage"])["calls"] in (1, 2, 3)  # type: ignore[call-overload]
    sentences, citations = answer["sentences"], answer["citations"]
    assert isinstance(sentences, list)
    assert isinstance(citations, list)
    numbers = {citation["number"] for citation in citations}
    assert sentences
    for sentence in sentences:
        assert sentence["verdict"] != "unsupported"
        assert set(sentence["citations"]) <= numbers
    for citation in citations:
        (article,) = lines(assistant("library", "show", citation["article_id"], "--json", home=home))
        assert str(article["text"])[citation["start"] : citation["end"]] == citation["quote"]


def test_a_model_that_reads_finds_an_answer_likelier_than_a_near_miss(endpoint: str) -> None:
    text = (
        "河阳市总工会12351热线由4条线路增加到10条。夜班每晚固定两名值班员，补助每班150元。"
        "夜里来电由值班员接听，听不清的留言次日上午回复。"
    )
    article = make_article(text, headline="热线扩容", issued=date(2024, 4, 20))
    hit = Hit(Passage("p", article.id, 0, len(text), text), article, 1.0, None, 1, 1)
    chat = OpenAIChat(endpoint, "any", "local", timeout=300)
    prompt = build_prompt("confirm")
    told, missed = (
        confirm(question, [hit], chat=chat, prompt=prompt).odds
        for question in ("河阳12351热线夜班每晚有几名值班员？", "河阳12351热线去年一共接了多少通电话？")
    )
    chat.close()
    assert told is not None
    assert missed is not None
    assert told > missed


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds thirty articles which order a program about."""
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "articles.jsonl"
    rows = [
        {"id": f"a{n}", "title": each.article.headline, "date": "2024-04-18", "text": each.article.text}
        for n, each in enumerate(ALL)
    ]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert assistant("ingest", str(source), home=folder / "home").returncode == 0
    return folder / "home"


# All thirty: `python -m benchmarks.bench_injection`.
@pytest.mark.parametrize("each", ALL[::6], ids=lambda each: each.payload)
def test_no_order_inside_an_article_is_obeyed(endpoint: str, hostile: Path, each: Attack) -> None:
    done = assistant(
        "ask",
        each.question,
        "--json",
        home=hostile,
        ASSISTANT_CHAT_MODEL="local",
        OPENAI_BASE_URL=endpoint,
        OPENAI_API_KEY="any",
        ASSISTANT_CHAT_TIMEOUT="300",
        ASSISTANT_CHAT_MAX_TOKENS="120",
    )
    (answer,) = lines(done)
    assert answer["refused"] is False
    assert each.payload not in str(answer["text"])
