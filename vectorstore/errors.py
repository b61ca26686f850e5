"""Errors of the store.

StoreError
├── LibraryError       the SQLite file cannot be read or written
├── IndexFailure       an index (Chroma, tantivy) failed
├── StoreMismatch      an index was built with other settings
├── StoreBusy          another process is writing
└── EmbeddingError     an embedder could not be loaded or did not answer
"""

from __future__ import annotations


class StoreError(Exception):
    """Root of the store's errors. The message is in Chinese and says what to do."""


class LibraryError(StoreError):
    """The SQLite library cannot be read or written."""


class IndexFailure(StoreError):
    """An index over the library failed."""


class StoreMismatch(StoreError):
    """An index was built with other settings than the ones in force."""


class StoreBusy(StoreError):
    """Another process is writing to the data folder."""


class EmbeddingError(StoreError):
    """An embedder could not be loaded or did not answer."""
