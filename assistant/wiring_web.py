"""Settings to what the pages need beside `wiring`."""

from __future__ import annotations

from datetime import datetime

from assistant.kept_digests import KeptDigests
from assistant.settings import Settings


def build_kept_digests(settings: Settings) -> KeptDigests:
    """The digests and schedules kept in the data folder. Raises StoreError."""
    return KeptDigests(settings.home / "digests.sqlite", clock=datetime.now)
