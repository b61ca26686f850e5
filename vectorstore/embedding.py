"""Text to vectors: the protocol every embedder implements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Questions and passages are embedded differently (E5's prefixes)."""

    @property
    def name(self) -> str:
        """Short name for manifests and `doctor`, e.g. `e5-small-int8`."""

    @property
    def digest(self) -> str:
        """First 16 hex digits of a SHA-256 over what decides the vectors (weights, recipe)."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension), rows of length 1. Raises EmbeddingError."""

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,), of length 1. Raises EmbeddingError."""
