"""Saved topics stay saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import WatchError
from assistant.watch import WatchList


def test_topics_are_kept_in_order_and_each_once(tmp_path: Path) -> None:
    path = tmp_path / "new" / "watch.json"
    assert WatchList(path).topics() == ()
    assert WatchList(path).add("欠薪")
    assert WatchList(path).add("骑手 保险")
    assert not WatchList(path).add("欠薪")
    assert WatchList(path).topics() == ("欠薪", "骑手 保险")
    assert WatchList(path).remove("欠薪")
    assert not WatchList(path).remove("欠薪")
    assert WatchList(path).topics() == ("骑手 保险",)


@pytest.mark.parametrize("content", ["{", '{"a": 1}', "[1, 2]"])
def test_a_damaged_list_is_named_and_not_overwritten(tmp_path: Path, content: str) -> None:
    path = tmp_path / "watch.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WatchError, match=r"watch\.json"):
        WatchList(path).add("欠薪")
    assert path.read_text(encoding="utf-8") == content
