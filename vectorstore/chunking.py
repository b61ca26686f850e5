"""Articles to passages: whole sentences, a token budget, exact offsets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from vectorstore.records import Article, Passage
from vectorstore.sentences import sentence_spans
from vectorstore.token_count import count_tokens

VERSION = 1  # raised whenever the same article would be cut otherwise; part of the index manifest
BUDGET = 300  # cl100k_base tokens a passage may have
_CLAUSE = re.compile(r"[^，,、：:\s]+[，,、：:\s]*")
_HARD_CUT = 120  # characters; only for text without any punctuation

Span = tuple[int, int]


def chunk(article: Article, *, budget: int = BUDGET) -> tuple[Passage, ...]:
    """Passages of `article` in order; `article.text[p.start:p.end] == p.text` for each.

    A passage holds as many whole sentences as fit `budget` tokens and begins with the last sentence of the
    one before it, so that a pronoun finds its noun. A sentence over the budget is cut at clauses.
    """
    whole = sentence_spans(article.text)
    if not whole:
        return ()
    spans, counts = _cut_long(article.text, whole, budget)
    return tuple(_passage(article, start, end) for start, end in _pack(spans, counts, budget))


def context_line(article: Article) -> str:
    """What is embedded before a passage's own text: headline and issue date; empty where both are unknown."""
    parts = [
        article.headline or "",
        f"{article.issued.year}年{article.issued.month}月{article.issued.day}日" if article.issued else "",
    ]
    return " ".join(part for part in parts if part)


def _passage(article: Article, start: int, end: int) -> Passage:
    digest = hashlib.sha256(f"{article.id}:{start}:{end}".encode()).hexdigest()[:16]
    return Passage(digest, article.id, start, end, article.text[start:end])


def _pack(spans: Sequence[Span], counts: Sequence[int], budget: int) -> list[Span]:
    """Runs of sentences within the budget, each overlapping the one before by a sentence.

    A sentence of more than a quarter of the budget stands on its own and is not repeated.
    """
    runs: list[Span] = []
    first = 0
    while first < len(spans):
        last, used = first, counts[first]
        while last + 1 < len(spans) and used + counts[last + 1] <= budget:
            last += 1
            used += counts[last]
        runs.append((spans[first][0], spans[last][1]))
        if last + 1 == len(spans):
            break
        overlaps = last > first and counts[last] <= budget // 4 and counts[last] + counts[last + 1] <= budget
        first = last if overlaps else last + 1
    return runs


def _cut_long(text: str, whole: Sequence[Span], budget: int) -> tuple[list[Span], list[int]]:
    """The sentences, those over the budget in clauses, and the tokens of each."""
    spans: list[Span] = []
    counts: list[int] = []
    for span in whole:
        count = count_tokens(text[span[0] : span[1]])
        pieces = [span] if count <= budget else _clauses(text, span)
        spans.extend(pieces)
        counts.extend([count] if pieces == [span] else [count_tokens(text[a:b]) for a, b in pieces])
    return spans, counts


def _clauses(text: str, span: Span) -> list[Span]:
    """Clauses of an over-long sentence; a clause that is itself over-long is cut by characters."""
    pieces: list[Span] = []
    for match in _CLAUSE.finditer(text, *span):
        starts = range(match.start(), match.end(), _HARD_CUT)
        pieces.extend((start, min(start + _HARD_CUT, match.end())) for start in starts)
    return pieces or [span]
