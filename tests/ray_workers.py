"""What a Ray cluster's workers build in tests: they import it by name, so it stands in a module."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from tests.fakes import HashEmbedder
from vectorstore.embedding import Vectors


class MortalEmbedder(HashEmbedder):
    """The first worker that is to embed something is killed while `marker` is there; it takes the file with it."""

    def __init__(self, marker: Path) -> None:
        super().__init__()
        self._marker = marker

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As HashEmbedder, by whoever comes after."""
        try:
            self._marker.unlink()
        except FileNotFoundError:
            return super().embed_passages(texts)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")
