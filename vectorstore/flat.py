"""Vectors and labels of passages in two flat files: exact search among the few that a filter admits.

A graph searched under a filter is slow, and finds less; the cosines of some ten thousand vectors take a few
milliseconds (a flat index, in the words of Johnson, Douze and Jégou 2019). Both files hold records of one length
in the order they came, and are mapped into memory. Whatever a killed writer leaves is either not counted or told
by the number of records, and all of it can be made again from the vectors elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import Vectors
from vectorstore.records import Article, ArticleKind, Filter

Rows = NDArray[np.int64]  # row numbers, ascending

_LABEL = np.dtype(
    [("id", "<u8"), ("publication", "<u8"), ("page", "<u8"), ("issued", "<i4"), ("kind", "<i4")]
)
_FLOAT = np.dtype("<f4")
_MAGIC = 0x31544C46  # of the first record, which holds the dimension under `issued`
_KINDS: dict[ArticleKind, int] = {"article": 1, "photo": 2}
_BLOCK = 512  # vectors compared at once: they fit the processor's cache


@dataclass(frozen=True, slots=True)
class Label:
    """What filters need to know of a passage."""

    kind: ArticleKind
    issued: int | None  # proleptic ordinal of the day; None: not known
    publication: str | None  # None: not known
    page: str | None  # None: not known


def label(article: Article) -> Label:
    """What filters need to know of the article's passages."""
    issued = article.issued.toordinal() if article.issued else None
    return Label(article.kind, issued, article.publication, article.page)


class FlatView:
    """The files as they were when they were opened. A record whose id is 0 has been deleted since."""

    def __init__(self, labels: NDArray[np.void], vectors: Vectors) -> None:
        self._labels = labels
        self._vectors = vectors

    @property
    def count(self) -> int:
        """How many passages there are."""
        return int(np.count_nonzero(self._labels["id"]))

    def ids(self) -> frozenset[str]:
        """Ids of all passages."""
        return frozenset(f"{number:016x}" for number in self._labels["id"].tolist() if number)

    def admitted(self, admit: Filter) -> Rows:
        """Rows of the passages that the filter lets through; what is not known of one is never admitted."""
        labels = self._columns
        found = labels["id"] != 0
        if admit.since is not None:
            found &= labels["issued"] >= admit.since.toordinal()
        if admit.until is not None:
            found &= (labels["issued"] <= admit.until.toordinal()) & (labels["issued"] > 0)
        if admit.publication is not None:
            found &= labels["publication"] == _digest(admit.publication)
        if admit.page is not None:
            found &= labels["page"] == _digest(admit.page)
        if admit.kind is not None:
            found &= labels["kind"] == _KINDS[admit.kind]
        return np.flatnonzero(found)

    def nearest(self, vector: Vectors, rows: Rows, limit: int) -> list[tuple[str, float]]:
        """(id, inner product) of the best `limit` among the rows, best first. Raises ValueError for a vector of
        another length."""
        scores = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            part = slice(start, start + _BLOCK)
            scores[part] = self._vectors[rows[part]] @ vector
        best = np.argpartition(-scores, limit)[:limit] if len(rows) > limit else np.arange(len(rows))
        best = best[np.argsort(-scores[best], kind="stable")]
        numbers = self._labels["id"][rows[best]].tolist()
        return [
            (f"{number:016x}", score)
            for number, score in zip(numbers, scores[best].tolist(), strict=True)
            if number
        ]

    def among(self, ids: Sequence[str], rows: Rows) -> list[bool]:
        """Whether each passage stands in one of the rows."""
        if not ids or not len(rows):
            return [False] * len(ids)
        wanted = np.array([int(each, 16) for each in ids], dtype=np.uint64)
        order, ordered = self._by_id
        places = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        marked = np.zeros(len(self._labels), dtype=bool)
        marked[rows] = True
        return [bool(hit) for hit in (ordered[places] == wanted) & marked[order[places]]]

    @cached_property
    def _columns(self) -> Mapping[str, NDArray[np.int64]]:
        """The labels by what they tell, each in one piece: side by side they take five times as long to read."""
        return {name: np.ascontiguousarray(self._labels[name]) for name in _LABEL.names or ()}

    @cached_property
    def _by_id(self) -> tuple[Rows, NDArray[np.uint64]]:
        order = np.argsort(self._labels["id"], kind="stable")
        return order, self._labels["id"][order]


class FlatVectors:
    """The files in a folder, for one writer and any number of readers. Every method may raise OSError."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read or written yet."""
        self._labels, self._vectors = folder / "labels", folder / "vectors"
        self._view: FlatView | None = None  # None: not opened since the last write

    def view(self) -> FlatView:
        """All there is now, until the next write or `refresh`."""
        view = self._view
        if view is None:
            view = self._view = self._open()
        return view

    def refresh(self) -> None:
        """See from now on what other processes have written."""
        self._view = None

    def add(self, ids: Sequence[str], labels: Sequence[Label], vectors: Vectors) -> None:
        """Append passages, in place of any with the same ids. `vectors`: float32, shape (len(ids), dimension)."""
        self.delete(ids)
        records = np.zeros(len(ids), dtype=_LABEL)
        for record, name, label in zip(records, ids, labels, strict=True):
            record["id"] = int(name, 16)
            record["publication"], record["page"] = _digest(label.publication), _digest(label.page)
            record["issued"], record["kind"] = label.issued or 0, _KINDS[label.kind]
        dimension = vectors.shape[1]
        if self._dimension() != dimension:
            self.clear()
            self._create(dimension)
        rows = self._rows(dimension)
        # The labels come last: they are what counts a record. Lost in a power cut, they are seen to be missing.
        _write(
            self._vectors,
            rows * dimension * _FLOAT.itemsize,
            vectors.astype(_FLOAT).tobytes(),
            settle=True,
        )
        _write(self._labels, (rows + 1) * _LABEL.itemsize, records.tobytes())
        self._view = None

    def delete(self, ids: Sequence[str]) -> None:
        """Overwrite vectors and labels of these passages; ids it does not know are ignored."""
        dimension = self._dimension()
        if dimension is None or not ids:
            return
        numbers = np.array([int(each, 16) for each in ids], dtype=np.uint64)
        rows = np.flatnonzero(np.isin(self._open()._labels["id"], numbers)).tolist()
        width = dimension * _FLOAT.itemsize
        with self._vectors.open("r+b") as vectors, self._labels.open("r+b") as labels:
            _blank(vectors, [row * width for row in rows], width)
            _blank(labels, [(row + 1) * _LABEL.itemsize for row in rows], _LABEL.itemsize)
        self._view = None

    def clear(self) -> None:
        """Forget everything. Whoever has the files mapped keeps what he has."""
        self._labels.unlink(missing_ok=True)  # unlinked, not emptied: a mapped file must not shrink
        self._vectors.unlink(missing_ok=True)
        self._view = None

    def _create(self, dimension: int) -> None:
        self._labels.parent.mkdir(parents=True, exist_ok=True)
        head = np.zeros(1, dtype=_LABEL)
        head["id"], head["issued"] = _MAGIC, dimension
        self._vectors.touch()
        self._labels.touch()
        _write(self._labels, 0, head.tobytes())

    def _dimension(self) -> int | None:
        """Length of the vectors; None: there are no files, or none that this module wrote."""
        try:
            with self._labels.open("rb") as file:
                head = np.frombuffer(file.read(_LABEL.itemsize), dtype=_LABEL)
        except (FileNotFoundError, ValueError):
            return None
        return int(head["issued"][0]) if len(head) and head["id"][0] == _MAGIC else None

    def _rows(self, dimension: int) -> int:
        """Whole records that both files have."""
        labels = self._labels.stat().st_size // _LABEL.itemsize - 1
        return min(labels, self._vectors.stat().st_size // (dimension * _FLOAT.itemsize))

    def _open(self) -> FlatView:
        dimension = self._dimension()
        rows = self._rows(dimension) if dimension is not None and self._vectors.exists() else 0
        if not rows or dimension is None:
            return FlatView(np.zeros(0, dtype=_LABEL), np.zeros((0, 1), dtype=np.float32))
        labels = np.memmap(self._labels, dtype=_LABEL, mode="r", offset=_LABEL.itemsize, shape=(rows,))
        vectors = np.memmap(self._vectors, dtype=_FLOAT, mode="r", shape=(rows, dimension))
        return FlatView(np.asarray(labels), np.asarray(vectors))


def _digest(text: str | None) -> int:
    """A number for a text; 0 for none."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) if text is not None else 0


def _write(path: Path, start: int, data: bytes, *, settle: bool = False) -> None:
    """Overwrite the file from `start`; with `settle` it is on the disk before anything that is written later."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)
        if settle:
            file.flush()
            os.fsync(file.fileno())


def _blank(file: BinaryIO, starts: Sequence[int], width: int) -> None:
    for start in starts:
        file.seek(start)
        file.write(bytes(width))
