"""What was printed when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.digest_rig import put
from tests.store_home import make_article
from vectorstore.issues import Issue
from vectorstore.library import Library
from vectorstore.records import Filter
from vectorstore.store import VectorStore


def test_articles_of_a_period_come_in_the_papers_order_and_issues_are_counted(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite")
    put(
        library,
        [
            make_article("第二天的第一篇报道。", headline="丙", issued=date(2024, 5, 2), page="2"),
            make_article("第一天的第一篇报道。", headline="甲"),
            make_article("第一天的第二篇报道。", headline="乙", page="3"),
            make_article("不知道哪一天的报道。", headline="丁", issued=None),
        ],
    )
    admit = Filter(since=date(2024, 5, 1), until=date(2024, 5, 2))
    articles = library.issues.articles(admit)
    assert [article.headline for article in articles] == ["甲", "乙", "丙"]
    assert library.issues.ids(admit) == tuple(article.id for article in articles)
    assert library.issues.issues(admit) == (
        Issue("试验日报", date(2024, 5, 1), ("1", "3"), 2),
        Issue("试验日报", date(2024, 5, 2), ("2",), 1),
    )
    assert library.issues.undated() == 1
    assert library.issues.articles(Filter(publication="别的报")) == ()


def test_words_are_found_as_they_are_written_wherever_they_stand(store: VectorStore) -> None:
    given = [
        make_article("骑手领到防暑药品。", headline="药品", issued=date(2024, 5, 1)),
        make_article("站点添了饮水机，骑手说好。", headline="饮水机到了", issued=date(2024, 5, 2)),
        make_article("参保率100%，覆盖_全市_。", headline="参保", issued=None),
    ]
    with store.writing():
        store.add(given)

    def found(*words: str, admit: Filter | None = None, limit: int = 9) -> list[str | None]:
        articles = store.library.issues.matching(words, admit or Filter(), limit=limit)
        return [each.headline for each in articles]

    assert found("骑手") == ["饮水机到了", "药品"]
    assert found("骑手", "到了") == ["饮水机到了"]
    assert found("骑手", limit=1) == ["饮水机到了"]
    assert found("骑手", admit=Filter(until=date(2024, 5, 1))) == ["药品"]
    assert found("%") == ["参保"]
    assert found("_全市_") == ["参保"]
    assert found("^") == found("不在") == []
    assert len(found()) == 3


def test_files_are_told_with_those_of_the_trash(store: VectorStore) -> None:
    with store.writing():
        store.add([make_article("甲。"), make_article("乙。", issued=None)])
        assert store.library.issues.origins() == {("test.jsonl", date(2024, 5, 1)), ("test.jsonl", None)}
        store.discard([each.id for each in store.library.listing(limit=9)])
        assert len(store.library.issues.origins()) == 2
