"""The summary of what tells most within a length: whole sentences of reports, and a model's sentences on them. Pure.

Budgeted maximum coverage of weighted concepts: greedy by worth and by worth a character, the better of the two
bettered by exchanges (Lin and Bilmes 2010, Takamura and Okumura 2009). What is said counts once, so nothing is
said twice. What a model wrote is the summary where it keeps to the length. A small model copies most of the report, or
only its headline: then the papers' own sentences that tell most are taken, each in the model's words where these say
the same and are no longer. Of 60 articles (`benchmarks.bench_summaries --chat 60`, a model of 1.5 billion weights) that
has a ROUGE-L of 0.440, the model's sentences cut down by the same measure 0.397, the papers' own 0.438.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.portions import Portion
from assistant.salience import Salience, Weighed, concepts_of, weigh_sentences
from vectorstore.records import Article

_POWERS = (0.0, 0.6, 1.0)  # of a sentence's length, by which its gain is divided
_SPARE = 5  # characters added to a length, so that scraps do not win
_ROUNDS = 20
_ALIKE = 0.6  # share of a sentence's concepts that are said already, from which it is left out
_OVER = 1.3  # factor by which a model's only sentence may be longer than was asked for
_SPOKEN = re.compile(r"“[^”]*”|\"[^\"]*\"")  # a quotation that does not say who speaks
_FILLED = 0.75  # share of the length from which a model's sentences stand alone
_SAME = 0.9  # share of what a sentence tells from which another can stand in its place


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence taken over: `article.text[start:end] == text`."""

    article: Article
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A model's sentence: the `at`-th of those given."""

    at: int
    text: str


def condense(
    told: Sequence[Portion],
    *,
    length: int,
    most: int | None = None,
    wrong: Callable[[str], bool] = lambda _text: False,
) -> tuple[Extract, ...]:
    """Whole sentences of the reports, at most `length` characters and `most` (None: any number) of them.

    In reading order. Where no sentence is so short, the shortest of the three best is given alone. Sentences that
    are `wrong` are left out as long as others are there; () only where there is no sentence at all.
    """
    chosen = blend(told, [], length=length, most=most, wrong=wrong)
    return tuple(each for each in chosen if isinstance(each, Extract))


def blend(
    told: Sequence[Portion],
    written: Sequence[str],
    *,
    length: int,
    most: int | None = None,
    wrong: Callable[[str], bool] = lambda _text: False,
) -> tuple[Extract | Rewritten, ...]:
    """The same from sentences a model wrote on the reports and the reports' own.

    The written ones alone where they fit and nearly fill the room, or are as many as may be; else the reports' own
    that tell most, a written one in the place of each that it says as well. A written one stands where the sentence
    stands that it says most of.
    """
    salience = weigh_sentences(told)
    quotes = [_quoted(sentence, nth) for nth, sentence in enumerate(salience.sentences)]
    quotes = [each for each in quotes if not _SPOKEN.fullmatch(each.made.text)] or quotes
    if not quotes:
        return ()
    rewritten = [_rewritten(Rewritten(at, text), salience) for at, text in enumerate(written)]
    candidates = [each for each in (*rewritten, *quotes) if not wrong(each.made.text)] or quotes
    candidates.sort(key=lambda each: each.place)
    room = _Room(candidates, salience.weights, length, most or len(candidates))
    first = [i for i, each in enumerate(candidates) if isinstance(each.made, Rewritten)]
    chosen = room.kept(first)
    if not chosen:
        own = [i for i, each in enumerate(candidates) if isinstance(each.made, Extract)]
        chosen = room.filled(room.reworded(room.best(own) or room.shortest(own), first))
    return tuple(candidates[i].made for i in sorted(chosen))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be taken."""

    made: Extract | Rewritten
    place: float  # in reading order
    concepts: frozenset[str]
    own: float  # what it is worth whatever else is said


def _quoted(sentence: Weighed, place: int) -> _Candidate:
    article = sentence.portion.article
    extract = Extract(article, sentence.start, sentence.end, article.text[sentence.start : sentence.end])
    return _Candidate(extract, place, sentence.concepts, sentence.own)


def _rewritten(made: Rewritten, salience: Salience) -> _Candidate:
    """Worth what it shares with the sentence that it says most of."""
    weights = salience.weights
    concepts = concepts_of(made.text) & weights.keys()
    shared = [sum(weights[pair] for pair in concepts & each.concepts) for each in salience.sentences]
    at = max(range(len(shared)), key=shared.__getitem__)
    whole = sum(weights[pair] for pair in salience.sentences[at].concepts)
    own = salience.sentences[at].own * shared[at] / whole if whole else 0.0
    return _Candidate(made, at - 0.5, concepts, own)


@dataclass(frozen=True, slots=True)
class _Room:
    """The sentences, and how much may be said."""

    candidates: Sequence[_Candidate]
    weights: Mapping[str, float]
    length: int
    most: int

    def size(self, i: int) -> int:
        return len(self.candidates[i].made.text)

    def worth(self, chosen: Sequence[int]) -> float:
        said = frozenset[str]().union(*(self.candidates[i].concepts for i in chosen))
        return sum(self.weights[pair] for pair in said) + sum(self.candidates[i].own for i in chosen)

    def fits(self, chosen: Sequence[int]) -> bool:
        return len(chosen) <= self.most and sum(map(self.size, chosen)) <= self.length

    def best(self, of: Sequence[int]) -> list[int]:
        """Of these sentences those that together tell most."""
        return self.exchanged(max((self.greedy(of, power) for power in _POWERS), key=self.worth), of)

    def kept(self, written: Sequence[int]) -> list[int]:
        """What stands of a model's sentences where it kept to what was asked: their number, or else the length; []
        where it did not."""
        size = sum(map(self.size, written))
        enough = size >= _FILLED * self.length or len(written) == self.most
        if self.most == 1 or (enough and self.fits(written)):
            return self.best(written) or self.nearly(written)
        return []

    def reworded(self, chosen: Sequence[int], written: Sequence[int]) -> list[int]:
        """The same, a model's sentence in the place of each that it says as well in no more words."""
        found = list(chosen)
        for at, i in enumerate(chosen):
            trials = [
                (told, k)
                for k in written
                for told in [self._told(i, k)]
                if told >= _SAME and k not in found and self.size(k) <= self.size(i)
            ]
            if trials:
                found[at] = max(trials)[1]
        return found

    def shortest(self, of: Sequence[int]) -> list[int]:
        """The shortest of the three that tell most; none of none."""
        best = sorted(of, key=lambda i: -self.worth([i]))[:3]
        return [min(best, key=self.size)] if best else []

    def _told(self, i: int, by: int) -> float:
        """The share of what one sentence tells that another does."""
        concepts = self.candidates[i].concepts
        both = sum(self.weights[pair] for pair in concepts & self.candidates[by].concepts)
        return both / (sum(self.weights[pair] for pair in concepts) or 1.0)

    def nearly(self, of: Sequence[int]) -> list[int]:
        """The shortest of these sentences, where it is not much too long for the room; else none."""
        shortest = min(of, key=self.size, default=None)
        return [shortest] if shortest is not None and self.size(shortest) <= _OVER * self.length else []

    def filled(self, chosen: list[int]) -> list[int]:
        """With sentences that add most to those chosen, as far as they fit."""
        while True:
            trials = [[*chosen, i] for i in range(len(self.candidates)) if i not in chosen]
            trials = [trial for trial in trials if self.fits(trial) and self._sound(trial)]
            if not trials:
                return chosen
            chosen = max(trials, key=self.worth)

    def greedy(self, of: Sequence[int], power: float) -> list[int]:
        """Of these sentences one taken after the other, each time the one that adds most for its length."""
        candidates, weights = self.candidates, self.weights
        chosen: list[int] = []
        said: set[str] = set()
        left = set(of)
        while left:
            gains = {
                i: (sum(weights[pair] for pair in candidates[i].concepts - said) + candidates[i].own)
                / (self.size(i) + _SPARE) ** power
                for i in sorted(left)
                if self.fits([*chosen, i]) and not self._repeats(i, said)
            }
            if not gains:
                break
            best = max(gains, key=lambda i: gains[i])
            chosen.append(best)
            left.discard(best)
            said |= candidates[best].concepts
        return chosen

    def exchanged(self, chosen: list[int], of: Sequence[int]) -> list[int]:
        """Bettered by exchanging one sentence for another, and filled up, until nothing gains."""
        for _ in range(_ROUNDS):
            worth = self.worth(chosen)
            others = [i for i in of if i not in chosen]
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
        concepts = self.candidates[i].concepts
        return len(concepts & said) > _ALIKE * len(concepts)

    def _sound(self, chosen: Sequence[int]) -> bool:
        """Whether no sentence mostly repeats the others."""
        counts = Counter(pair for i in chosen for pair in self.candidates[i].concepts)
        return not any(
            sum(counts[pair] > 1 for pair in self.candidates[i].concepts)
            > _ALIKE * len(self.candidates[i].concepts)
            for i in chosen
        )
