"""The flat files: exact cosines, filters, and what interrupted writers, other processes and strangers leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from vectorstore.embedding import Vectors
from vectorstore.flat import FlatVectors, Label
from vectorstore.records import Filter

ANY = Filter()
MAY = date(2024, 5, 1)
DIMENSION = 8


def unit_vectors(count: int) -> Vectors:
    vectors = np.random.default_rng(7).normal(size=(count, DIMENSION)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def name(number: int) -> str:
    return f"{number + 1:016x}"


def fill(flat: FlatVectors, count: int, *, issued: date | None = MAY, start: int = 0) -> Vectors:
    """Add passages numbered from `start`; the vectors of all from 0 on."""
    vectors = unit_vectors(start + count)
    label = Label("article", issued.toordinal() if issued else None, "试验日报", "1")
    flat.add([name(n) for n in range(start, start + count)], [label] * count, vectors[start:])
    return vectors


def nearest(flat: FlatVectors, vector: Vectors, limit: int = 3, admit: Filter = ANY) -> list[str]:
    view = flat.view()
    return [each for each, _ in view.nearest(vector, view.admitted(admit), limit)]


def test_the_best_are_found_with_their_cosines(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    vectors = fill(flat, 1500)
    cosines = vectors @ vectors[700]
    best = np.argsort(-cosines)[:5]
    view = flat.view()
    found = view.nearest(vectors[700], view.admitted(ANY), 5)
    assert [each for each, _ in found] == [name(int(n)) for n in best]
    assert [score for _, score in found] == pytest.approx(cosines[best].tolist(), abs=1e-6)


def test_nothing_written_yet_is_nothing_found(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    flat.delete([name(0)])
    flat.clear()
    assert flat.view().count == 0
    assert flat.view().ids() == frozenset()
    assert nearest(flat, unit_vectors(1)[0]) == []


def test_a_deleted_vector_is_overwritten_on_disk(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    vectors = fill(flat, 20)
    assert vectors[4].tobytes() in (tmp_path / "flat" / "vectors").read_bytes()
    flat.delete([name(4), "ffffffffffffffff"])
    assert vectors[4].tobytes() not in (tmp_path / "flat" / "vectors").read_bytes()
    assert flat.view().ids() == {name(n) for n in range(20)} - {name(4)}
    assert name(4) not in nearest(flat, vectors[4], 20)


def test_adding_again_replaces(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    fill(flat, 3, issued=None)
    fill(flat, 3, issued=MAY)
    assert flat.view().count == 3
    assert len(nearest(flat, unit_vectors(1)[0], 9, Filter(since=MAY))) == 3


def test_only_those_in_the_rows_are_among_them(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    fill(flat, 5, issued=None)
    fill(flat, 5, issued=MAY, start=5)
    view = flat.view()
    asked = [name(7), name(2), name(5), "ffffffffffffffff"]
    assert view.among(asked, view.admitted(Filter(until=MAY))) == [True, False, True, False]
    assert view.among(asked, view.admitted(Filter(publication="青禾晚报"))) == [False] * 4


@pytest.mark.parametrize(("labels_cut", "vectors_cut", "left"), [(20, 0, 9), (0, 10, 9), (32 * 3, 0, 7)])
def test_half_written_records_count_for_nothing_and_are_written_over(
    tmp_path: Path, labels_cut: int, vectors_cut: int, left: int
) -> None:
    flat = FlatVectors(tmp_path / "flat")
    vectors = fill(flat, 10)
    for file, cut in (("labels", labels_cut), ("vectors", vectors_cut)):
        path = tmp_path / "flat" / file
        path.write_bytes(path.read_bytes()[: path.stat().st_size - cut])
    again = FlatVectors(tmp_path / "flat")
    assert again.view().count == left
    fill(again, 2, start=10)
    assert again.view().count == left + 2
    assert nearest(again, unit_vectors(12)[11], 1) == [name(11)]
    assert nearest(again, vectors[0], 1) == [name(0)]


def test_a_reader_sees_after_refresh_what_another_wrote_and_keeps_its_own_till_then(tmp_path: Path) -> None:
    writer, reader = FlatVectors(tmp_path / "flat"), FlatVectors(tmp_path / "flat")
    vectors = fill(writer, 30)
    held = reader.view()
    rows = held.admitted(ANY)
    writer.clear()
    fill(writer, 2)
    assert held.nearest(vectors[29], rows, 1)[0][0] == name(29)
    reader.refresh()
    assert reader.view().ids() == {name(0), name(1)}


def test_vectors_of_another_length_take_the_place_of_all(tmp_path: Path) -> None:
    flat = FlatVectors(tmp_path / "flat")
    fill(flat, 4)
    flat.add([name(9)], [Label("photo", None, None, None)], np.eye(3, dtype=np.float32)[:1])
    assert flat.view().ids() == {name(9)}


def test_a_file_of_another_kind_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "flat"
    folder.mkdir()
    (folder / "labels").write_bytes(b"x" * 320)
    (folder / "vectors").write_bytes(b"x" * 320)
    flat = FlatVectors(folder)
    assert flat.view().count == 0
    fill(flat, 2)
    assert flat.view().ids() == {name(0), name(1)}
