"""Vectors kept by text digest: re-chunking, a rebuild or a resumed ingest embeds only what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vectorstore.database import Database
from vectorstore.embedding import Embedder, Vectors

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID"
)


class CachedEmbedder:
    """An embedder that remembers passages on disk (float16, no text). Questions are not kept."""

    def __init__(self, inner: Embedder, path: Path) -> None:
        """Cache the vectors of `inner` in the SQLite file `path`. Raises LibraryError."""
        self._inner = inner
        self._db = Database(path, _SCHEMA, first_table="vectors")

    @property
    def name(self) -> str:
        """Name of the embedder behind the cache."""
        return self._inner.name

    @property
    def digest(self) -> str:
        """Digest of the embedder behind the cache."""
        return self._inner.digest

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._inner.dimension

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,). Raises EmbeddingError."""
        return self._inner.embed_question(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension). Raises EmbeddingError."""
        keys = [self._key(text) for text in texts]
        stored = self._load(keys)
        fresh = [index for index, key in enumerate(keys) if key not in stored]
        result = np.empty((len(texts), self.dimension), dtype=np.float32)
        if fresh:
            vectors = self._inner.embed_passages([texts[index] for index in fresh])
            # As the cache will give them, so that a rebuild changes no score.
            result[fresh] = vectors.astype(np.float16)
            self._save([keys[index] for index in fresh], vectors)
        for index, key in enumerate(keys):
            if key in stored:
                result[index] = np.frombuffer(stored[key], dtype=np.float16)
        return result

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._inner.digest}\n{text}".encode()).digest()[:16]

    def _load(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        rows = self._db.select_in("SELECT digest, vector FROM vectors WHERE digest IN ({})", keys)
        return {bytes(row[0]): bytes(row[1]) for row in rows}  # type: ignore[arg-type]  # both are BLOB columns

    def _save(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        with self._db.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                zip(keys, (row.tobytes() for row in vectors.astype(np.float16)), strict=True),
            )
