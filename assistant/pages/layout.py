"""A page's rows sorted into body, titles, labels and breaks (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.pages.blocks import Block, glue
from assistant.pages.cohesion import Cohesion, coverage, union_of
from assistant.pages.lines import Row
from assistant.pages.titles import Surroundings, TitleGroup, is_subhead
from vectorstore.identity import pairs_of


@dataclass(frozen=True, slots=True)
class Layout:
    """The page's blocks and what they were found to be."""

    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    body: tuple[int, ...]  # indexes of the blocks that articles are made of, page order
    groups: tuple[TitleGroup, ...]
    notes: tuple[tuple[int, ...], ...]  # label blocks with their paragraph
    cuts: frozenset[int]  # body blocks that something parts from the body block before them
    keys: tuple[str, ...]
    pairs: tuple[frozenset[str], ...]
    cohesion: Cohesion


def lay_out(rows: tuple[Row, ...], skip: frozenset[int]) -> Layout:
    blocks = glue(rows, skip)
    keys = tuple("".join([rows[index].key for index in block.rows]) for block in blocks)
    pairs = tuple(pairs_of(key) for key in keys)
    notes, noted = _find_notes(blocks)
    body = [index for index, block in enumerate(blocks) if block.kind == "body" and index not in noted]
    groups = _group_titles(blocks, frozenset(body), noted)
    cohesion = Cohesion(pairs)
    around = surroundings(blocks, groups, body, pairs=pairs, keys=keys, cohesion=cohesion)
    subheads = [group for group, about in zip(groups, around, strict=True) if is_subhead(group, about)]
    body = sorted([*body, *(index for group in subheads for index in group.blocks)])
    groups = tuple(group for group in groups if group not in subheads)
    cuts = {group.before_body for group in groups}
    cuts |= {_next_of(body, index) for index, block in enumerate(blocks) if block.kind == "break"}
    return Layout(rows, blocks, tuple(body), groups, notes, frozenset(cuts), keys, pairs, cohesion)


def _find_notes(blocks: Sequence[Block]) -> tuple[tuple[tuple[int, ...], ...], frozenset[int]]:
    """Labels (阅读提示, 编者按) with the paragraph after each."""
    notes: list[tuple[int, ...]] = []
    for index, block in enumerate(blocks):
        if block.kind == "label":
            has_text = (
                index + 1 < len(blocks) and blocks[index + 1].kind == "body" and not blocks[index + 1].begins
            )
            notes.append((index, index + 1) if has_text else (index,))
        elif block.kind == "body" and block.first.kind == "label":
            notes.append((index,))
    return tuple(notes), frozenset(index for note in notes for index in note)


def _group_titles(
    blocks: Sequence[Block], body: frozenset[int], noted: frozenset[int]
) -> tuple[TitleGroup, ...]:
    groups: list[TitleGroup] = []
    run: list[int] = []
    last_body = -1
    for index, block in enumerate(blocks):
        if block.kind == "title" and index not in noted:
            run.append(index)
        elif index in body:
            if run:
                groups.append(TitleGroup(tuple(run), tuple(blocks[i].first for i in run), last_body, index))
            run, last_body = [], index
    if run:
        groups.append(TitleGroup(tuple(run), tuple(blocks[i].first for i in run), last_body, -1))
    return tuple(groups)


def surroundings(
    blocks: Sequence[Block],
    groups: Sequence[TitleGroup],
    body: Sequence[int],
    *,
    pairs: Sequence[frozenset[str]],
    keys: Sequence[str],
    cohesion: Cohesion,
) -> list[Surroundings]:
    """What stands about each title group."""
    inner = [group for group in groups if group.before_body >= 0]
    begun = sum(1 for group in inner if blocks[group.before_body].begins)
    share = begun / len(inner) if inner else 0.0
    zones = [[index for index in body if index > group.after_body] for group in groups]
    for place in range(len(zones) - 1):
        zones[place] = zones[place][: len(zones[place]) - len(zones[place + 1])]
    first = [index for index in body if not groups or index <= groups[0].after_body]
    found = []
    for place, group in enumerate(groups):
        left, right = zones[place - 1] if place else first, zones[place]
        words = union_of(pairs, group.blocks)
        before = blocks[group.after_body].last.ending if group.after_body >= 0 else "final"
        found.append(
            Surroundings(
                next_begins=group.before_body >= 0 and blocks[group.before_body].begins,
                begins_later=_begins_within(blocks, right)
                and any(
                    blocks[index].begins for index in (*(zones[place - 2] if place > 1 else first), *left)
                ),
                prev_final=before == "final",
                prev_open=before == "open",
                parted=any(
                    blocks[index].kind == "break" for index in range(group.after_body + 1, group.blocks[0])
                ),
                photo=bool(right) and blocks[right[-1]].last.photo,
                cohesion=cohesion.log_odds(union_of(pairs, left[-3:]), union_of(pairs, right[:3])),
                coverage=abs(
                    coverage(words, union_of(pairs, left)) - coverage(words, union_of(pairs, right[:4]))
                ),
                begun_share=share,
                length=float(sum(len(keys[index]) for index in right)),
            )
        )
    return found


def _begins_within(blocks: Sequence[Block], zone: Sequence[int]) -> bool:
    """Whether an article begins within the zone, and not because the one before it is complete."""
    return any(
        blocks[index].begins and blocks[before].last.ending != "final" for before, index in pairwise(zone)
    )


def _next_of(body: Sequence[int], index: int) -> int:
    return next((other for other in body if other > index), -1)
