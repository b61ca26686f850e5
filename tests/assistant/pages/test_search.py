"""The scored search over joins."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.pages.search import best_cover


def order(
    scores: dict[tuple[int, int], float], count: int, *, heads: list[float] | None = None
) -> list[list[int]]:
    pairs = [(i, j) for i in range(count) for j in range(count) if i != j]
    cover = best_cover(
        lambda i, j: scores.get((i, j), -9.0),
        heads or [0.0, *[-2.0] * (count - 1)],
        [-2.0] * count,
        firm=[False] * count,
        candidates=pairs,
    )
    return cover.paths()


def test_page_order_stands_where_nothing_speaks_against_it() -> None:
    assert order({(0, 1): 1.0, (1, 2): 1.0}, 3) == [[0, 1, 2]]


def test_a_column_goes_where_it_joins_best() -> None:
    page_order = {(0, 1): 0.0, (1, 2): 0.0}
    assert order(page_order | {(0, 2): 5.0, (2, 1): 5.0}, 3) == [[0, 2, 1]]


def test_what_comes_before_its_own_beginning_is_turned() -> None:
    assert order({(0, 1): 1.0, (1, 2): 1.0, (1, 0): 6.0}, 2, heads=[-2.0, 0.0]) == [[1, 0]]


def test_a_foreign_column_is_taken_out() -> None:
    found = order({(0, 1): -4.0, (1, 2): -4.0, (0, 2): 4.0}, 3, heads=[0.0, 0.0, -2.0])
    assert found == [[0, 2], [1]]


@given(st.integers(1, 7), st.data())
def test_paths_cover_every_piece_once(count: int, data: st.DataObject) -> None:
    numbers = st.floats(-9, 9)
    scores = {(i, j): data.draw(numbers) for i in range(count) for j in range(count) if i != j}
    heads = [min(0.0, data.draw(numbers)) for _ in range(count)]
    paths = order(scores, count, heads=heads)
    assert sorted(piece for path in paths for piece in path) == list(range(count))
