"""What an article is called: ids from content, keys from where it stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import add
from types import MappingProxyType

from vectorstore.records import Article


def identified(article: Article, key: str | None = None) -> tuple[str, Article]:
    """(key, the article with its id). Two articles with one key are versions of each other.

    The key is the caller's id where there is one, else publication, issue date, page and headline; without a
    page number two reports may share all that, so the text itself is the key. The id is the first 16 hex digits of a
    SHA-256 over key and content, so the same article always gets the same id. A `key` that is given is kept.
    """
    place = (article.publication, article.issued, article.page, squash(article.headline or ""))
    if key is not None:
        pass
    elif article.external_id is not None:
        key = _digest("external", article.external_id)
    elif article.headline and article.page is not None and (article.issued or article.publication):
        key = _digest("place", *map(str, place))
    else:
        key = _digest("text", *map(str, place), squash(article.text))
    content = (article.headline, article.kicker, article.byline, article.kind, article.text)
    return key, replace(article, id=_digest(key, *map(str, place), *map(str, content)))


def keyed(articles: Sequence[Article], keys: Mapping[str, str] = MappingProxyType({})) -> dict[str, Article]:
    """Articles by key. Two of one batch that share a place but not their words (two 简讯 on a page) are told
    apart by their order; of two with one caller's id, the later counts. `keys` are those of the versions that
    an article's own id may name."""
    found: dict[str, Article] = {}
    for given in articles:
        key, article = identified(given, keys.get(given.id))
        nth = 2
        place = key
        fixed = article.external_id is not None or given.id in keys  # its key is not ours to change
        while not fixed and key in found and found[key].id != article.id:
            key = f"{place}#{nth}"
            nth += 1
        found[key] = article
    return found


def squash(text: str) -> str:
    """Letters, digits and ideographs only: what line breaks and punctuation cannot disturb."""
    return re.sub(r"[\W_]+", "", text)


def pairs_of(text: str) -> frozenset[str]:
    """Its pairs of neighbouring characters."""
    return frozenset(map(add, text, text[1:]))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
