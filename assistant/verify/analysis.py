"""A source made ready for judging: its tokens by sentence, its characters, where each key stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.verdict import Source
from assistant.verify.addresses import addresses
from assistant.verify.tokens import Token, fold, squeeze, tokenise


@dataclass(frozen=True)
class Analysis:
    """What the gate reads off one source, each part when it is first asked for: a copy needs no cutting."""

    source: Source

    @cached_property
    def text(self) -> str:
        """The source folded, headline first."""
        headline = self.source.headline
        return fold(f"{headline}\n{self.source.text}" if headline else self.source.text)

    @cached_property
    def letters(self) -> str:
        """The text squeezed."""
        return squeeze(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the text."""
        return tokenise(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """First and behind-the-last token index of each sentence."""
        tokens = self.tokens
        starts = [i for i, token in enumerate(tokens) if not i or token.sentence != tokens[i - 1].sentence]
        return tuple(pairwise((*starts, len(tokens)))) if tokens else ()

    @cached_property
    def places(self) -> dict[str, set[int]]:
        """For each key the numbers of the sentences that have it."""
        places: dict[str, set[int]] = {}
        for number, (low, high) in enumerate(self.sentences):
            for token in self.tokens[low:high]:
                places.setdefault(token.key, set()).add(number)
        return places

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Its web and mail addresses."""
        return addresses(self.text)

    @property
    def issued(self) -> date | None:
        """The day of issue; None where it is not known."""
        return self.source.issued

    @cached_property
    def about(self) -> str:
        """The publication, for a name that stands nowhere else."""
        return fold(self.source.publication or "")

    def around(self, sentence: int, reach: int = 1) -> tuple[int, int]:
        """Token range of a sentence with `reach` neighbours on either side."""
        last = min(sentence + reach, len(self.sentences) - 1)
        return self.sentences[max(sentence - reach, 0)][0], self.sentences[last][1]


@lru_cache(maxsize=1024)
def prepare(source: Source) -> Analysis:
    """The analysis of a source, made once: the same source is asked about for many sentences."""
    return Analysis(source)
