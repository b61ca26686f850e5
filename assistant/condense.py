"""The extractive summary: whole sentences of reports that together tell most, within a length. Pure.

Budgeted maximum coverage of weighted concepts: greedy by worth and by worth a character, the better of the two
bettered by exchanges (Lin and Bilmes 2010, Takamura and Okumura 2009). What is said counts once, so nothing is
said twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.portions import Portion
from assistant.salience import Salience, Weighed, weigh_sentences
from vectorstore.records import Article

_POWERS = (0.0, 0.6, 1.0)  # of a sentence's length, by which its gain is divided
_SPARE = 5  # characters added to a length, so that scraps do not win
_ROUNDS = 20
_ALIKE = 0.6  # share of a sentence's concepts that are said already, from which it is left out


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence taken over: `article.text[start:end] == text`."""

    article: Article
    start: int
    end: int
    text: str


def condense(told: Sequence[Portion], *, length: int, most: int | None = None) -> tuple[Extract, ...]:
    """Whole sentences of the reports, at most `length` characters and `most` (None: any number) of them.

    In reading order. Where no sentence is so short, the shortest of the three best is given alone; () only where
    there is no sentence at all.
    """
    salience = weigh_sentences(told)
    sentences = salience.sentences
    if not sentences:
        return ()
    room = _Room(salience, length, most or len(sentences))
    chosen = max((room.greedy(power) for power in _POWERS), key=room.worth)
    chosen = room.exchanged(chosen)
    if not chosen:
        best = sorted(range(len(sentences)), key=lambda i: -room.worth([i]))[:3]
        chosen = [min(best, key=room.size)]
    return tuple(_extract(sentences[i]) for i in sorted(chosen))


def _extract(sentence: Weighed) -> Extract:
    article = sentence.portion.article
    return Extract(article, sentence.start, sentence.end, article.text[sentence.start : sentence.end])


@dataclass(frozen=True, slots=True)
class _Room:
    """The sentences, and how much may be said."""

    salience: Salience
    length: int
    most: int

    def size(self, i: int) -> int:
        return self.salience.sentences[i].end - self.salience.sentences[i].start

    def worth(self, chosen: Sequence[int]) -> float:
        sentences, weights = self.salience.sentences, self.salience.weights
        said = frozenset[str]().union(*(sentences[i].concepts for i in chosen))
        return sum(weights[pair] for pair in said) + sum(sentences[i].own for i in chosen)

    def fits(self, chosen: Sequence[int]) -> bool:
        return len(chosen) <= self.most and sum(map(self.size, chosen)) <= self.length

    def greedy(self, power: float) -> list[int]:
        """Sentences taken one after the other, each time the one that adds most for its length."""
        sentences, weights = self.salience.sentences, self.salience.weights
        chosen: list[int] = []
        said: set[str] = set()
        left = set(range(len(sentences)))
        while left:
            gains = {
                i: (sum(weights[pair] for pair in sentences[i].concepts - said) + sentences[i].own)
                / (self.size(i) + _SPARE) ** power
                for i in sorted(left)
                if self.fits([*chosen, i]) and not self._repeats(i, said)
            }
            if not gains:
                break
            best = max(gains, key=lambda i: gains[i])
            chosen.append(best)
            left.discard(best)
            said |= sentences[best].concepts
        return chosen

    def exchanged(self, chosen: list[int]) -> list[int]:
        """Bettered by exchanging one sentence for another, and filled up, until nothing gains."""
        for _ in range(_ROUNDS):
            worth = self.worth(chosen)
            others = [i for i in range(len(self.salience.sentences)) if i not in chosen]
            trials = [[*[k for k in chosen if k != out], i] for out in chosen for i in others]
            trials += [[*chosen, i] for i in others]
            better = [
                trial
                for trial in trials
                if self.fits(trial) and self.worth(trial) > worth and self._sound(trial)
            ]
            if not better:
                break
            chosen = max(better, key=self.worth)
        return chosen

    def _repeats(self, i: int, said: set[str]) -> bool:
        concepts = self.salience.sentences[i].concepts
        return len(concepts & said) > _ALIKE * len(concepts)

    def _sound(self, chosen: Sequence[int]) -> bool:
        """Whether no sentence mostly repeats the others."""
        counts = Counter(pair for i in chosen for pair in self.salience.sentences[i].concepts)
        return not any(
            sum(counts[pair] > 1 for pair in self.salience.sentences[i].concepts)
            > _ALIKE * len(self.salience.sentences[i].concepts)
            for i in chosen
        )
