"""Folders that keep made pieces by name, and forget what has not been used for a month."""

from __future__ import annotations

from pathlib import Path

_SECONDS = 30 * 24 * 3600.0


def use(path: Path) -> bool:
    """Whether the piece is there; if so it counts as used now."""
    if not path.exists():
        return False
    path.touch()
    return True


def forget_old(folder: Path) -> int:
    """Remove the pieces used a month or longer before the one used last; how many."""
    used = {path: path.stat().st_mtime for path in folder.iterdir() if path.is_file()}
    old = [path for path, time in used.items() if time < max(used.values()) - _SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
