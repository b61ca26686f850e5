"""The dense leg: Chroma, embedded or server. The only module that imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError, NotFoundError

from vectorstore.errors import IndexFailure
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.records import Article, Filter

_COLLECTION = "passages"
# Inner product of unit vectors is their cosine. Measured on 40,000 vectors: recall of the true top 100
# 0.95 with these, at 2 ms a query. What came after the last synchronisation is inserted anew whenever a process
# opens the index: 0.5 ms a vector, so at most 1000 of them.
_CONFIGURATION = {
    "hnsw": {
        "space": "ip",
        "ef_construction": 100,
        "ef_search": 150,
        "max_neighbors": 16,
        "sync_threshold": 1000,
    }
}
_BATCH = 2000  # below the largest batch Chroma's SQLite takes (5,461)
_PAGE = 20_000
Where = dict[str, object]


def embedded_client(folder: Path) -> ClientAPI:
    """Chroma inside this process, kept in `folder`. Raises IndexFailure."""
    with _translated(f"向量库 {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def server_client(url: str) -> ClientAPI:
    """A Chroma server (`chroma run`) at `url`. Raises IndexFailure."""
    parts = urlsplit(url)
    with _translated(f"Chroma 服务 {url}"):
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )


class DenseIndex:
    """Unit vectors of passages in one Chroma collection; no text is kept there."""

    def __init__(self, client: ClientAPI) -> None:
        """Open or create the collection. Raises IndexFailure."""
        self._client = client
        self._open()

    def _open(self) -> None:
        with _translated("向量库"):
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=_CONFIGURATION,  # type: ignore[arg-type]  # a TypedDict, spelled as a dict
            )

    def add(self, entries: Sequence[Entry]) -> None:
        """See Leg."""
        for start in range(0, len(entries), _BATCH):
            part = entries[start : start + _BATCH]
            with _translated("向量库"):
                self._collection.upsert(
                    ids=[entry.passage.id for entry in part],
                    embeddings=np.stack([entry.vector for entry in part]),
                    metadatas=[_label(entry.article) for entry in part],
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """See Leg."""
        for start in range(0, len(passage_ids), _BATCH):
            with _translated("向量库"):
                self._collection.delete(ids=list(passage_ids[start : start + _BATCH]))

    def search(self, probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """See Leg; the score is the cosine, -1..1."""
        with _translated("向量库"):
            found = self._collection.query(
                query_embeddings=probe.vector[np.newaxis, :],
                n_results=limit,
                where=_where(admit),  # type: ignore[arg-type]  # Chroma's Where is a recursive alias of dicts
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return tuple(
            Candidate(passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        )

    def ids(self) -> frozenset[str]:
        """See Leg."""
        found: set[str] = set()
        while True:
            with _translated("向量库"):
                part = self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]
            found.update(part)
            if len(part) < _PAGE:
                return frozenset(found)

    def clear(self) -> None:
        """See Leg."""
        with _translated("向量库"), suppress(NotFoundError):
            self._client.delete_collection(_COLLECTION)
        self._open()

    def refresh(self) -> None:
        """See Leg. Chroma inside a process keeps the graph in memory and misses what others add to it; a new
        client reads it anew, while a search under way in another thread ends on the old one."""
        with _translated("向量库"):
            settings = self._client.get_settings()
        if settings.is_persistent:
            SharedSystemClient.clear_system_cache()
            self._client = embedded_client(Path(settings.persist_directory))
        self._open()

    def damaged(self) -> bool:
        """See Leg. Chroma writes the graph's files in place: a process killed meanwhile leaves half of one."""
        with _translated("向量库"):
            try:
                self._collection.get(limit=1, include=["embeddings"])
            except InternalError:
                return True
        return False


def _label(article: Article) -> dict[str, str | int]:
    """What filters need; a value that is not known is left out, so that no filter admits it."""
    label: dict[str, str | int] = {"kind": article.kind}
    if article.issued is not None:
        label["issued"] = article.issued.toordinal()
    if article.publication is not None:
        label["publication"] = article.publication
    if article.page is not None:
        label["page"] = article.page
    return label


def _where(admit: Filter) -> Where | None:
    """The filter in Chroma's words; None admits all."""
    terms: list[Where] = []
    if admit.since is not None:
        terms.append({"issued": {"$gte": admit.since.toordinal()}})
    if admit.until is not None:
        terms.append({"issued": {"$lte": admit.until.toordinal()}})
    for name, value in (("publication", admit.publication), ("page", admit.page), ("kind", admit.kind)):
        if value is not None:
            terms.append({name: value})
    if len(terms) < 2:
        return terms[0] if terms else None
    return {"$and": terms}


@contextmanager
def _translated(place: str) -> Iterator[None]:
    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise IndexFailure(
            f"{place} 出错（{reason[:200]}）：请运行 assistant doctor 查看原因，或用 assistant library rebuild 重建。"
        ) from error
