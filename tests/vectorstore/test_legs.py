"""The contract every retrieval leg keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from tests.chroma_server import disconnect
from tests.fakes import HashEmbedder
from tests.store_home import make_article
from vectorstore.chunking import chunk
from vectorstore.dense import DenseIndex, embedded_client, server_client
from vectorstore.filtered import FilteredDense
from vectorstore.flat import FlatVectors
from vectorstore.identity import identified
from vectorstore.legs import Entry, Leg, Probe
from vectorstore.lexical import LexicalIndex
from vectorstore.records import Article, Filter

Opener = Callable[[], Leg]  # opens the same index each time, as another process would
ANY = Filter()
EMBEDDER = HashEmbedder()


@pytest.fixture(params=["dense", "dense server", "dense by comparing", "dense by asking for more", "lexical"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    if request.param == "lexical":
        yield lambda: LexicalIndex(tmp_path / "lexical")
    elif request.param == "dense":
        yield lambda: _embedded(tmp_path / "chroma")
        SharedSystemClient.clear_system_cache()
    elif request.param.startswith("dense by"):
        compared = 1_000_000 if request.param == "dense by comparing" else 0
        yield lambda: FilteredDense(
            _embedded(tmp_path / "chroma"), FlatVectors(tmp_path / "flat"), compared=compared
        )
        SharedSystemClient.clear_system_cache()
    else:
        url = request.getfixturevalue("chroma_url")
        with ExitStack() as connections:

            def connect() -> Leg:
                client = server_client(url)
                connections.callback(disconnect, client)
                return DenseIndex(client, name=tmp_path.name)

            yield connect


def _embedded(folder: Path) -> DenseIndex:
    SharedSystemClient.clear_system_cache()
    return DenseIndex(embedded_client(folder))


@pytest.fixture
def leg(opener: Opener) -> Leg:
    return opener()


def entry(article: Article) -> Entry:
    """The article's only passage, ready to be indexed."""
    _, article = identified(article)
    (passage,) = chunk(article)
    return Entry(passage, article, EMBEDDER.embed_passages([passage.text])[0])


def entries(*texts: str) -> list[Entry]:
    return [entry(make_article(text)) for text in texts]


def found(leg: Leg, question: str, admit: Filter = ANY, limit: int = 10) -> list[str]:
    """Ids of the passages found, best first."""
    probe = Probe(question, EMBEDDER.embed_question(question))
    candidates = leg.search(probe, admit=admit, limit=limit)
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    return [candidate.passage_id for candidate in candidates]


def test_an_empty_leg_finds_nothing(leg: Leg) -> None:
    assert found(leg, "工会") == []
    assert found(leg, "工会", Filter(since=date(2024, 1, 1))) == []
    assert leg.ids() == frozenset()
    assert leg.empty()
    assert not leg.damaged()


def test_what_was_added_is_found_the_best_first(leg: Leg) -> None:
    near, far, off = entries("快递骑手领到了防暑药品。", "骑手参加了消防演练。", "剧院本周上演话剧。")
    leg.add([off, far, near])
    assert not leg.empty()
    assert found(leg, "骑手领到防暑药品")[:2] == [near.passage.id, far.passage.id]
    assert leg.ids() == {near.passage.id, far.passage.id, off.passage.id}


def test_nothing_to_add_or_delete_is_no_error(leg: Leg) -> None:
    leg.add([])
    leg.delete([])
    assert leg.ids() == frozenset()


def test_adding_again_replaces(leg: Leg) -> None:
    old = entry(make_article("甲厂食堂新增早餐。", issued=date(2024, 1, 5)))
    (words,) = entries("乙校开设书法课。")
    leg.add([old])
    new = Entry(
        replace(old.passage, text=words.passage.text),
        replace(old.article, issued=date(2024, 6, 5)),
        words.vector,
    )
    leg.add([new])
    assert leg.ids() == {old.passage.id}
    assert found(leg, "书法课", Filter(since=date(2024, 6, 1))) == [old.passage.id]
    assert found(leg, "书法课", Filter(until=date(2024, 1, 31))) == []


def test_deleted_passages_are_gone_and_unknown_ids_ignored(leg: Leg) -> None:
    first, second = entries("车间安装了降温风扇。", "车间评选安全标兵。")
    leg.add([first, second])
    leg.delete([first.passage.id, "0123456789abcdef"])
    leg.delete([first.passage.id])
    assert leg.ids() == {second.passage.id}
    assert found(leg, "车间安装了降温风扇") == [second.passage.id]


def test_a_cleared_leg_is_empty_and_can_be_filled_again(leg: Leg) -> None:
    first, second = entries("工会慰问环卫工人。", "工会组织工人体检。")
    leg.add([first])
    leg.clear()
    assert leg.ids() == frozenset()
    assert leg.empty()
    assert found(leg, "工会") == []
    leg.add([second])
    assert found(leg, "工会") == [second.passage.id]


def test_no_more_than_the_limit_is_returned(leg: Leg) -> None:
    leg.add(entries(*(f"工会第{number}次走访企业。" for number in range(20))))
    assert len(found(leg, "工会走访企业", limit=7)) == 7
    assert len(found(leg, "工会走访企业", limit=100)) == 20


LABELLED = {
    "april": make_article("工会举办读书会。", issued=date(2024, 4, 30)),
    "may": make_article("工会举办书画展。", issued=date(2024, 5, 1)),
    "june": make_article("工会举办运动会。", issued=date(2024, 6, 1), page="2"),
    "other": make_article("工会举办招聘会。", issued=date(2024, 5, 2), publication="青禾晚报"),
    "photo": make_article("工会举办联欢会。", issued=date(2024, 5, 3), kind="photo"),
    "undated": make_article("工会举办报告会。", issued=None),
    "nameless": make_article("工会举办交流会。", issued=date(2024, 5, 4), publication=None, page=None),
}


@pytest.mark.parametrize(
    ("admit", "admitted"),
    [
        (ANY, set(LABELLED)),
        (Filter(since=date(2024, 5, 1)), {"may", "june", "other", "photo", "nameless"}),
        (Filter(until=date(2024, 5, 1)), {"april", "may"}),
        (Filter(since=date(2024, 5, 1), until=date(2024, 5, 1)), {"may"}),
        (Filter(since=date(2025, 1, 1)), set()),
        (Filter(publication="青禾晚报"), {"other"}),
        (Filter(publication="青禾"), set()),
        (Filter(page="2"), {"june"}),
        (Filter(kind="photo"), {"photo"}),
        (Filter(kind="article", publication="试验日报", page="1", until=date(2024, 5, 1)), {"april", "may"}),
    ],
)
def test_only_what_the_filter_admits_is_found(leg: Leg, admit: Filter, admitted: set[str]) -> None:
    names = {entry(article).passage.id: name for name, article in LABELLED.items()}
    leg.add([entry(article) for article in LABELLED.values()])
    assert {names[passage_id] for passage_id in found(leg, "工会举办什么会", admit)} == admitted


def test_a_filter_that_admits_few_of_many_still_finds_them(leg: Leg) -> None:
    many = [entry(make_article(f"工会第{number}次座谈。")) for number in range(600)]
    few = [entry(make_article(f"工会第{number}号通知。", issued=date(2019, 3, 1))) for number in range(5)]
    leg.add([*many, *few])
    assert set(found(leg, "工会座谈", Filter(until=date(2020, 1, 1)))) == {each.passage.id for each in few}


def test_another_process_finds_what_was_written(opener: Opener) -> None:
    writer = opener()
    first, second, third = entries("港口开通夜班车。", "港口建成淋浴间。", "港口更换照明灯。")
    writer.add([first, second])
    writer.delete([first.passage.id])
    assert opener().ids() == {second.passage.id}
    assert found(opener(), "港口") == [second.passage.id]
    writer.clear()
    writer.add([third])
    assert found(opener(), "港口") == [third.passage.id]


def test_a_leg_that_has_searched_sees_after_refresh_what_another_wrote(opener: Opener) -> None:
    reader = opener()
    first, second, third = entries("矿区新修职工浴室。", "矿区举办安全讲座。", "矿区开放阅览室。")
    reader.add([first])
    assert found(reader, "矿区") == [first.passage.id]
    other = opener()
    other.add([second])
    reader.refresh()
    assert set(found(reader, "矿区")) == {first.passage.id, second.passage.id}
    other.clear()
    other.add([third])
    reader.refresh()
    assert found(reader, "矿区") == [third.passage.id]


def test_clearing_by_another_process_is_no_error_to_a_search(opener: Opener) -> None:
    reader, other = opener(), opener()
    first, second = entries("渔港修好了避风堤。", "渔港办起了织网课。")
    other.add([first])
    reader.refresh()
    assert found(reader, "渔港") == [first.passage.id]
    other.clear()
    found(reader, "渔港")  # before it hears of it
    other.add([second])
    reader.refresh()
    assert found(reader, "渔港") == [second.passage.id]
