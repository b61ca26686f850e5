"""Turns at work that keeps a processor busy: many at once end later, each of them, than one after the other."""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """A context that so many threads are in at a time; the others wait, and get in in the order they came."""

    def __init__(self, most: int) -> None:
        """`most` threads are in at a time."""
        self._free = most
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()  # longest first

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()  # the place is handed over, so that nobody who comes now takes it
            else:
                self._free += 1
