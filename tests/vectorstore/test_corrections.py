from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store_home import StoreHome, make_article
from vectorstore.corrections import read_notice
from vectorstore.errors import LibraryError
from vectorstore.records import Article
from vectorstore.store import VectorStore

WRONG = make_article(
    "清河市职工夜校今春招收学员1460人，开课36门，学费由工会承担。",
    headline="清河夜校春季开学",
    issued=date(2024, 4, 18),
)
OTHER = make_article("清河市举办职工拔河赛，36支队伍参加。", headline="拔河赛收绳", issued=date(2024, 4, 18))
NOTICE = make_article(
    "本报4月18日一版《清河夜校春季开学》一文中，“招收学员1460人”应为“招收学员1640人”。特此更正，并向读者致歉。",
    headline="更正：夜校学员人数",
    issued=date(2024, 6, 20),
)


def linked(store: VectorStore) -> dict[str | None, list[str | None]]:
    """Headlines of the corrections by headline of the corrected."""
    articles = {article.id: article for article in store.library.listing(limit=20)}
    found = store.library.corrections_of(tuple(articles))
    return {articles[name].headline: [each.headline for each in by] for name, by in found.items()}


@pytest.mark.parametrize(
    "batches", [[[WRONG, OTHER, NOTICE]], [[NOTICE], [OTHER], [WRONG]], [[WRONG, OTHER], [NOTICE]]]
)
def test_whichever_comes_first_they_are_linked(store: VectorStore, batches: list[list[Article]]) -> None:
    for batch in batches:
        with store.writing():
            store.add(batch)
    assert linked(store) == {WRONG.headline: [NOTICE.headline]}


def test_a_headline_lost_in_extraction_is_made_up_for_by_the_figures(store: VectorStore) -> None:
    with store.writing():
        store.add([replace(WRONG, headline=None), OTHER, NOTICE])
    assert linked(store) == {None: [NOTICE.headline]}


@pytest.mark.parametrize(
    "changed",
    [
        replace(WRONG, publication="别家晚报"),
        replace(WRONG, issued=date(2024, 4, 19)),
        replace(WRONG, issued=date(2024, 6, 21)),
        replace(WRONG, headline="南湖拔河赛落幕"),
    ],
    ids=["other paper", "other day", "later than the correction", "other headline"],
)
def test_what_it_does_not_name_is_not_linked(store: VectorStore, changed: Article) -> None:
    with store.writing():
        store.add([changed, NOTICE])
    assert linked(store) == {}


def test_links_follow_revisions_and_deletions(store: VectorStore) -> None:
    with store.writing():
        store.add([WRONG, NOTICE])
        store.add([replace(WRONG, text=WRONG.text + "报名已满。")])
    assert linked(store) == {WRONG.headline: [NOTICE.headline]}
    with store.writing():
        (notice,) = [each for each in store.library.listing(limit=9) if each.headline == NOTICE.headline]
        store.delete([notice.id])
    assert linked(store) == {}


def test_a_reprint_of_what_was_wrong_is_corrected_too(store: VectorStore) -> None:
    copy = replace(WRONG, publication="别家晚报", headline="工友上夜校", issued=date(2024, 4, 20))
    with store.writing():
        store.add([WRONG, copy, NOTICE])
    assert linked(store) == {name: [NOTICE.headline] for name in (WRONG.headline, copy.headline)}


@pytest.mark.parametrize(
    "text",
    [
        "有听众问会不会念错，编辑说开播以来更正过2次，都在片头说明。",
        "纪检部门要求限期更正，责令公司向4月18日受影响的工友致歉。",
        "应为职工多办实事，4月18日的座谈会上大家这样说。",
    ],
)
def test_a_report_that_mentions_a_correction_is_none(text: str) -> None:
    assert read_notice(make_article(text, headline="工会办事忙")) is None


def test_a_library_of_other_tables_is_refused_with_what_to_do(store_home: StoreHome) -> None:
    store_home.open().library.set_manifest("schema", "1")
    with pytest.raises(LibraryError, match="重新导入"):
        store_home.open()
