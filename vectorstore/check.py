"""What differs between the library and its indexes."""

from __future__ import annotations

from dataclasses import dataclass

from vectorstore.legs import DenseLeg, Leg
from vectorstore.library import Library


@dataclass(frozen=True, slots=True)
class Check:
    """Differences between the library and its indexes, and what an interruption left open."""

    articles: int
    passages: int
    pending: int
    deleting: int
    missing_dense: int
    missing_lexical: int
    extra_dense: int
    extra_lexical: int
    uncopied: int  # passages by which the copy that serves filters differs: they are slower, not wrong

    @property
    def clean(self) -> bool:
        """Whether library and indexes agree and nothing is left open."""
        return not (self.pending or self.deleting or self.differs)

    @property
    def differs(self) -> bool:
        """Whether library and indexes disagree on what is done."""
        return any(
            (
                self.missing_dense,
                self.missing_lexical,
                self.extra_dense,
                self.extra_lexical,
                self.uncopied,
            )
        )


def check(*, library: Library, dense: DenseLeg, lexical: Leg) -> Check:
    """Compare the library and both legs. Raises IndexFailure, LibraryError."""
    passages = library.passage_ids()
    by_dense, by_lexical = dense.ids(), lexical.ids()
    return Check(
        articles=library.extent().articles,
        passages=len(passages),
        pending=len(library.in_state("pending")),
        deleting=len(library.in_state("deleting")),
        missing_dense=len(passages - by_dense),
        missing_lexical=len(passages - by_lexical),
        extra_dense=len(by_dense - passages),
        extra_lexical=len(by_lexical - passages),
        uncopied=dense.uncopied(),
    )
