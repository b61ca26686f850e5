"""The dense leg: Chroma's graph, and a flat copy of its vectors for searches under a filter.

Chroma takes tens of milliseconds for a filter, whatever it admits. The copy answers a filter that admits few by
comparing them all, and tells of one that admits many what to keep of the graph's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from vectorstore.dense import DenseIndex
from vectorstore.errors import IndexFailure
from vectorstore.flat import FlatVectors, FlatView, label
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.records import Filter

_ALL = Filter()
# So many vectors are compared in the time the graph takes for one candidate it keeps. Measured on 250,000: 0.2 µs and
# 9 µs, and about half of its candidates have to be asked for again, the filter keeping fewer than its share of them.
_COMPARED = 100


class FilteredDense:
    """A leg. Without a complete copy (another machine's writer, an older library) filters are Chroma's own."""

    def __init__(self, graph: DenseIndex, flat: FlatVectors, *, compared: int = _COMPARED) -> None:
        """`compared` is how many vectors are compared in the time the graph takes for one candidate."""
        self._graph = graph
        self._flat = flat
        self._compared = compared
        self._complete: bool | None = None  # whether the copy is; None: not known since the last change

    def add(self, entries: Sequence[Entry]) -> None:
        """See Leg."""
        self._graph.add(entries)
        self._complete = None
        if entries:
            with _translated():
                self._flat.add(
                    [entry.passage.id for entry in entries],
                    [label(entry.article) for entry in entries],
                    np.stack([entry.vector for entry in entries]),
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """See Leg."""
        self._graph.delete(passage_ids)
        self._complete = None
        with _translated():
            self._flat.delete(passage_ids)

    def search(self, probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """See Leg; the score is the cosine, -1..1."""
        view = self._copy() if admit != _ALL else None
        if view is None:
            return self._graph.search(probe, admit=admit, limit=limit)
        rows = view.admitted(admit)
        wanted = limit + int(1.3 * limit * view.count / max(1, len(rows)))
        while wanted * self._compared < len(rows):
            found = self._graph.search(probe, admit=_ALL, limit=wanted)
            kept = view.among([each.passage_id for each in found], rows)
            best = [each for each, keep in zip(found, kept, strict=True) if keep][:limit]
            if len(best) == limit:
                return tuple(best)
            if wanted >= view.count:
                break
            wanted *= 3
        with _translated():
            nearest = view.nearest(probe.vector, rows, limit)
        return tuple(Candidate(passage_id, score) for passage_id, score in nearest)

    def empty(self) -> bool:
        """See Leg."""
        return self._graph.empty()

    def ids(self) -> frozenset[str]:
        """See Leg."""
        return self._graph.ids()

    def clear(self) -> None:
        """See Leg."""
        self._graph.clear()
        self._complete = None
        with _translated():
            self._flat.clear()

    def refresh(self) -> None:
        """See Leg."""
        self._graph.refresh()
        self._flat.refresh()
        self._complete = None

    def damaged(self) -> bool:
        """See Leg."""
        return self._graph.damaged()

    def mend(self) -> None:
        """See DenseLeg."""
        if self._copy() is not None:
            return
        with _translated():
            self._flat.clear()
            for part in self._graph.stored():
                self._flat.add(part.ids, part.labels, part.vectors)
        self._complete = None

    def uncopied(self) -> int:
        """See DenseLeg."""
        with _translated():
            return len(self._flat.view().ids() ^ self._graph.ids())

    def _copy(self) -> FlatView | None:
        """The copy; None: it is not complete, or has what Chroma has not."""
        with _translated():
            view = self._flat.view()
            if self._complete is None:
                self._complete = view.count == self._graph.count()
            return view if self._complete else None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise IndexFailure(
            f"向量副本读写失败（{error}）：请检查磁盘空间与权限，或用 assistant library rebuild 重建。"
        ) from error
