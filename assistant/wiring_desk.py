"""The editors' desk from the settings."""

from __future__ import annotations

from datetime import datetime

from assistant.desk import Desk
from assistant.originals import Originals
from assistant.settings import Settings
from assistant.wiring import build_limits
from vectorstore.store import VectorStore


def build_originals(settings: Settings) -> Originals:
    """The files that articles came from. Raises LibraryError."""
    return Originals(settings.home, clock=datetime.now)


def build_desk(settings: Settings, store: VectorStore) -> Desk:
    """The desk of this library: where access is open, whoever sits here may read any folder. Raises LibraryError."""
    inbox = settings.inbox or (None if settings.access == "open" else settings.home / "inbox")
    return Desk(store, build_originals(settings), build_limits(settings), inbox, datetime.now)
