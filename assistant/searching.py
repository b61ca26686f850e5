"""The library as one question may search it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.corrections import Corrections
from assistant.evidence import Rarity
from vectorstore.records import Hit


@dataclass(frozen=True, slots=True)
class Searching:
    """Searches within the issues that the question is about."""

    search: Callable[[str], tuple[Hit, ...]]
    rarity: Rarity
    corrections: Callable[[Sequence[str]], Corrections]  # of articles of these ids
