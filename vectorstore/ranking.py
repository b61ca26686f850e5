"""The second, cheap step of a search: candidates of both legs scored alike, by cosine and by the question's words
in their text. Pure.

Adding an unscaled lexical score to the cosine lets a long question, whose words tell more, weigh its words more.
The lexical score is BM25 (Robertson and Zaragoza 2009) over words and character pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore.tokens import asked, fold, pieces, words

Rarity = Callable[[Sequence[str]], Sequence[float]]  # 0 (in every passage) to 1 (in none)

LEXICAL = 0.012  # of cosine, for a term in no other passage
_HEADLINE = 0.004  # of cosine, for such a term in the headline, besides
_EXACT = 0.015  # of cosine, for all figures, or all quoted names, of the question
_PREFERRED = 0.02  # of cosine, for the days a question means
_K1, _B, _LENGTH = 0.5, 0.4, 270  # BM25; the usual length of a passage in characters

_PART = re.compile(r"[^？?。！!；;\n]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_NAMED = re.compile(r"《([^《》\n]{2,40})》|[“\"‘]([^”\"’\n]{2,40})[”\"’]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question looks for in a text."""

    texts: tuple[str, ...]  # each part, folded, without its question words
    parts: tuple[tuple[tuple[str, float], ...], ...]  # each part's terms with their weights
    figures: tuple[re.Pattern[str], ...]
    names: tuple[str, ...]  # in 《》 or quotation marks


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds of a question."""

    parts: tuple[float, ...]  # BM25 of each part
    headline: float  # BM25 of the question in the headline alone
    exact: float  # 0..2: share of the figures and share of the quoted names, to the letter


def read_question(question: str, *, rarity: Rarity) -> Asked:
    """The question's parts (it may ask several things), its figures and its quoted names."""
    folded = fold(question)
    texts = [asked(part) for part in _PART.findall(folded) if any(char.isalnum() for char in part)]
    known = sorted({word for text in texts for word in _words(text)})
    rare = dict(zip(known, rarity(known), strict=True)) if known else {}
    figures = dict.fromkeys(_FIGURE.findall(folded))
    names = dict.fromkeys(first or second for first, second in _NAMED.findall(folded))
    return Asked(
        texts=tuple(texts),
        parts=tuple(tuple(_terms(text, rare).items()) for text in texts),
        figures=tuple(re.compile(rf"(?<![\d.]){re.escape(figure)}(?!\d)") for figure in figures),
        names=tuple(names),
    )


def look(question: Asked, folded: str, *, headline: str = "") -> Found:
    """What a folded text (a passage under its headline) holds of the question, and what its headline does."""
    parts = tuple(_bm25(terms, folded) for terms in question.parts)
    # What no part finds in the whole text is not in its headline.
    title = fold(headline) if headline and any(parts) else ""
    figures = [figure.search(folded) is not None for figure in question.figures]
    names = [name in folded for name in question.names]
    return Found(
        parts,
        sum(_bm25(terms, title) for terms in question.parts) if title else 0.0,
        _share(figures) + _share(names),
    )


def _bm25(terms: Sequence[tuple[str, float]], folded: str) -> float:
    length = _K1 * (1 - _B + _B * len(folded) / _LENGTH)
    score = 0.0
    for term, weight in terms:
        if term in folded:
            count = folded.count(term)
            score += weight * count * (_K1 + 1) / (count + length)
    return score


def choose(
    scores: Sequence[float], found: Sequence[Found], reports: Sequence[int | str], *, limit: int
) -> list[tuple[int, float]]:
    """The best `limit` reports, best first: the index of each one's best passage, and a score that only falls.

    Where a question asks several things, the next report is the one that adds most to what the chosen ones say to
    them (a greedy cover, as in Santos, Macdonald and Ounis 2010, xQuAD), so that no part is left without a source.
    """
    best: dict[int | str, int] = {}
    said: dict[int | str, tuple[float, ...]] = {}
    for index, report in enumerate(reports):
        said[report] = tuple(map(max, said.get(report, found[index].parts), found[index].parts))
        if report not in best or scores[index] > scores[best[report]]:
            best[report] = index
    parts = len(found[0].parts) if found else 0
    weight = 3 * LEXICAL * parts if parts > 1 else 0.0
    first = list(best.values())
    alone = np.array([scores[index] for index in first])
    held = weight * np.array([said[report] for report in best]).reshape(len(first), parts)
    covered = np.zeros(parts)
    chosen: list[tuple[int, float]] = []
    for _ in range(min(limit, len(first))):
        worth = alone + np.maximum(held - covered, 0.0).sum(axis=1)
        place = int(worth.argmax())
        chosen.append((first[place], float(worth[place])))
        covered = np.maximum(covered, held[place])
        alone[place] = -np.inf
    return chosen


def score(cosine: float, found: Found, *, preferred: bool = False) -> float:
    """A passage's score, on the scale of a cosine.

    One vector stands for all that a question asks, so that it says the less the more that is.
    """
    lexical = max(1, len(found.parts)) * (LEXICAL * sum(found.parts) + _HEADLINE * found.headline)
    return cosine + lexical + _EXACT * found.exact + (_PREFERRED if preferred else 0.0)


def _words(text: str) -> set[str]:
    return set(words(text)) | {word for _, word in pieces(text) if word.isalnum()}


def _terms(text: str, rare: dict[str, float]) -> dict[str, float]:
    """Words and character pairs with half their rarity each; a pair across two words is as rare as the rarer."""
    weights = {word: rare[word] / 2 for word in words(text)}
    at: dict[int, str] = {}
    for start, word in pieces(text):
        at.update(dict.fromkeys(range(start, start + len(word)), word))
    pairs: dict[str, float] = {}
    for run in _HAN_RUN.finditer(text):
        for start in range(run.start(), run.end() - 1):
            pair = text[start : start + 2]
            across = rare.get(pair) or max(rare.get(at[start], 0.0), rare.get(at[start + 1], 0.0))
            pairs[pair] = max(across, pairs.get(pair, 0.0))
    for word in weights:
        if word.isascii():
            pairs[word] = rare[word]
    return {term: weights.get(term, 0.0) + pairs.get(term, 0.0) / 2 for term in weights | pairs}


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 0.0
