"""Web and mail addresses: a reader types them letter by letter, so that a like one is a wrong one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Of RFC 3986 and RFC 5322 what newspapers print; the punctuation of a sentence ends an address. A mail address begins
# where its letters do: looked for at each of them, a long run of letters would take time by its square.
_ADDRESS = re.compile(
    r"https?://[\w.~%-]+(?::\d+)?(?:/[\w./%?=&~#:@+-]*)?"
    r"|(?<![\w.+-])[\w.+-]+@(?:[a-z\d-]+\.)+[a-z]{2,}"
    r"|(?<![\w.@-])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}(?::\d+)?(?![\w@])(?:/[\w./%?=&~#:@+-]*)?",
    re.ASCII | re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in `text` in order, in lower case, without https:// and the full stop of the sentence."""
    if "." not in text and "://" not in text:
        return ()
    return tuple(_bare(found) for found in _ADDRESS.findall(text))


def strays(found: Iterable[str], given: Sequence[str]) -> tuple[str, ...]:
    """The addresses found that are none of those given, nor the site of one."""
    return tuple(
        each
        for each in found
        if not any(other == each or other.startswith((f"{each}/", f"{each}?", f"{each}#")) for other in given)
    )


def _bare(found: str) -> str:
    return _SCHEME.sub("", found).rstrip("/.:?#").lower()
