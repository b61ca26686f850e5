"""Stand-ins that behave as the real thing does, only faster."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from vectorstore.embedding import Vectors


class HashEmbedder:
    """Texts as hashed bags of character bigrams: the more bigrams two texts share, the closer their vectors."""

    def __init__(self, dimension: int = 64, *, name: str = "hash") -> None:
        """`name` decides the digest too: another name is another embedder."""
        self._dimension = dimension
        self._name = name
        self.passages = 0  # texts embedded as passages so far

    @property
    def name(self) -> str:
        """As given."""
        return self._name

    @property
    def digest(self) -> str:
        """Of name and dimension, which decide the vectors."""
        return blake2b(f"{self._name} {self._dimension}".encode(), digest_size=8).hexdigest()

    @property
    def dimension(self) -> int:
        """As given."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension), rows of length 1."""
        self.passages += len(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self._dimension)

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,), of length 1."""
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self._dimension, dtype=np.float32)
        vector[0] = 1e-3  # so that a text without bigrams has a direction too
        for pair in pairwise(text):
            digest = int.from_bytes(blake2b("".join(pair).encode("utf-8", "replace"), digest_size=8).digest())
            vector[digest % self._dimension] += 1.0 if digest >> 63 else -1.0
        return vector / np.linalg.norm(vector)
