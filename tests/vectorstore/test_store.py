"""Library and indexes as one: adding, revising, deleting, rebuilding, one writer, recovery."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from random import Random
from typing import ParamSpec, TypeVar

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from tests.fakes import HashEmbedder
from tests.store_home import StoreHome, make_article, traces
from vectorstore import store as store_module
from vectorstore.dense import DenseIndex
from vectorstore.errors import LibraryError, StoreBusy, StoreMismatch
from vectorstore.legs import Entry
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.records import Article, Filter, Hit
from vectorstore.store import Added, VectorStore

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "riders": "快递骑手在驿站领到了防暑药品和饮用水。",
    "night": "纺织厂夜校开设了无人机维修课程。",
    "port": "港口调度员换上了新的值班室。",
}


Opened = Callable[[], StoreHome]  # an empty data folder each time
in_the_folder = pytest.mark.parametrize("new_home", ["embedded"], indirect=True)


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.slow)])
def new_home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Data folders whose vectors are in the folder, or on a Chroma server that all of them share."""
    url = request.getfixturevalue("chroma_url") if request.param == "server" else ""
    with ExitStack() as homes:
        yield lambda: homes.enter_context(closing(StoreHome(tmp_path_factory.mktemp("home"), url)))
    SharedSystemClient.clear_system_cache()


@pytest.fixture
def store_home(new_home: Opened) -> StoreHome:
    return new_home()


def articles(**texts: str) -> list[Article]:
    """Articles whose caller's ids are the names."""
    return [make_article(text, headline=f"{name} 报道", external_id=name) for name, text in texts.items()]


def add(store: VectorStore, given: Sequence[Article]) -> Added:
    with store.writing():
        return store.add(given)


def delete(store: VectorStore, name: str) -> None:
    with store.writing():
        found = store.library.find(name)
        assert found is not None
        store.delete([found.id])


def hits(store: VectorStore, question: str, admit: Filter | None = None) -> tuple[Hit, ...]:
    return store.search(question, admit=admit or Filter(), limit=10)


def first(store: VectorStore, question: str) -> str | None:
    """The caller's id of the best hit, which both legs must have proposed."""
    best = hits(store, question)[0]
    assert best.dense_rank is not None
    assert best.lexical_rank is not None
    return best.article.external_id


# -- adding ------------------------------------------------------------------------------------------------


def test_an_empty_store_finds_nothing_and_is_clean(store: VectorStore) -> None:
    assert hits(store, "骑手") == ()
    assert store.check().clean
    assert store.extent().articles == 0


def test_what_was_added_is_found_by_both_legs(store: VectorStore) -> None:
    assert add(store, articles(**TEXTS)) == Added(added=3, revised=0, unchanged=0, passages=3)
    assert first(store, "骑手领到防暑药品") == "riders"
    assert first(store, "无人机维修课程") == "night"
    assert store.check().clean
    assert store.check().passages == 3


def test_adding_the_same_again_changes_nothing(store_home: StoreHome) -> None:
    embedder = HashEmbedder()
    store = store_home.open(embedder)
    add(store, articles(**TEXTS))
    before = store.library.listing(limit=10)
    for _ in range(2):
        assert add(store_home.open(embedder), articles(**TEXTS)) == Added(0, 0, 3, 0)
    assert store.library.listing(limit=10) == before
    assert embedder.passages == 3


def test_only_what_is_new_is_embedded(store_home: StoreHome) -> None:
    embedder = HashEmbedder()
    store = store_home.open(embedder)
    add(store, articles(**TEXTS))
    add(store, articles(**TEXTS, new="环卫工人吃上了热饭。"))
    assert embedder.passages == 4


def test_two_short_reports_of_one_place_are_both_kept(store: VectorStore) -> None:
    pair = [make_article(text, headline="简讯", page="3") for text in ("甲区开放球场。", "乙区开放泳池。")]
    assert add(store, pair).added == 2
    assert add(store, pair).unchanged == 2
    assert store.extent().articles == 2


def test_an_article_without_sentences_is_kept_and_the_store_clean(store: VectorStore) -> None:
    assert add(store, [make_article(" \n ", headline="只有标题", external_id="bare")]).passages == 0
    assert store.library.find("bare") is not None
    assert store.check().clean


def test_filters_hold_for_both_legs(store: VectorStore) -> None:
    given = [
        make_article("工会举办读书会。", issued=date(2024, 4, 1), external_id="april"),
        make_article("工会举办读书会了。", issued=date(2024, 6, 1), external_id="june"),
        make_article("工会又举办读书会。", issued=None, external_id="undated"),
    ]
    add(store, given)
    found = hits(store, "工会读书会", Filter(since=date(2024, 5, 1)))
    assert [hit.article.external_id for hit in found] == ["june"]
    assert len(hits(store, "工会读书会")) == 3


def test_a_long_article_is_one_hit_with_its_best_passage(store: VectorStore) -> None:
    filler = "".join(f"第{number}个班组完成了当月的检修计划并提交了记录。" for number in range(60))
    add(store, [make_article(f"{filler}最后，焊工鲁青松获得了技能大赛一等奖。", external_id="long")])
    assert store.library.passage_count() > 3
    (hit,) = hits(store, "焊工鲁青松获得什么奖")
    assert "鲁青松" in hit.passage.text
    assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text


# -- revising and deleting ---------------------------------------------------------------------------------


def test_a_revision_replaces_and_leaves_no_text_behind(store_home: StoreHome) -> None:
    store = store_home.open()
    add(store, articles(a="旧闻写着鹦鹉螺七号站点关闭。", b=TEXTS["port"]))
    assert traces(store_home.folder, "鹦鹉螺七号")  # what is there is seen
    old = store.library.find("a")
    assert old is not None
    assert add(store, articles(a="新闻写着该站点照常开放。", b=TEXTS["port"])) == Added(0, 1, 1, 1)
    assert traces(store_home.folder, "鹦鹉螺七号") == []
    assert first(store, "站点照常开放") == "a"
    new = store.library.find(old.id)  # the old id leads to the new article
    assert new is not None
    assert (new.text, new.revision) == ("新闻写着该站点照常开放。", 2)
    assert store.check().clean
    assert store.extent().articles == 2


def test_an_article_can_be_revised_back(store: VectorStore) -> None:
    versions = ["初稿说参加人数为三百人。", "二稿说参加人数为五百人。"]
    for text in (*versions, versions[0]):
        add(store, articles(a=text))
    found = store.library.find("a")
    assert found is not None
    assert (found.text, found.revision) == (versions[0], 3)
    assert store.extent().articles == 1
    assert store.check().clean
    assert first(store, "参加人数") == "a"


def test_a_changed_date_is_a_revision_that_filters_follow(store: VectorStore) -> None:
    for day in (1, 9):
        add(store, [make_article("工会举办读书会。", issued=date(2024, 5, day), external_id="a")])
    assert hits(store, "读书会", Filter(until=date(2024, 5, 5))) == ()
    assert len(hits(store, "读书会", Filter(since=date(2024, 5, 5)))) == 1


def test_a_deleted_article_leaves_no_text_behind(store_home: StoreHome) -> None:
    store = store_home.open()
    given = [
        make_article("正文提到鹦鹉螺七号。", headline="珊瑚礁八号", external_id="a"),
        *articles(b=TEXTS["port"]),
    ]
    add(store, given)
    assert traces(store_home.folder, "珊瑚礁八号")
    delete(store, "a")
    assert traces(store_home.folder, "鹦鹉螺七号") == []
    assert traces(store_home.folder, "珊瑚礁八号") == []
    assert store.library.find("a") is None
    assert [hit.article.external_id for hit in hits(store, "鹦鹉螺七号")] == ["b"]
    assert store.check().clean


def test_a_deleted_article_can_be_added_again(store: VectorStore) -> None:
    add(store, articles(**TEXTS))
    delete(store, "riders")
    assert add(store, articles(**TEXTS)) == Added(added=1, revised=0, unchanged=2, passages=1)
    assert first(store, "骑手领到防暑药品") == "riders"


def test_of_many_changes_no_old_text_stays_in_any_page_of_any_file(store_home: StoreHome) -> None:
    random = Random(7)  # noqa: S311  # the same numbers every time are wanted
    store = store_home.open()

    def text(name: str) -> str:
        return f"标记{name}。" + "车间完成检修。" * random.choice([1, 20, 90, 400])

    add(store, articles(**{f"n{number}": text(f"甲{number:03}止") for number in range(90)}))
    gone = random.sample(range(90), 60)
    for start in range(0, 60, 10):
        deleted, revised = gone[start : start + 5], gone[start + 5 : start + 10]
        with store.writing():
            store.delete([found.id for number in deleted if (found := store.library.find(f"n{number}"))])
            store.add(articles(**{f"n{number}": text(f"乙{number:03}止") for number in revised}))
    raw = b"".join(path.read_bytes() for path in store_home.folder.rglob("*") if path.is_file())
    assert [number for number in gone if f"标记甲{number:03}止".encode() in raw] == []
    assert raw.count("标记乙".encode()) >= 30
    assert store.check().clean


def test_deleting_what_is_not_there_is_no_error(store: VectorStore) -> None:
    add(store, articles(**TEXTS))
    with store.writing():
        store.delete(["0123456789abcdef"])
    assert store.extent().articles == 3


def test_a_reader_sees_the_old_or_the_new_version_at_any_time(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, reader = store_home.open(), store_home.open()
    add(store, articles(a="站点原定周一开放。"))
    seen: list[list[str]] = []

    def look() -> None:
        seen.append([hit.article.text for hit in hits(reader, "站点开放")])

    watch(monkeypatch, look)
    add(store, articles(a="站点改为周二开放。"))
    look()
    assert len(seen) > 5
    assert all(texts in (["站点原定周一开放。"], ["站点改为周二开放。"]) for texts in seen)
    assert seen[0] != seen[-1]


# -- checking ----------------------------------------------------------------------------------------------


def test_check_counts_what_is_missing_and_what_is_too_much(store_home: StoreHome) -> None:
    store = store_home.open()
    add(store, articles(**TEXTS))
    ids = sorted(store.library.passage_ids())
    passage, article = store.library.passages(ids)[ids[0]]
    store_home.dense.delete(ids[:2])
    store_home.lexical.delete(ids[:1])
    stranger = Entry(
        passage.__class__("f" * 16, article.id, 0, 1, "外"), article, HashEmbedder().embed_question("外")
    )
    store_home.dense.add([stranger])
    store_home.lexical.add([stranger])
    check = store.check()
    assert (check.missing_dense, check.missing_lexical, check.extra_dense, check.extra_lexical) == (
        2,
        1,
        1,
        1,
    )
    assert not check.clean
    with store.writing():
        store.rebuild(lambda _done, _total: None)
    assert store.check().clean


# -- other settings ----------------------------------------------------------------------------------------


def test_another_embedder_is_a_mismatch_naming_both_and_the_way_out(store_home: StoreHome) -> None:
    add(store_home.open(), articles(**TEXTS))
    other = store_home.open(HashEmbedder(32, name="other"))
    for action in (lambda: hits(other, "骑手"), lambda: add(other, articles(**TEXTS))):
        with pytest.raises(StoreMismatch, match=r"hash .* 64维.*other .* 32维.*library rebuild"):
            action()
    assert first(store_home.open(), "骑手领到防暑药品") == "riders"  # nothing was changed


def test_what_another_embedder_indexed_can_be_deleted(store_home: StoreHome) -> None:
    add(store_home.open(), articles(**TEXTS))
    delete(store_home.open(HashEmbedder(32, name="other")), "riders")
    assert store_home.open().check().clean


def test_a_rebuild_brings_another_embedder_in(store_home: StoreHome) -> None:
    add(store_home.open(), articles(**TEXTS))
    other = store_home.open(HashEmbedder(32, name="other"))
    steps: list[tuple[int, int]] = []
    with other.writing():
        other.rebuild(lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)
    assert first(other, "骑手领到防暑药品") == "riders"
    assert other.check().clean
    with pytest.raises(StoreMismatch):
        hits(store_home.open(), "骑手")


def test_a_rebuild_embeds_nothing_it_has_vectors_for(store_home: StoreHome) -> None:
    embedder = HashEmbedder()
    store = store_home.open(embedder)
    add(store, articles(**TEXTS))
    before = hits(store, "骑手领到防暑药品")
    with store.writing():
        store.rebuild(lambda _done, _total: None)
    assert embedder.passages == 3
    assert hits(store, "骑手领到防暑药品") == before


def test_a_rebuild_cut_short_goes_on_where_it_was(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_BATCH", 2)
    texts = {f"n{number}": f"第{number}车间换了{number}台风扇。" for number in range(10)}
    add(store_home.open(), articles(**texts))
    other = HashEmbedder(32, name="other")

    def stop(done: int, _total: int) -> None:
        if done == 6:
            raise Killed

    cut_short = store_home.open(other)
    with pytest.raises(Killed), cut_short.writing():
        cut_short.rebuild(stop)
    assert cut_short.check().pending == 4
    resumed = store_home.open(other)
    with resumed.writing():
        pass
    assert resumed.check().clean
    assert resumed.extent().articles == 10
    assert other.passages == 10
    assert first(resumed, "第9车间换了9台风扇") == "n9"


def test_what_an_interruption_left_is_no_obstacle_to_a_rebuild_with_another_embedder(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_home.open()
    add(store, articles(a="站点原定周一开放。"))
    with monkeypatch.context() as patch:
        stop_before(patch, (DenseIndex, "add"))
        with pytest.raises(Killed):
            add(store, articles(a="站点改为周二开放。", b=TEXTS["port"]))
    other = store_home.open(HashEmbedder(32, name="other"))
    with pytest.raises(StoreMismatch):
        add(other, articles(c="新的。"))
    with other.writing():
        other.rebuild(lambda _done, _total: None)
    assert other.check().clean
    assert hits(other, "站点周几开放")[0].article.text == "站点改为周二开放。"
    assert other.extent().articles == 2


# -- several processes -------------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from tests.store_home import StoreHome, make_article
home = StoreHome(Path(sys.argv[1]), sys.argv[2])
store = home.open()
with store.writing():
    store.add([make_article("另一个程序写入了火炬队的消息。", external_id="theirs")])
    print("writing", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_refused_while_readers_work(store_home: StoreHome) -> None:
    store = store_home.open()
    add(store, articles(**TEXTS))
    assert first(store, "骑手领到防暑药品") == "riders"
    command = [sys.executable, "-c", HOLD, str(store_home.folder), store_home.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == b"writing\n"
            with pytest.raises(StoreBusy, match="另一个程序"), store.writing():
                pass
            assert first(store, "骑手领到防暑药品") == "riders"
            assert first(store, "火炬队的消息") == "theirs"  # although Chroma had its graph in memory before
        finally:
            other.kill()
    assert add(store, articles(more="锅炉房换了新阀门。")).added == 1
    assert store.check().clean


def test_a_store_long_open_writes_on_top_of_what_another_wrote(store_home: StoreHome) -> None:
    old = store_home.open()
    add(old, articles(a="站点原定周一开放。"))
    assert first(old, "站点周一开放") == "a"
    new = store_home.open()
    with new.writing():
        new.rebuild(lambda _done, _total: None)
        new.add(articles(b=TEXTS["port"]))
    assert first(old, "港口调度员值班室") == "b"
    add(old, articles(c=TEXTS["night"]))
    assert first(store_home.open(), "港口调度员值班室") == "b"
    assert first(store_home.open(), "无人机维修课程") == "c"
    assert store_home.open().check().clean


def test_a_data_folder_that_cannot_be_locked_is_an_error_in_words(store_home: StoreHome) -> None:
    store = store_home.open()
    (store_home.folder / "write.lock").mkdir()
    with pytest.raises(LibraryError, match="不可写"), store.writing():
        pass


# -- interruptions -----------------------------------------------------------------------------------------

P = ParamSpec("P")
R = TypeVar("R")
# Everything that writes: an interruption anywhere falls between two of these, or into one, which is atomic.
STEPS: list[tuple[type, str]] = [
    (Library, "add"),
    (Library, "mark_ready"),
    (Library, "mark_deleting"),
    (Library, "mark_all_pending"),
    (Library, "replace_passages"),
    (Library, "purge"),
    (Library, "set_manifest"),
    (DenseIndex, "add"),
    (DenseIndex, "delete"),
    (DenseIndex, "clear"),
    (LexicalIndex, "add"),
    (LexicalIndex, "delete"),
    (LexicalIndex, "clear"),
]


class Killed(BaseException):
    """Stands for the end of the process."""


def watch(
    patch: pytest.MonkeyPatch, before: Callable[[], None], steps: Sequence[tuple[type, str]] = STEPS
) -> None:
    """Have `before` called before every step."""

    def watched(step: Callable[P, R]) -> Callable[P, R]:
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            before()
            return step(*args, **kwargs)

        return call

    for owner, name in steps:
        patch.setattr(owner, name, watched(getattr(owner, name)))


def stop_before(patch: pytest.MonkeyPatch, *steps: tuple[type, str], nth: int = 1) -> None:
    """End the process before the nth of these steps."""
    left = [nth]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    watch(patch, count, steps)


def _adding(store: VectorStore) -> None:
    add(store, articles(night=TEXTS["night"], port=TEXTS["port"]))


def _revising(store: VectorStore) -> None:
    add(store, articles(riders="快递骑手在驿站领到了防暑药品，还有雨衣。"))


def _deleting(store: VectorStore) -> None:
    found = store.library.find("off")
    with store.writing():
        store.delete([found.id] if found else [])


def _rebuilding(store: VectorStore) -> None:
    with store.writing():
        store.rebuild(lambda _done, _total: None)


@pytest.mark.parametrize(("action", "left"), [(_adding, 4), (_revising, 2), (_deleting, 1), (_rebuilding, 2)])
def test_interrupted_anywhere_the_next_writer_finishes(
    new_home: Opened,
    monkeypatch: pytest.MonkeyPatch,
    action: Callable[[VectorStore], None],
    left: int,
) -> None:
    nth, completed = 0, False
    while not completed:
        nth += 1
        home = new_home()
        add(home.open(), articles(riders=TEXTS["riders"], off="剧院上演了鹦鹉螺七号。"))
        with monkeypatch.context() as patch:
            stop_before(patch, *STEPS, nth=nth)
            try:
                action(home.open())
                completed = True
            except Killed:
                pass
        store = home.open()
        with store.writing():
            pass
        assert store.check().clean, f"stopped before step {nth}: {store.check()}"
        assert first(store, "骑手领到防暑药品") == "riders"
        action(store)
        assert store.check().clean
        assert first(store, "骑手领到防暑药品") == "riders"
        assert store.extent().articles == left
        if action is _deleting:
            assert traces(home.folder, "鹦鹉螺七号") == []
    assert nth > 5


@in_the_folder
def test_an_index_the_interruption_damaged_is_built_anew(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_home.open()
    add(store, articles(**{f"n{number}": f"第{number}车间换了{number}台风扇。" for number in range(1100)}))
    with monkeypatch.context() as patch:
        stop_before(patch, (DenseIndex, "add"))
        with pytest.raises(Killed):
            add(store, articles(**TEXTS))
    (metadata,) = store_home.folder.glob("chroma/*/index_metadata.pickle")
    metadata.write_bytes(metadata.read_bytes()[:100])  # as a kill leaves it while Chroma writes
    store = store_home.open()
    add(store, articles(late="锅炉房换了新阀门。"))
    assert store.check().clean
    assert store.extent().articles == 1104
    assert first(store, "骑手领到防暑药品") == "riders"


def test_text_whose_removal_was_cut_short_is_overwritten_by_the_next_writer(
    store_home: StoreHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_home.open()
    add(store, articles(a="正文提到鹦鹉螺七号。", b=TEXTS["port"]))
    with monkeypatch.context() as patch:
        stop_before(patch, (Library, "checkpoint"))
        with pytest.raises(Killed):
            delete(store, "a")
    assert traces(store_home.folder, "鹦鹉螺七号")
    with store_home.open().writing():
        pass
    assert traces(store_home.folder, "鹦鹉螺七号") == []
