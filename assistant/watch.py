"""Topics that a reader saved: every digest tells what is new on them."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.batch_digest import write_file
from assistant.errors import ExportError, WatchError


class WatchList:
    """The saved topics in a JSON file, in the order they were added."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self._path = path

    def topics(self) -> tuple[str, ...]:
        """The topics; () where none was ever saved. Raises WatchError for a file that cannot be read."""
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise WatchError(f"读不了关注列表 {self._path}：请改正或删除这个文件。") from error
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise WatchError(f"关注列表 {self._path} 应是一个由词语组成的 JSON 数组：请改正或删除这个文件。")
        return tuple(values)

    def add(self, topic: str) -> bool:
        """Save the topic; False: it was there already. Raises WatchError."""
        topics = self.topics()
        if topic in topics:
            return False
        self._write((*topics, topic))
        return True

    def remove(self, topic: str) -> bool:
        """Forget the topic; False: it was not there. Raises WatchError."""
        topics = self.topics()
        if topic not in topics:
            return False
        self._write(tuple(each for each in topics if each != topic))
        return True

    def _write(self, topics: tuple[str, ...]) -> None:
        try:
            write_file(self._path, json.dumps(topics, ensure_ascii=False).encode("utf-8"))
        except ExportError as error:
            raise WatchError(f"关注列表写不进去：{error}") from error
