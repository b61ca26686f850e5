"""Web and mail addresses: a reader types them letter by letter, so that a like one is a wrong one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Of RFC 3986 and RFC 5322 what newspapers print; the punctuation of a sentence ends an address.
_ADDRESS = re.compile(
    r"https?://[\w.~%-]+(?::\d+)?(?:/[\w./%?=&~#:@+-]*)?"
    r"|[\w.+-]+@(?:[a-z\d-]+\.)+[a-z]{2,}"
    r"|(?<![\w.@-])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}(?::\d+)?(?![\w@])(?:/[\w./%?=&~#:@+-]*)?",
    re.ASCII | re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in `text` in order, in lower case, without https:// and the full stop of the sentence."""
    if "." not in text and "://" not in text:
        return ()
    return tuple(_bare(found) for found in _ADDRESS.findall(text))


def strays(text: str, given: Iterable[str]) -> tuple[str, ...]:
    """The addresses in `text` that are none of those given, nor the site of one."""
    known = tuple(given)
    return tuple(
        each
        for each in addresses(text)
        if not any(other == each or other.startswith((f"{each}/", f"{each}?", f"{each}#")) for other in known)
    )


def _bare(found: str) -> str:
    return _SCHEME.sub("", found).rstrip("/.:?#").lower()
