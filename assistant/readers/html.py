"""HTML through `trafilatura`: the article of a saved web page, without menus and footers."""

from __future__ import annotations

from collections.abc import Iterator

import trafilatura

from assistant.errors import ReadError
from assistant.readers.records import Limits, Record
from assistant.readers.stream import Source
from vectorstore.dates import date_in_name

_DATES = {
    "extensive_search": False,
    "original_date": True,
}  # what the page declares; nothing guessed from its text


def read(source: Source, limits: Limits) -> Iterator[Record]:  # noqa: ARG001  # the readers' common signature
    """One record. Raises `ReadError` when the page has no article."""
    try:
        found = trafilatura.bare_extraction(
            source.whole(),
            with_metadata=True,
            include_comments=False,
            favor_recall=True,
            date_extraction_params=_DATES,
        )
    except (SyntaxError, ValueError, RecursionError) as error:
        raise ReadError(f"{source.origin}：网页已损坏，请重新保存") from error
    text = "" if found is None or isinstance(found, dict) else (found.text or "").strip()
    if found is None or isinstance(found, dict) or not text:
        raise ReadError(f"{source.origin}：网页里没有找到正文，请换成保存了全文的网页")
    headline = (found.title or "").strip() or None
    if headline is not None:
        text = text.removeprefix(headline).lstrip() or text
    yield Record(
        number=1,
        external_id=None,
        headline=headline,
        issued=date_in_name(found.date or "") or date_in_name(source.name),
        text=text,
        publication=(found.sitename or "").strip() or None,
    )
