"""Which sentence of a later report tells anew what an earlier one told: its figure is the one that counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from assistant.question import Part
from assistant.question_types import holding
from assistant.rating import Candidate, Signs, matter

_BEHIND = 2.5  # logits by which the later sentence may bear less on the question
_ABOUT_BEHIND = 0.15  # share of the part's words that its article may lack
_BEFORE = 14  # characters before a figure that say what it measures
_MEASURED = 3  # of them that two sentences must share to measure the same
_CHINESE = re.compile(r"[^一-鿿]+")
_CHANGED = re.compile(
    r"(?:提高|增加|上升|扩大|扩充|上调|下调|降低|减少|延长|延期|推迟|提前|调整|变更|缩短)[到至为]|改[为到至成在]"
    r"|[增添涨升降减延扩缩调]至|[增添涨]到|由原[来定先]|比原?计划|达到?(?=\d)"
)
# A question about how it was: the earlier report is the one that answers it.
_PAST = re.compile(
    r"\d{1,4}[年月日]|[去前]年|当[初时年]|起初|最初|最早|原[来先本定]|以前|此前|过去|[刚首头初]|第一|启动时|开始时|曾经|那[时会]"
)


def counts_newest(part: Part) -> bool:
    """Whether of two reports that answer the part the later one counts: it asks for a figure as it is now."""
    return (
        holding(part.text, part.asks) is not None and "when" not in part.asks and not _PAST.search(part.text)
    )


def supersedes(part: Part, later: tuple[Candidate, Signs], earlier: tuple[Candidate, Signs]) -> bool:
    """Whether the first sentence answers the part in place of the second: its report is from a later day and gives
    another figure of the kind asked for, on the same matter.

    It is the same matter where both bear on the question about as much, or the later one says what has changed and
    measures the same by its words.
    """
    days = later[0].hit.article.issued, earlier[0].hit.article.issued
    figures = holding(part.text, part.asks)
    if figures is None or days[0] is None or days[1] is None or days[0] <= days[1]:
        return False
    told, before = (set(figures.findall(each.folded)) for each, _ in (later, earlier))
    if not before or not told - before:
        return False
    close = matter(later[1]) >= matter(earlier[1]) - _BEHIND
    if close and later[1].about >= earlier[1].about - _ABOUT_BEHIND:
        return True
    return says_change(later[0]) and (close or _measure_the_same(later[0], earlier[0], figures))


def says_change(candidate: Candidate) -> bool:
    """Whether the sentence says that a figure is no longer what it was."""
    return _CHANGED.search(candidate.folded) is not None


def successor(
    part: Part, earlier: int, found: Sequence[Candidate], signs: Sequence[Signs], *, among: Iterable[int]
) -> int | None:
    """The place, of those among, of the sentence that answers in place of an earlier one: of the latest report the
    one that bears most on the question; None: there is none."""
    places = [
        place
        for place in among
        if supersedes(part, (found[place], signs[place]), (found[earlier], signs[earlier]))
    ]
    return max(
        places, key=lambda place: (str(found[place].hit.article.issued), matter(signs[place])), default=None
    )


def _measure_the_same(one: Candidate, other: Candidate, figures: re.Pattern[str]) -> bool:
    """Whether the words before a figure of the one and of the other share a run: 理赔电话6…, 理赔电话改为6…"""
    return any(
        SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size >= _MEASURED
        for left in _before(one, figures)
        for right in _before(other, figures)
    )


def _before(candidate: Candidate, figures: re.Pattern[str]) -> list[str]:
    text = candidate.folded
    found = [text[max(0, match.start() - _BEFORE) : match.start()] for match in figures.finditer(text)]
    return [_CHINESE.sub("", re.split("[,;。]", before)[-1]) for before in found]
