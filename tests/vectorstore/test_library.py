"""The library: states, revisions, what is served."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.store_home import NOON, make_article
from vectorstore.chunking import chunk
from vectorstore.extents import Extent
from vectorstore.identity import identified
from vectorstore.library import Known, Library
from vectorstore.records import Article, Filter


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite")) as opened:
        yield opened


def put(library: Library, *given: Article, ready: bool = True) -> list[Article]:
    """Store the articles; returned with their ids."""
    rows = [(key, article, chunk(article)) for key, article in map(identified, given)]
    library.add(rows, now=NOON)
    made = [article for _, article, _ in rows]
    if ready:
        library.mark_ready([article.id for article in made], now=NOON)
    return made


def test_an_article_comes_back_as_it_was_given(library: Library) -> None:
    full = replace(
        make_article("第一段。\n第二段。", headline="标题", external_id="a-1", kind="photo"),
        kicker="引题",
        byline="田一禾",
    )
    bare = replace(make_article("只有正文。", issued=None, publication=None, page=None), origin="-")
    made = put(library, full, bare)
    assert [library.find(article.id) for article in made] == made
    assert library.find("a-1") == made[0]


def test_what_is_pending_or_being_deleted_is_not_served(library: Library) -> None:
    (waiting,) = put(library, make_article("还没有入索引。", external_id="w"), ready=False)
    (leaving,) = put(library, make_article("正在删除。", external_id="l"))
    library.mark_deleting([leaving.id])
    for article in (waiting, leaving):
        assert library.find(article.id) is None
        assert library.find(article.external_id or "") is None
        ids = [passage.id for passage, _ in library.passages_of([article.id])]
        assert len(ids) == 1
        assert library.passages(ids) == {}
    assert library.listing(limit=10) == ()
    assert library.articles() == ()
    assert library.passage_ids() == frozenset()
    assert library.extent().articles == 0
    assert library.in_state("pending") == (waiting.id,)
    assert library.in_state("deleting") == (leaving.id,)
    assert set(library.unserved([waiting.id, leaving.id])) == {waiting, leaving}


def test_passages_come_with_their_article_and_their_text(library: Library) -> None:
    (article,) = put(library, make_article("第一句话在这里。" * 200))
    ids = sorted(library.passage_ids())
    assert len(ids) > 2
    found = library.passages([*ids, "f" * 16])
    assert sorted(found) == ids
    for passage, owner in found.values():
        assert owner == article
        assert article.text[passage.start : passage.end] == passage.text
    in_order = [passage.start for passage, _ in library.passages_of([article.id])]
    assert in_order == sorted(in_order)


def test_a_chain_of_revisions_leads_to_the_newest(library: Library) -> None:
    versions = [
        put(library, make_article(text, external_id="a"))[0] for text in ("一稿。", "二稿。", "三稿。")
    ]
    assert library.in_state("deleting") == (versions[0].id, versions[1].id)
    library.purge(library.in_state("deleting"))
    for name in ("a", *(version.id for version in versions)):
        assert library.find(name) == versions[2]


def test_a_deleted_article_is_not_found_by_any_of_its_ids(library: Library) -> None:
    old, new = (put(library, make_article(text, external_id="a"))[0] for text in ("一稿。", "二稿。"))
    library.mark_deleting([new.id])
    library.purge([old.id, new.id])
    assert [library.find(name) for name in ("a", old.id, new.id, "unknown")] == [None] * 4


def test_revised_back_and_forth_every_id_leads_to_what_is_served(library: Library) -> None:
    texts = ("一稿。", "二稿。", "一稿。", "二稿。")
    for text in texts:
        (served,) = put(library, make_article(text, external_id="a"))
        library.purge(library.in_state("deleting"))
        ids = {identified(make_article(each, external_id="a"))[1].id for each in texts[:2]}
        assert library.find(served.id) == served
        assert {library.find(each) for each in ids} <= {served, None}
    assert {library.find(each) for each in ids} == {served}


def test_known_tells_the_newest_version_under_a_key(library: Library) -> None:
    article = make_article("一稿。", external_id="a")
    key, _ = identified(article)
    assert library.known([key, "other"]) == {}
    (old,) = put(library, article)
    assert library.known([key]) == {key: Known(old.id, "ready", 1)}
    revised = replace(make_article("二稿。", external_id="a"), revision=2)
    (new,) = put(library, revised, ready=False)
    assert library.known([key]) == {key: Known(new.id, "pending", 2)}
    library.mark_deleting([old.id, new.id])
    assert library.known([key]) == {}


def test_replaced_passages_are_the_only_ones(library: Library) -> None:
    (article,) = put(library, make_article("第一句话在这里。" * 200))
    before = library.passage_ids()
    other = chunk(article, budget=40)
    library.replace_passages([(article, other)])
    assert library.passage_ids() == {passage.id for passage in other} != before


def test_purging_removes_the_passages_too(library: Library) -> None:
    gone, kept = put(library, make_article("甲。"), make_article("乙。"))
    library.purge([gone.id])
    assert [article.id for article in library.listing(limit=5)] == [kept.id]
    assert list(library.passages_of([gone.id])) == []
    assert len(library.passage_ids()) == 1


DATED = [
    make_article("甲。", issued=date(2024, 4, 1), external_id="april"),
    make_article("乙。", issued=None, external_id="undated"),
    make_article("丙。", issued=date(2024, 6, 1), publication="青禾晚报", external_id="june"),
    make_article("丁。", issued=date(2024, 6, 1), page="2", kind="photo", external_id="photo"),
]


def test_the_listing_is_newest_first_in_parts(library: Library) -> None:
    put(library, *DATED)
    names = [article.external_id for article in library.listing(limit=10)]
    assert names == ["june", "photo", "april", "undated"]
    assert [article.external_id for article in library.listing(limit=2, offset=1)] == ["photo", "april"]


def test_all_articles_come_in_parts_each_once(library: Library) -> None:
    put(library, *DATED)
    names, after = [], 0
    while part := library.articles(after=after, limit=3):
        names += [article.external_id for _, article in part]
        after = part[-1][0]
    assert names == ["april", "undated", "june", "photo"]


def test_the_extent_of_an_empty_library(library: Library) -> None:
    assert library.extent() == Extent(articles=0, first=None, last=None, publications=())


@pytest.mark.parametrize(
    ("admit", "articles", "first", "last", "publications"),
    [
        (Filter(), 4, date(2024, 4, 1), date(2024, 6, 1), {"试验日报", "青禾晚报"}),
        (Filter(since=date(2024, 5, 1)), 2, date(2024, 6, 1), date(2024, 6, 1), {"试验日报", "青禾晚报"}),
        (Filter(until=date(2024, 4, 1)), 1, date(2024, 4, 1), date(2024, 4, 1), {"试验日报"}),
        (Filter(publication="青禾晚报"), 1, date(2024, 6, 1), date(2024, 6, 1), {"青禾晚报"}),
        (Filter(page="2"), 1, date(2024, 6, 1), date(2024, 6, 1), {"试验日报"}),
        (Filter(kind="article", until=date(2024, 1, 1)), 0, None, None, set()),
    ],
)
def test_the_extent_counts_what_the_filter_admits(
    library: Library,
    admit: Filter,
    articles: int,
    first: date | None,
    last: date | None,
    publications: set[str],
) -> None:
    put(library, *DATED)
    extent = library.extent(admit)
    assert extent.articles == articles
    assert (extent.first, extent.last) == (first, last)
    assert set(extent.publications) == publications


def test_the_extent_follows_what_any_process_writes(library: Library, tmp_path: Path) -> None:
    put(library, *DATED)
    with closing(Library(tmp_path / "library.sqlite")) as other:
        assert other.extent().articles == library.extent().articles == 4
        put(library, make_article("工会开设夜校。", issued=date(2024, 7, 1)))
        assert other.extent().last == date(2024, 7, 1)
        ids = [article.id for _, article in library.articles()]
        other.mark_deleting(ids[:2])
        assert library.extent().articles == 3
        library.mark_all_pending()
        assert other.extent().articles == 0


def test_passages_are_counted_while_their_article_is_served(library: Library) -> None:
    put(library, *DATED)
    assert library.passage_count() == 4
    library.mark_deleting([library.articles()[0][1].id])
    assert library.passage_count() == 3


def test_the_manifest_keeps_the_last_value(library: Library, tmp_path: Path) -> None:
    assert library.manifest("built_with") is None
    for value in ("one", "two"):
        library.set_manifest("built_with", value)
    with closing(Library(tmp_path / "library.sqlite")) as again:
        assert again.manifest("built_with") == "two"
