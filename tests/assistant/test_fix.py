"""Articles put right by hand stay so, whatever is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import FixError
from assistant.fix import cuts, fix, joined, retitled, split
from assistant.ingest import Ingested, ingest
from assistant.jumps import join, parts
from assistant.readers import Limits
from tests.fix_pages import NAME, PAGE
from tests.store_home import NOON, make_article
from vectorstore.fixes import Fix, FixKind
from vectorstore.records import Article, Filter
from vectorstore.store import VectorStore


@pytest.fixture
def page(tmp_path: Path, store: VectorStore) -> Path:
    """A page of three articles, in the library."""
    path = tmp_path / NAME
    path.write_text(PAGE, encoding="utf-8")
    assert read(store, path).added == 3
    return path


def read(store: VectorStore, path: Path) -> Ingested:
    return ingest([str(path)], store=store, limits=Limits(), report=lambda _step: None)


def held(store: VectorStore) -> dict[str | None, Article]:
    return {each.headline: each for each in store.library.issues.articles(Filter())}


def apply(
    store: VectorStore, before: Sequence[Article], after: Sequence[Article], kind: FixKind
) -> tuple[str, ...]:
    return fix(before, after, store=store, made=Fix(kind, NOON, "王芳"))


def unchanged(store: VectorStore, path: Path) -> None:
    """Reading the file again changes nothing."""
    before = store.library.listing(limit=99)
    again = read(store, path)
    assert (again.added, again.revised, again.failed) == (0, 0, 0)
    assert store.library.listing(limit=99) == before
    assert store.check().clean


def test_another_headline_stays_when_the_file_is_read_again(store: VectorStore, page: Path) -> None:
    old = held(store)["码头添了休息舱"]
    (name,) = apply(
        store, [old], [retitled(old, headline="三号码头启用 12个休息舱", kicker="临江港")], "retitle"
    )
    new = store.library.find(old.id)
    assert new is not None
    assert (new.id, new.headline, new.kicker, new.revision) == (name, "三号码头启用 12个休息舱", "临江港", 2)
    assert new.text == old.text
    made = store.library.fixes.of_article(name)
    assert made == Fix("retitle", NOON, "王芳")
    unchanged(store, page)


def test_joined_articles_stay_joined(store: VectorStore, page: Path) -> None:
    one, other = held(store)["纺织厂办起夜校"], held(store)["环卫工有了热饭"]
    apply(store, [one, other], [joined([one, other])], "join")
    found = held(store)
    assert set(found) == {"纺织厂办起夜校", "码头添了休息舱"}
    assert found["纺织厂办起夜校"].text == f"{one.text}\n{other.text}"
    assert store.library.find(other.id) == found["纺织厂办起夜校"]
    unchanged(store, page)


def test_a_split_article_stays_split(store: VectorStore, page: Path) -> None:
    old = held(store)["码头添了休息舱"]
    place = next(cut for cut in cuts(old) if cut.words.startswith("休息舱里有空调"))
    apply(store, [old], split(old, place.at, headline="四十六万元买来清凉"), "split")
    found = held(store)
    assert found["码头添了休息舱"].text + "\n" + found["四十六万元买来清凉"].text == old.text
    assert found["四十六万元买来清凉"].page == old.page
    hits = store.search("休息舱由谁出资购置", admit=Filter(), limit=1)
    assert hits[0].article.headline == "四十六万元买来清凉"
    unchanged(store, page)


def test_a_second_extraction_of_the_page_does_not_undo_it_either(
    store: VectorStore, page: Path, tmp_path: Path
) -> None:
    old = held(store)["纺织厂办起夜校"]
    place = cuts(old)[-1].at
    apply(store, [old], split(old, place, headline="夜校的钟点"), "split")
    scan = tmp_path / "2024-05-06-02-ocr.txt"
    scan.write_text(PAGE.replace("满额", "满員").replace("，教材", ", 教材"), encoding="utf-8")
    before = set(held(store))
    assert read(store, scan).added == 0
    assert set(held(store)) == before


def test_one_fix_upon_another_holds(store: VectorStore, page: Path) -> None:
    one, other = held(store)["纺织厂办起夜校"], held(store)["码头添了休息舱"]
    (name,) = apply(store, [one, other], [joined([one, other])], "join")
    both = store.library.find(name)
    assert both is not None
    apply(store, [both], [retitled(both, headline="两则短讯")], "retitle")
    assert set(held(store)) == {"两则短讯", "环卫工有了热饭"}
    unchanged(store, page)


def test_what_was_deleted_altogether_comes_back_as_the_file_has_it(store: VectorStore, page: Path) -> None:
    old = held(store)["码头添了休息舱"]
    (name,) = apply(store, [old], [retitled(old, headline="错题")], "retitle")
    with store.writing():
        store.discard([name])
    assert read(store, page).added == 1
    assert "码头添了休息舱" in held(store)


def test_what_changed_meanwhile_is_not_overwritten(store: VectorStore, page: Path) -> None:
    old = held(store)["码头添了休息舱"]
    apply(store, [old], [retitled(old, headline="甲题")], "retitle")
    with pytest.raises(FixError, match="刷新"):
        apply(store, [old], [retitled(old, headline="乙题")], "retitle")
    assert "甲题" in held(store)


def test_the_headline_of_another_article_of_the_page_is_refused(store: VectorStore, page: Path) -> None:
    old = held(store)["码头添了休息舱"]
    with pytest.raises(FixError, match="换一个标题"):
        apply(store, [old], split(old, cuts(old)[0].at, headline="环卫工有了热饭"), "split")
    assert len(held(store)) == 3


def test_nothing_is_split_into_nothing_nor_joined_with_nothing() -> None:
    article = make_article("只有一句。")
    for at in (0, -3, 5, 99):
        with pytest.raises(FixError, match="空"):
            split(article, at, headline="")
    with pytest.raises(FixError, match="再选一篇"):
        joined([article])


def test_an_article_that_jumps_keeps_the_pages_of_its_parts() -> None:
    head = replace(
        make_article("码头启用休息舱，工人可以躺下歇着。（下转第3版）", headline="休息舱"), origin="a1.txt"
    )
    tail = replace(make_article("（上接第1版）休息舱里有空调。钥匙归班组长保管。", page="3"), origin="a3.txt")
    whole = join(head, tail)
    later = next(cut.at for cut in cuts(whole) if cut.words.startswith("钥匙"))
    first, second = split(whole, later, headline="钥匙归谁")
    assert [part.page for part in parts(first)] == ["1", "3"]
    assert [part.text for part in parts(first)] == ["码头启用休息舱，工人可以躺下歇着。", "休息舱里有空调。"]
    assert (second.page, second.origin, second.headline) == ("3", "a3.txt", "钥匙归谁")
    again = joined([first, replace(second, id="x")])
    assert again.text.replace("\n", "") == whole.text.replace("\n", "")
    assert [part.origin for part in parts(again)] == ["a1.txt", "a3.txt"]


def test_a_record_put_right_is_not_undone_by_its_file(store: VectorStore, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text(
        '{"id": "7", "title": "错題", "date": "2024-05-01", "text": "正文一句。"}', encoding="utf-8"
    )
    read(store, path)
    old = store.library.find("7")
    assert old is not None
    apply(store, [old], [retitled(old, headline="对题")], "retitle")
    again = read(store, path)
    assert (again.unchanged, again.revised) == (1, 0)
    new = store.library.find("7")
    assert new is not None
    assert new.headline == "对题"
