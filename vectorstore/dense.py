"""The dense leg: Chroma, embedded or server. The only module that imports chromadb."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.api.types import QueryResult
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError, NotFoundError

from vectorstore.embedding import Vectors
from vectorstore.errors import IndexFailure
from vectorstore.flat import Label, label
from vectorstore.legs import Candidate, Entry, Probe
from vectorstore.records import Filter

_COLLECTION = "passages"
_TENANT, _DATABASE = "default_tenant", "default_database"  # Chroma's own names
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


def server_client(url: str, *, token: str = "") -> ClientAPI:
    """A Chroma server at `url`: http://host:port, or https://host/tenant/database where it has several.

    `token` goes along as Chroma Cloud wants it. Raises IndexFailure.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 8000)
        tenant, _, database = parts.path.strip("/").partition("/")
        return chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=port,
            ssl=parts.scheme == "https",
            headers={"x-chroma-token": token} if token else None,
            settings=Settings(anonymized_telemetry=False),
            tenant=tenant or _TENANT,
            database=database or _DATABASE,
        )
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        raise _unreachable(f"Chroma 服务 {url}", error) from error


def server_answers(url: str, *, token: str = "") -> None:
    """Ask the server whether it is there. Raises IndexFailure."""
    client = server_client(url, token=token)
    with _translated(f"Chroma 服务 {url}"):
        client.heartbeat()


@dataclass(frozen=True, slots=True)
class Stored:
    """Some of the passages a collection holds."""

    ids: tuple[str, ...]
    labels: tuple[Label, ...]
    vectors: Vectors  # float32, shape (len(ids), dimension)


class DenseIndex:
    """Unit vectors of passages in one Chroma collection; no text is kept there."""

    def __init__(self, client: ClientAPI, *, name: str = _COLLECTION) -> None:
        """Open or create the collection `name`: libraries that share a server have one each.

        Raises IndexFailure.
        """
        self._client = client
        self._name = name
        self._open()

    def _open(self) -> None:
        with _translated("向量库"):
            self._collection = self._client.get_or_create_collection(
                self._name,
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
                    metadatas=[_metadata(label(entry.article)) for entry in part],
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """See Leg."""
        for start in range(0, len(passage_ids), _BATCH):
            with _translated("向量库"):
                self._collection.delete(ids=list(passage_ids[start : start + _BATCH]))

    def search(self, probe: Probe, *, admit: Filter, limit: int) -> tuple[Candidate, ...]:
        """See Leg; the score is the cosine, -1..1."""
        with _translated("向量库"):
            try:
                found = self._query(probe, admit, limit)
            except NotFoundError:  # cleared by another process, which has put a new one in its place
                self._open()
                found = self._query(probe, admit, limit)
        distances = found["distances"] or [[]]
        return tuple(
            Candidate(passage_id, 1.0 - distance)
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        )

    def _query(self, probe: Probe, admit: Filter, limit: int) -> QueryResult:
        return self._collection.query(
            query_embeddings=probe.vector[np.newaxis, :],
            n_results=limit,
            where=_where(admit),  # type: ignore[arg-type]  # Chroma's Where is a recursive alias of dicts
            include=["distances"],
        )

    def empty(self) -> bool:
        """See Leg."""
        with _translated("向量库"):
            return self._collection.count() == 0

    def ids(self) -> frozenset[str]:
        """See Leg."""
        found: set[str] = set()
        while True:
            with _translated("向量库"):
                part = self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]
            found.update(part)
            if len(part) < _PAGE:
                return frozenset(found)

    def count(self) -> int:
        """How many passages are indexed. Raises IndexFailure."""
        with _translated("向量库"):
            return self._collection.count()

    def stored(self) -> Iterator[Stored]:
        """All passages indexed, some thousands at a time. Raises IndexFailure."""
        done = 0
        while True:
            with _translated("向量库"):
                part = self._collection.get(include=["embeddings", "metadatas"], limit=_BATCH, offset=done)
            if not part["ids"]:
                return
            labels = tuple(_known(metadata) for metadata in part["metadatas"] or [])
            yield Stored(tuple(part["ids"]), labels, np.asarray(part["embeddings"], dtype=np.float32))
            done += len(part["ids"])

    def clear(self) -> None:
        """See Leg."""
        with _translated("向量库"), suppress(NotFoundError):
            self._client.delete_collection(self._name)
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


def _metadata(known: Label) -> dict[str, str | int]:
    """What filters need; a value that is not known is left out, so that no filter admits it."""
    values = (("issued", known.issued), ("publication", known.publication), ("page", known.page))
    return {"kind": known.kind, **{name: value for name, value in values if value is not None}}


def _known(metadata: Mapping[str, object]) -> Label:
    """The label that became this metadata."""
    issued, publication, page = (metadata.get(name) for name in ("issued", "publication", "page"))
    return Label(
        "photo" if metadata["kind"] == "photo" else "article",
        issued if isinstance(issued, int) else None,
        publication if isinstance(publication, str) else None,
        page if isinstance(page, str) else None,
    )


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
    except httpx.TransportError as error:
        raise _unreachable("Chroma 服务", error) from error
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        advice = "请运行 assistant doctor 查看原因，或用 assistant library rebuild 重建。"
        if "disk is full" in str(error):
            advice = "磁盘已满，请腾出空间后重试；已入库的内容不会丢失。"
        raise IndexFailure(f"{place} 出错（{_reason(error)}）：{advice}") from error


def _unreachable(place: str, error: Exception) -> IndexFailure:
    return IndexFailure(
        f"连不上 {place} （{_reason(error)}）：请确认它在运行（chroma run --path 目录），并检查 ASSISTANT_CHROMA_URL；"
        "连上后重新运行会接着做，已经入库的内容都在。"
    )


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
