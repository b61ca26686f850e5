"""A query leads to the reports it is about, or to none."""

from __future__ import annotations

from assistant.portions import whole
from assistant.reports import reports_on
from tests.store_home import make_article
from vectorstore.records import Filter
from vectorstore.store import VectorStore

REPORT = whole(
    make_article("河阳市总工会昨天发放高温补贴300万元，惠及工友5000人。", headline="河阳发放高温补贴")
)


def test_reports_are_found_for_a_query_and_none_where_there_is_no_evidence(store: VectorStore) -> None:
    with store.writing():
        store.add([REPORT.article, make_article("平阳市的二十座驿站装上了空调。", headline="平阳驿站添空调")])
    (found,) = reports_on("河阳高温补贴发放了多少", store=store, admit=Filter())
    assert found.headline == "河阳发放高温补贴"
    assert reports_on("月球基地何时开工", store=store, admit=Filter()) == ()
