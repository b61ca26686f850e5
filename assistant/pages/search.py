"""Which piece follows which: a scored search over joins (pure).

The pieces of a page are covered by paths, one an article. A path cover's score is the sum of its joins and of the
costs of its loose ends; the search starts from page order and takes the best improving move until there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

_ROUNDS = 60
_MOST = 300  # joins tried in all
_FEW = 6  # joins tried of each piece
_SEGMENT = 8  # pieces that may move together
_LEAST_GAIN = 0.25
_FIRM = 7.0  # a join worth more is not parted to move what stands before it

Join = Callable[[int, int], float]
Links = tuple[tuple[int, int], ...]


class PathCover:
    """Paths through pieces 0..n-1; `after[i]` is the piece that follows i, -1: none."""

    def __init__(self, join: Join, heads: Sequence[float], tails: Sequence[float]) -> None:
        self._join, self._heads, self._tails = join, heads, tails
        self.after = [-1] * len(heads)
        self.before = [-1] * len(heads)

    def gain(self, left: int, right: int) -> float:
        """What joining two loose ends is worth over leaving them loose."""
        return self._join(left, right) - self._tails[left] - self._heads[right]

    def link(self, left: int, right: int) -> None:
        self.after[left], self.before[right] = right, left

    def cut(self, left: int) -> None:
        right = self.after[left]
        if right >= 0:
            self.after[left] = self.before[right] = -1

    def last(self, piece: int) -> int:
        """The end of the path `piece` is on."""
        while self.after[piece] >= 0:
            piece = self.after[piece]
        return piece

    def reaches(self, start: int, goal: int) -> bool:
        """Whether `goal` comes at or after `start` on its path."""
        while start >= 0 and start != goal:
            start = self.after[start]
        return start == goal

    def paths(self) -> list[list[int]]:
        """The paths, in page order of their heads."""
        found = []
        for piece in range(len(self.after)):
            if self.before[piece] < 0:
                path = [piece]
                while self.after[path[-1]] >= 0:
                    path.append(self.after[path[-1]])
                found.append(path)
        return found


def best_cover(
    join: Join,
    heads: Sequence[float],
    tails: Sequence[float],
    *,
    firm: Sequence[bool],
    candidates: Sequence[tuple[int, int]],
) -> PathCover:
    """The best path cover found, with joins among neighbours and the `candidates`.

    `join(i, j)` scores j after i; `heads[i]` and `tails[i]` (at most 0) score i as a path's first and last piece;
    `firm[i]`: the search starts with i+1 after i whatever the score.
    """
    cover = PathCover(join, heads, tails)
    for left in range(len(heads) - 1):
        if firm[left] or cover.gain(left, left + 1) > 0:
            cover.link(left, left + 1)
    worth = _worth_trying(cover, candidates)
    for _ in range(_ROUNDS):
        move = _best_move(cover, worth)
        if move is None:
            break
        move()
    return cover


def _worth_trying(cover: PathCover, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the pairs that gain anything, the best few of each piece."""
    gains = sorted(((cover.gain(left, right), left, right) for left, right in pairs), reverse=True)
    lefts: Counter[int] = Counter()
    rights: Counter[int] = Counter()
    found: list[tuple[int, int]] = []
    for gain, left, right in gains:
        if gain <= 0 or len(found) == _MOST:
            break
        if lefts[left] < _FEW or rights[right] < _FEW:
            found.append((left, right))
            lefts[left] += 1
            rights[right] += 1
    return found


def _best_move(cover: PathCover, pairs: Sequence[tuple[int, int]]) -> Callable[[], None] | None:
    best, chosen = _LEAST_GAIN, None
    for left, right in pairs:
        if cover.after[left] == right:
            continue
        turns = _turns if cover.reaches(right, left) else _options
        for value, links in turns(cover, left, right):
            if value > best:
                best, chosen = value, links
    if chosen is None:
        return None
    links = chosen

    def move() -> None:
        for left, right in links:
            cover.cut(left)
            if right >= 0 and cover.before[right] >= 0:
                cover.cut(cover.before[right])
        for left, right in links:
            if right >= 0:
                cover.link(left, right)

    return move


def _options(cover: PathCover, left: int, right: int) -> Iterator[tuple[float, Links]]:
    """Ways to put `right` after `left`, each with its gain: the new links (-1: none), old ones being cut."""
    follower, leader = cover.after[left], cover.before[right]
    base = cover.gain(left, right)
    base -= cover.gain(left, follower) if follower >= 0 else 0.0
    base -= cover.gain(leader, right) if leader >= 0 else 0.0
    yield base, ((left, right),)
    if leader >= 0 and follower >= 0 and not cover.reaches(follower, leader):
        yield base + cover.gain(leader, follower), ((left, right), (leader, follower))
    end = right
    for _ in range(_SEGMENT):
        beyond = cover.after[end]
        if beyond >= 0 and cover.gain(end, beyond) > _FIRM:
            end = beyond
            continue
        value = base
        links: Links = ((left, right),)
        if beyond >= 0 and beyond != left:
            value -= cover.gain(end, beyond)
            if leader >= 0 and leader != left:
                value += cover.gain(leader, beyond)
                links = (*links, (leader, beyond))
        if follower >= 0:
            value += cover.gain(end, follower)
            links = (*links, (end, follower))
        elif beyond >= 0:
            links = (*links, (end, -1))
        yield value, links
        if beyond < 0:
            return
        end = beyond


def _turns(cover: PathCover, left: int, right: int) -> Iterator[tuple[float, Links]]:
    """Ways to put `right` after `left`, which follows it on the same path: the path is cut between and turned."""
    follower, leader = cover.after[left], cover.before[right]
    base = cover.gain(left, right)
    base -= cover.gain(left, follower) if follower >= 0 else 0.0
    base -= cover.gain(leader, right) if leader >= 0 else 0.0
    end = right
    while end != left:
        first = cover.after[end]
        value = base - cover.gain(end, first)
        links: Links = ((left, right), (end, follower))
        value += cover.gain(end, follower) if follower >= 0 else 0.0
        if leader >= 0:
            value += cover.gain(leader, first)
            links = (*links, (leader, first))
        yield value, links
        end = first
