"""The sample newspaper in a library, and digests of it, for tests of digests and their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant.chat import ChatModel
from assistant.digest import Digesting
from assistant.ingest import read_file
from assistant.pages import parse_page
from assistant.readers import Limits
from assistant.records import Page
from assistant.summary_drafts import FORMS, Summarising
from assistant.wiring import build_prompt
from tests.store_home import make_article
from vectorstore.identity import keyed
from vectorstore.library import Library
from vectorstore.records import Article

SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "pages"
DAY = date(2024, 5, 1)
NOON = datetime(2026, 1, 5, 12, 30)


def put(library: Library, articles: Sequence[Article]) -> None:
    """Add and serve articles."""
    by_key = keyed(articles)
    library.add([(key, article, ()) for key, article in by_key.items()], now=NOON)
    library.mark_ready([article.id for article in by_key.values()], now=NOON)


def put_days(library: Library, matters: Sequence[str]) -> None:
    """Add and serve a report on each of the matters, one a day from `DAY` on."""
    articles = [
        make_article(
            f"{matter}的消息第{n}天见报，共涉及工友{n * 10 + 7}人。",
            headline=f"{matter}{n}",
            issued=DAY + timedelta(days=n),
        )
        for n, matter in enumerate(matters)
    ]
    put(library, articles)


def sample_articles() -> list[Article]:
    """The articles of the sample newspaper as they are found on its pages."""
    found = []
    for path in sorted(SAMPLE.glob("*.txt")):
        for page in read_file(str(path), limits=Limits()):
            assert isinstance(page, Page)
            found += [
                Article(
                    id="",
                    headline=piece.headline,
                    kicker=piece.kicker,
                    byline=piece.byline,
                    publication=piece.publication,
                    issued=piece.issued,
                    page=piece.page,
                    kind="photo" if piece.kind == "photo" else "article",
                    text=piece.text,
                    origin=path.name,
                )
                for piece in parse_page(page)
                if piece.kind != "other"
            ]
    return found


def digesting(library: Library, chat: ChatModel | None = None) -> Digesting:
    """Digests from this library, extracted or written by the model."""
    prompts = {form: build_prompt(f"summarise-{form}") for form in FORMS}
    return Digesting(library, Summarising(chat, prompts, 400, 8192), build_prompt("digest-headline"))
