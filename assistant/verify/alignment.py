"""Longest common subsequence of two token sequences, and the gaps it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Gap(NamedTuple):
    """What stands between two neighbouring matches: claim[low:high] against found[start:end]."""

    low: int
    high: int
    start: int
    end: int


def matches(claim: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of a longest common subsequence, ascending.

    Bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"): one integer per
    claim key, then one walk back through the rows.
    """
    masks: dict[str, int] = {}
    for j, key in enumerate(found):
        masks[key] = masks.get(key, 0) | 1 << j
    full = (1 << len(found)) - 1
    row, rows = full, [full]
    for key in claim:
        hit = row & masks.get(key, 0)
        row = ((row + hit) | (row - hit)) & full
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    i, j = len(claim), len(found)
    while i and j:
        bit = 1 << (j - 1)
        if rows[i] & bit:
            j -= 1
        elif i > 1 and not rows[i - 1] & bit:
            i -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    pairs.reverse()
    return pairs


def gaps(pairs: Sequence[tuple[int, int]], claim_length: int, found_length: int) -> list[Gap]:
    """The gaps before, between and behind the matches that leave anything on either side."""
    result: list[Gap] = []
    low = start = 0
    for i, j in (*pairs, (claim_length, found_length)):
        if i > low or j > start:
            result.append(Gap(low, i, start, j))
        low, start = i + 1, j + 1
    return result
