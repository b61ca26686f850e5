"""Figures of one matter that differ between issues: which report is the newer one is said with the answer. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from assistant.records import Citation, Sentence

_ALIKE = 0.35  # share of the shorter sentence's words, figures apart, that the other must have
_FIGURE = re.compile(
    r"(\d+(?:\.\d+)?)\s*([万亿]?(?:多|余)?(?:人次|元|人|名|家|个|条|件|次|种|项|天|小时|岁|%|万|亿))"
)
_BIGRAM_CHARS = re.compile(r"[^一-鿿]")


def newer_figures(
    sentences: Sequence[Sentence],
    citations: Sequence[Citation],
    *,
    changed: Collection[tuple[int, int]] = (),
) -> tuple[str, ...]:
    """Remarks on pairs of shown sentences that give one matter other figures; () where none do.

    Of two issues the newer is named as the one that counts; reports of one day stand side by side. `changed`: numbers
    of citations known to do so, in whatever words.
    """
    sources = {citation.number: citation for citation in citations}
    known = [(sources[one], sources[other]) for one, other in changed if one in sources and other in sources]
    remarks = {_remark(one, other): None for one, other in known}
    for one, other in combinations(sentences, 2):
        pair = _cited(one, sources), _cited(other, sources)
        if pair[0] is None or pair[1] is None or pair[0].article_id == pair[1].article_id:
            continue
        if differ(one.text, other.text) and (pair[1], pair[0]) not in known:
            remarks[_remark(pair[0], pair[1])] = None
    return tuple(remarks)


def differ(one: str, other: str) -> bool:
    """Whether two sentences tell of one matter, each with figures of a kind that the other gives differently."""
    left, right = _bigrams(one), _bigrams(other)
    if not left or not right or len(left & right) < _ALIKE * min(len(left), len(right)):
        return False
    first, second = _figures(one), _figures(other)
    return any(first[unit].isdisjoint(second[unit]) for unit in first.keys() & second.keys())


def _cited(sentence: Sentence, sources: Mapping[int, Citation]) -> Citation | None:
    return next((sources[number] for number in sentence.citations if number in sources), None)


def _remark(one: Citation, other: Citation) -> str:
    if one.issued is None or other.issued is None or one.issued == other.issued:
        return f"[{one.number}]与[{other.number}]的数字不同，两种说法都列出。"
    older, newer = sorted((one, other), key=lambda citation: str(citation.issued))
    return (
        f"[{older.number}]（{older.issued}）与[{newer.number}]（{newer.issued}）的数字不同，"
        f"较新的是[{newer.number}]。"
    )


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(
        run[at : at + 2]
        for run in _BIGRAM_CHARS.split(_FIGURE.sub(" ", unicodedata.normalize("NFKC", text)))
        for at in range(len(run) - 1)
    )


def _figures(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value, unit in _FIGURE.findall(unicodedata.normalize("NFKC", text)):
        found.setdefault(unit, set()).add(value)
    return found
