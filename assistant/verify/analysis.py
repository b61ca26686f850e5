"""A source made ready for judging: its tokens by sentence, its characters, where each key stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.verdict import Source
from assistant.verify.tokens import Token, fold, squeeze, tokenise


@dataclass(frozen=True, slots=True)
class Analysis:
    """The analysis of one source. `sentences` are (first, behind the last) token indexes."""

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    text: str  # folded, headline first
    letters: str  # squeezed
    places: dict[str, tuple[int, ...]]  # key -> token indexes
    issued: date | None  # None: not known
    about: str  # publication, for names that stand nowhere else

    def around(self, sentence: int, reach: int = 1) -> tuple[int, int]:
        """Token range of a sentence with `reach` neighbours on either side."""
        last = min(sentence + reach, len(self.sentences) - 1)
        return self.sentences[max(sentence - reach, 0)][0], self.sentences[last][1]


@lru_cache(maxsize=1024)
def prepare(source: Source) -> Analysis:
    """Analyse a source once; the same source is asked about for many sentences."""
    text = fold(f"{source.headline}\n{source.text}" if source.headline else source.text)
    tokens = tokenise(text)
    sentences: list[tuple[int, int]] = []
    places: dict[str, list[int]] = {}
    first, number = 0, 0
    renumbered: list[Token] = []
    for index, token in enumerate(tokens):
        if index and token.sentence != tokens[index - 1].sentence:
            sentences.append((first, index))
            first, number = index, number + 1
        renumbered.append(token if token.sentence == number else token._replace(sentence=number))
        places.setdefault(token.key, []).append(index)
    if tokens:
        sentences.append((first, len(tokens)))
    return Analysis(
        tokens=tuple(renumbered),
        sentences=tuple(sentences),
        text=text,
        letters=squeeze(text),
        places={key: tuple(at) for key, at in places.items()},
        issued=source.issued,
        about=fold(source.publication or ""),
    )
