"""The Chromium on this machine, which prints pages and opens them."""

from __future__ import annotations

import shutil

_NAMES = ("/usr/bin/chromium", "chromium", "google-chrome")


def chromium() -> str | None:
    """Where it is; None: there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
