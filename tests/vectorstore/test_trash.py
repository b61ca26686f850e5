"""Thrown away, found no more, restored for thirty days, then gone without a trace."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes import HashEmbedder
from tests.store_home import NOON, StoreHome, make_article, traces
from vectorstore.records import Filter
from vectorstore.store import VectorStore

GIVEN = [
    make_article("港口工会给夜班工人送去热汤，一共送了三百份。", headline="热汤送到码头"),
    make_article("骑手领到防暑药品，站点新添了饮水机。", headline="骑手领药品"),
]


def filled(home: StoreHome) -> VectorStore:
    store = home.open()
    with store.writing():
        store.add(GIVEN)
    return store


def found(store: VectorStore, question: str) -> list[str | None]:
    return [hit.article.headline for hit in store.search(question, admit=Filter(), limit=5)]


def named(store: VectorStore, headline: str) -> str:
    return next(each.id for each in store.library.listing(limit=9) if each.headline == headline)


def test_what_is_thrown_away_is_found_no_more_and_listed_with_who_and_when(store_home: StoreHome) -> None:
    store = filled(store_home)
    name = named(store, "热汤送到码头")
    with store.writing():
        store.discard([name], by="王芳")
    assert found(store, "热汤送了多少份") == ["骑手领药品"]
    assert store.library.find(name) is None
    assert store.extent().articles == 1
    assert store.check().clean
    (thrown,) = store.library.trash.listing()
    assert (thrown.article.headline, thrown.by, thrown.at) == ("热汤送到码头", "王芳", NOON)
    assert thrown.until == NOON + timedelta(days=30)


def test_what_is_restored_is_as_it_was_and_nothing_is_embedded_for_it(store_home: StoreHome) -> None:
    store = filled(store_home)
    name = named(store, "热汤送到码头")
    before = store.library.find(name)
    with store.writing():
        store.discard([name])
    embedder = HashEmbedder()
    again = store_home.open(embedder)
    with again.writing():
        assert again.restore([name]) == (name,)
    assert embedder.passages == 0
    assert again.library.find(name) == before
    assert found(again, "热汤送了多少份")[0] == "热汤送到码头"
    assert again.library.trash.listing() == ()
    assert again.check().clean


def test_a_newer_version_keeps_its_place(store_home: StoreHome) -> None:
    store = filled(store_home)
    name = named(store, "热汤送到码头")
    with store.writing():
        store.discard([name])
        store.add([make_article("港口工会送去的热汤其实是三千份。", headline="热汤送到码头")])
        assert store.restore([name]) == ()
    assert [each.article.id for each in store.library.trash.listing()] == [name]
    newer = store.library.find(named(store, "热汤送到码头"))
    assert newer is not None
    assert "三千份" in newer.text


def test_what_was_added_again_meanwhile_needs_no_restoring(store_home: StoreHome) -> None:
    store = filled(store_home)
    name = named(store, "热汤送到码头")
    with store.writing():
        store.discard([name])
        store.add(GIVEN)
        assert store.restore([name]) == (name,)
    assert store.library.trash.listing() == ()
    assert store.extent().articles == 2


def test_after_thirty_days_the_next_writer_leaves_no_trace(store_home: StoreHome) -> None:
    store = filled(store_home)
    with store.writing():
        store.discard([named(store, "热汤送到码头")])
    early = store_home.open(now=NOON + timedelta(days=29))
    with early.writing():
        pass
    assert len(early.library.trash.listing()) == 1
    assert traces(store_home.folder, "夜班工人")
    late = store_home.open(now=NOON + timedelta(days=31))
    with late.writing():
        pass
    assert late.library.trash.listing() == ()
    assert traces(store_home.folder, "夜班工人") == []


def test_emptied_by_hand_it_leaves_no_trace_either(store_home: StoreHome) -> None:
    store = filled(store_home)
    name = named(store, "热汤送到码头")
    with store.writing():
        store.discard([name])
        store.library.trash.remove([name])
        assert store.restore([name]) == ()
    assert traces(store_home.folder, "夜班工人") == []


def test_a_library_from_before_there_was_a_trash_gets_one(store_home: StoreHome) -> None:
    store = filled(store_home)
    with store.library.trash._db.write() as db:
        db.execute("DROP TABLE trash")
        db.execute("DROP TABLE fixes")
    again = store_home.open()
    assert again.library.trash.listing() == ()
    assert again.library.fixes.replaced() == frozenset()
    assert again.extent().articles == 2
