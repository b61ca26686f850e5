from __future__ import annotations

from datetime import date

from tests.store_home import make_article
from vectorstore.passages import cut
from vectorstore.records import Filter
from vectorstore.store import VectorStore

TEXT = "昨日，清河市工友夜校开学。近日报名的还有二百人。3月5日至7日办了三场试听课。"


def test_certain_days_are_kept_as_seen_from_the_issue_date() -> None:
    (passage,) = cut(make_article(TEXT, issued=date(2024, 4, 18)))
    assert passage.days == (
        (date(2024, 3, 5), date(2024, 3, 7)),
        (date(2024, 4, 17), date(2024, 4, 17)),
    )


def test_without_an_issue_date_relative_days_are_unknown() -> None:
    (passage,) = cut(make_article("昨日，清河市工友夜校开学。", issued=None))
    assert passage.days == ()


def test_each_passage_has_its_own_days(store: VectorStore) -> None:
    filler = "学员们说，课程安排得当，老师讲得明白，大家都愿意来听，也愿意带着同事一道来。" * 12
    with store.writing():
        store.add([make_article(f"4月2日开学。{filler}5月6日结业。", issued=date(2024, 5, 7))])
    (article,) = store.library.listing(limit=1)
    pairs = [passage for passage, _ in store.library.passages_of([article.id])]
    assert len(pairs) > 1
    assert pairs[0].days == ((date(2024, 4, 2), date(2024, 4, 2)),)
    assert pairs[-1].days == ((date(2024, 5, 6), date(2024, 5, 6)),)
    hits = store.search("结业", admit=Filter(), limit=1)
    assert hits[0].passage in pairs
