"""Which characters of a question a sentence holds, and how telling each is. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def character_weights(characters: Sequence[str], sentences: Sequence[str]) -> Mapping[str, float]:
    """The inverse document frequency of each character (or number, or Latin word) over the sentences.

    What every sentence has, the name of the matter, tells nothing about which of them answers.
    """
    total = len(sentences)
    return {
        character: math.log((total + 1) / (sum(character in sentence for sentence in sentences) + 0.5))
        for character in characters
    }


def held_characters(
    weights: Mapping[str, float], words: Mapping[str, Sequence[str]], sentence: str
) -> frozenset[str]:
    """The weighted characters that the sentence holds, itself or by a synonym of the word they belong to.

    `words`: the question's words, each with its synonyms.
    """
    held = {character for character in weights if character in sentence}
    for word, others in words.items():
        if any(other in sentence for other in others):
            held.update(character for character in word if character in weights)
    return frozenset(held)
