"""How much a digest tells: the characters and sentences of an item, and how many items a length has room for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.digest_records import DigestForm

LENGTHS: Mapping[DigestForm, int] = {"brief": 80, "full": 150}  # characters of an item, headline apart
MOST: Mapping[DigestForm, int] = {"brief": 1, "full": 3}  # sentences of an item, corrections apart


def told_within(titles: Sequence[str], *, form: DigestForm, items: int, length: int | None) -> int:
    """How many of the events, weightiest first, are told; the headlines of the others are listed.

    At most `items`; with a length (characters of the headlines and sentences together; None: any) as many as leave
    room for the headlines of the rest, but one in any case. Reckoned with items of full length, before any is written.
    """
    most = min(items, len(titles))
    if length is None:
        return most
    room = length - sum(map(len, titles))
    return min(most, max(room // LENGTHS[form], 1))
