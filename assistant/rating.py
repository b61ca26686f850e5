"""How likely each sentence of the hits answers a part of a question. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.datelines import said_spans
from assistant.matching import presence
from assistant.question import Part, Term, answers, bigrams, characters, fold
from assistant.question_synonyms import synonyms
from assistant.question_types import asks_several, sought
from assistant.telling import character_weights, held_characters
from vectorstore.records import Hit

# A conditional logit model (McFadden 1974) of the signs below, in their order: which of the sentences holds the
# answer. `python -m benchmarks.fit_rating --half 0` on news-qa.dev over news-small and evals/questions.jsonl over
# the sample.
_WEIGHTS = (6.30, 2.81, 1.99, 3.11, 1.50, 1.69, 3.03, 2.42, 0.74, 1.07, -3.30)
_TOGETHER = 0.5  # of the logits by which an article is behind for the other parts
_FAR_BEHIND = 4.0  # logits that it can be behind at most
_OPEN = 0.3  # value of a sign that the question leaves open
_MANY = 4  # marks between items from which a sentence is an enumeration for certain

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_BETWEEN = re.compile("[、;]")
_ITEM = re.compile(
    r"(?:第?[一二三四五六七八九十](?:是|要|、|,)|\(?(?:\d{1,2}|[一二三四五六七八九十])[).、](?!\d)|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit's article."""

    hit: Hit
    start: int
    end: int
    folded: str
    context: str  # folded: what it follows on, the sentence before or that which opens its enumeration


@dataclass(frozen=True, slots=True)
class Signs:
    """What is weighed, each 0..1."""

    characters: float  # weighted share of the part's characters in the sentence
    rank: float  # the hit's score
    typed: float  # it holds the type asked for, beside what the question says
    form: float  # it holds the form asked for (几家, 哪天)
    about: float  # weighted share of the part's words in the article
    pairs: float  # weighted share of the part's character pairs in the sentence
    context: float  # share of characters that only the context holds
    head: float  # share of characters that only the headline holds
    passage: float  # it lies in the passage found
    several: float  # items of an enumeration where several things are asked for
    asks: float  # it asks itself

    @property
    def values(self) -> tuple[float, ...]:
        """The signs in their order; `dataclasses.astuple` copies deeply, and takes too long here."""
        return (
            *(self.characters, self.rank, self.typed, self.form, self.about, self.pairs),
            *(self.context, self.head, self.passage, self.several, self.asks),
        )


def candidates(hits: Sequence[Hit]) -> tuple[Candidate, ...]:
    """Every sentence of the hits' articles, best hit first, then in reading order."""
    return tuple(candidate for hit in hits for candidate in _of_article(hit))


def read_signs(
    part: Part, found: Sequence[Candidate], *, weights: Mapping[Term, float], texts: Mapping[str, str]
) -> tuple[Signs, ...]:
    """The signs of each candidate for the part. `texts`: the folded articles by id."""
    words = {term.text: synonyms(term.text) for term in part.terms}
    singles = character_weights(characters(part.matter), [each.folded for each in found])
    pairs = character_weights(bigrams(part.matter), [each.folded for each in found])
    single, pair = sum(singles.values()) or 1.0, sum(pairs.values()) or 1.0
    about = {name: _about(part, text, weights) for name, text in texts.items()}
    hits = {each.hit.article.id: each.hit for each in found}
    heads = {
        name: held_characters(singles, words, fold(hit.article.headline or "")) for name, hit in hits.items()
    }
    form, several, figures = sought(part.text), asks_several(part.text), set(_FIGURE.findall(part.matter))
    told = {each.folded: held_characters(singles, words, each.folded) for each in found}
    signs = []
    for each in found:
        held = told[each.folded]
        context = told.get(each.context, frozenset()) - held
        head = heads[each.hit.article.id] - held - context
        rest = _FIGURE.sub(lambda match: " " if match.group() in figures else match.group(), each.folded)
        signs.append(
            Signs(
                characters=sum(singles[character] for character in held) / single,
                rank=each.hit.score,
                typed=float(any(answers(kind, rest) for kind in part.asks)) if part.asks else _OPEN,
                form=float(form.search(each.folded) is not None) if form else _OPEN,
                about=about[each.hit.article.id],
                pairs=sum(weight for text, weight in pairs.items() if text in each.folded) / pair,
                context=sum(singles[character] for character in context) / single,
                head=sum(singles[character] for character in head) / single,
                passage=float(each.hit.passage.start <= each.start and each.end <= each.hit.passage.end),
                several=min(_MANY, len(_BETWEEN.findall(each.folded))) / _MANY if several else 0.0,
                asks=float(each.folded.endswith("?")),
            )
        )
    return tuple(signs)


def logit(signs: Signs) -> float:
    """How likely a sentence of these signs holds the answer; comparable within a part."""
    return sum(weight * value for weight, value in zip(_WEIGHTS, signs.values, strict=True))


def matter(signs: Signs) -> float:
    """The same by what the sentence says, whatever the place of its article among the hits."""
    return logit(replace(signs, rank=0.0, passage=0.0))


def answers_in_kind(part: Part, signs: Signs) -> bool:
    """Whether the part asks for a form or a type, and the sentence holds it."""
    if sought(part.text):
        return signs.form == 1
    return bool(part.asks) and signs.typed == 1


def chances(logits: Sequence[float]) -> tuple[float, ...]:
    """The softmax of the logits: how likely each candidate is the one that answers."""
    most = max(logits, default=0.0)
    odds = [math.exp(each - most) for each in logits]
    total = sum(odds)
    return tuple(each / total for each in odds)


def of_one_matter(
    asked: Sequence[Part], logits: Sequence[Sequence[float]], found: Sequence[Candidate]
) -> list[Sequence[float]]:
    """The logits of each part, where it names nothing itself lowered in the articles that answer the others worse.

    Who asks when it was, where, and who came asks about one matter: it is the one that the other parts find.
    """
    names = [each.hit.article.id for each in found]
    behind = [_behind(row, names) for row in logits]
    table: list[Sequence[float]] = []
    for place, (part, row) in enumerate(zip(asked, logits, strict=True)):
        others = [each for other, each in enumerate(behind) if other != place]
        if not others or any(term.kind in ("name", "number") for term in part.terms):
            table.append(row)
            continue
        mean = {name: sum(each[name] for each in others) / len(others) for name in behind[place]}
        table.append([value - _TOGETHER * mean[name] for name, value in zip(names, row, strict=True)])
    return table


def _behind(row: Sequence[float], names: Sequence[str]) -> dict[str, float]:
    """By how much the best sentence of each article is behind the best of all."""
    best: dict[str, float] = {}
    for name, value in zip(names, row, strict=True):
        best[name] = max(value, best.get(name, value))
    first = max(best.values(), default=0.0)
    return {name: min(_FAR_BEHIND, first - value) for name, value in best.items()}


def _of_article(hit: Hit) -> list[Candidate]:
    found: list[Candidate] = []
    before, opening = "", ""
    for start, end in said_spans(hit.article.text):
        folded = fold(hit.article.text[start:end])
        item = _ITEM.match(folded) is not None
        if not item:
            opening = ""
        elif not opening:
            opening = before
        found.append(Candidate(hit, start, end, folded, opening if item else before))
        before = folded
    return found


def _about(part: Part, text: str, weights: Mapping[Term, float]) -> float:
    total = sum(weights[term] for term in part.terms) or 1.0
    return sum(weights[term] * presence(term, text) for term in part.terms) / total
