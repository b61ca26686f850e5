"""What is kept, and for how long."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.voice.kept import forget_old, use

DAY = 24 * 3600


def test_what_was_not_used_for_a_month_is_forgotten(tmp_path: Path) -> None:
    for name, days in (("new", 0), ("recent", 20), ("old", 40)):
        path = tmp_path / name
        path.touch()
        os.utime(path, (1_700_000_000 - days * DAY,) * 2)
    assert forget_old(tmp_path) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "recent"]


def test_using_a_piece_keeps_it(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.touch()
    os.utime(old, (1_700_000_000,) * 2)
    assert use(old)
    assert not use(tmp_path / "none")
    (tmp_path / "new").touch()
    assert forget_old(tmp_path) == 0
