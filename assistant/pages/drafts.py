"""Articles in the making: body blocks in reading order, with their title and notes (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.pages.cohesion import coverage, union_of
from assistant.pages.layout import Layout
from assistant.pages.order import reading_order
from assistant.pages.titles import TitleGroup

_LEAN = 0.4  # share of a title's words that the page's habit of setting titles above or beneath counts for


@dataclass(slots=True)
class Draft:
    """An article in the making."""

    blocks: list[int]
    group: TitleGroup | None = None
    notes: tuple[int, ...] = ()


def draft_articles(layout: Layout) -> list[Draft]:
    """The page's articles, each with the title group and the notes that go with it."""
    drafts = [Draft(blocks) for blocks in reading_order(layout)]
    _attach_titles(layout, drafts)
    _attach_notes(layout, drafts)
    return drafts


def _attach_titles(layout: Layout, drafts: list[Draft]) -> None:
    """Each title group goes to the article after it or before it, whichever way the page and the wording say."""
    owner = {block: draft for draft in drafts for block in draft.blocks}

    words = {id(draft): union_of(layout.pairs, draft.blocks) for draft in drafts}
    claims: list[tuple[float, int, TitleGroup, Draft]] = []
    lean = 0.0
    for group in layout.groups:
        own = union_of(layout.pairs, group.blocks)
        lean += 0.1 if any(row.level for row in group.rows) else 0.0
        for place, side in ((group.before_body, 1), (group.after_body, -1)):
            draft = owner.get(place)
            share = coverage(own, words[id(draft)]) if draft else -1.0
            lean += side * share
            if draft:
                claims.append((share, side, group, draft))
    bias = _LEAN if lean > 0 else -_LEAN
    done: set[int] = set()
    for _, _, group, draft in sorted(claims, key=lambda claim: -claim[0] - claim[1] * bias):
        if draft.group is None and group.blocks[0] not in done:
            draft.group = group
            done.add(group.blocks[0])


def _attach_notes(layout: Layout, drafts: list[Draft]) -> None:
    owner = {block: draft for draft in drafts for block in draft.blocks}
    owner |= {block: draft for draft in drafts if draft.group for block in draft.group.blocks}
    for note in layout.notes:
        near = [note[0] - 1, note[-1] + 1]
        draft = next((owner[index] for index in near if index in owner), None)
        if draft is not None and not draft.notes:
            draft.notes = note
