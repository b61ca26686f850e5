"""Tokens are counted as cl100k_base does, without a network."""

from __future__ import annotations

import pytest

from vectorstore.token_count import count_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("hello world", 2),
        ("tiktoken is great!", 6),
        ("antidisestablishmentarianism", 6),
        ("お誕生日おめでとう", 9),
    ],
)
def test_counts_are_those_of_cl100k_base(text: str, tokens: int) -> None:
    # The examples of OpenAI's cookbook, "How to count tokens with tiktoken".
    assert count_tokens(text) == tokens


def test_words_that_look_like_special_tokens_are_plain_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_text_that_is_no_unicode_is_counted_too() -> None:
    assert count_tokens("断字\ud800") > 1
