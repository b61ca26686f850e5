"""What was printed when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.digest_rig import put
from tests.store_home import make_article
from vectorstore.issues import Issue
from vectorstore.library import Library
from vectorstore.records import Filter


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
    assert [article.headline for article in library.issues.articles(admit)] == ["甲", "乙", "丙"]
    assert library.issues.issues(admit) == (
        Issue("试验日报", date(2024, 5, 1), ("1", "3"), 2),
        Issue("试验日报", date(2024, 5, 2), ("2",), 1),
    )
    assert library.issues.undated() == 1
    assert library.issues.articles(Filter(publication="别的报")) == ()
