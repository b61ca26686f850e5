"""What the two retrieval legs have in common: the protocol, and what goes in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vectorstore.embedding import Vectors
from vectorstore.records import Article, Filter, Passage


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the legs index it."""

    passage: Passage
    article: Article
    vector: Vectors  # float32, shape (dimension,), length 1


@dataclass(frozen=True, slots=True)
class Probe:
    """A question as the legs look for it."""

    text: str
    vector: Vectors  # float32, shape (dimension,), length 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage a leg proposes."""

    passage_id: str
    score: float  # the leg's own scale, higher is better


class Leg(Protocol):
    """An index over the library: rebuildable at any time, never read for anything but ranking."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Index these passages, in place of any with the same ids; lasting once this returns.

        Raises IndexFailure.
        """

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Forget these passages; ids it does not know are ignored. Raises IndexFailure."""

    def search(self, probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """The best `limit` passages whose article `admit` lets through, best first. Raises IndexFailure."""

    def empty(self) -> bool:
        """Whether no passage is indexed. Raises IndexFailure."""

    def ids(self) -> frozenset[str]:
        """Ids of every passage indexed. Raises IndexFailure."""

    def clear(self) -> None:
        """Forget everything; works on a damaged index too. Raises IndexFailure."""

    def refresh(self) -> None:
        """See from now on what other processes have written. Raises IndexFailure."""

    def damaged(self) -> bool:
        """Whether the files can no longer be read, so that only `clear` helps. Raises IndexFailure."""


class DenseLeg(Leg, Protocol):
    """A leg that keeps a copy of its vectors for searches under a filter."""

    def mend(self) -> None:
        """Complete the copy, for the one writer only. Raises IndexFailure."""

    def uncopied(self) -> int:
        """How many passages only the index or only the copy has. Raises IndexFailure."""


class LexicalLeg(Leg, Protocol):
    """A leg that goes by words alone, and knows how rare they are in the library. Safe to use from several threads."""

    def by_words(self, text: str, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """As `search`, of a text that has no vector. Raises IndexFailure."""

    def rarity(self, texts: Sequence[str]) -> tuple[float, ...]:
        """How rare each text's rarest word is, 0 (in every passage) to 1 (in none). Raises IndexFailure."""
