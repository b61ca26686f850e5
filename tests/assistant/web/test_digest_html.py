from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from html import escape
from pathlib import Path

import pytest

from assistant.digest import digest
from assistant.digest_records import DigestRequest
from assistant.web.digest_html import digest_html
from tests.assistant.web.test_render import EVIL, Tags
from tests.digest_rig import NOON, digesting, put, sample_articles
from tests.store_home import make_article
from vectorstore.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(Library(tmp_path / "library.sqlite")) as library:
        yield library


def test_every_sentence_has_a_mark_and_everything_read_is_accounted_for(library: Library) -> None:
    put(library, sample_articles())
    request = DigestRequest(date(2024, 4, 18), date(2024, 4, 18), items=2, watched=("热线",))
    made = digest(request, using=digesting(library), now=NOON)
    html = digest_html(made)
    for item in made.items:
        assert escape(item.headline) in html
    assert html.count("data-mark=") >= len(made.items)
    assert f"未展开的报道（{len(made.left_out)}）" in html
    assert made.figures
    assert all(
        html.count(escape(row.headline)) >= 2 for row in made.figures
    )  # above its item, and beside its figure
    assert "“热线”" in html
    assert made.label.visible in html


def test_no_markup_from_the_papers_survives(library: Library) -> None:
    put(library, [make_article(f"青州培训三千名骑手{EVIL}。", headline=EVIL, publication=EVIL)])
    request = DigestRequest(date(2024, 5, 1), date(2024, 5, 1), topic=EVIL, watched=(EVIL,))
    found = Tags(digest_html(digest(request, using=digesting(library), now=NOON))).found
    assert not found & {"script", "img", "a", "onerror", "href", "src"}


def test_an_empty_period_says_so(library: Library) -> None:
    made = digest(DigestRequest(date(2020, 1, 1), date(2020, 1, 1)), using=digesting(library), now=NOON)
    assert "没有可以摘要的报道" in digest_html(made)
