"""What a writer leaves in the library's manifest for whoever reads or writes after it."""

from __future__ import annotations

from collections.abc import Callable

from vectorstore.errors import StoreMismatch
from vectorstore.library import Library

# Entries of the manifest
_BUILT_WITH = "built_with"  # signature of what the indexes were built with, or _REBUILDING
_OPEN = "open"  # whether a writer is at work, or was when it was killed
_WRITES = "writes"  # how often the indexes were written
_REBUILDING = "rebuilding"


class Journal:
    """Notes in the manifest. Every method may raise LibraryError."""

    def __init__(self, library: Library, signature: Callable[[], str], *, empty: Callable[[], bool]) -> None:
        """`signature` says what the indexes would be built with now, `empty` whether one of them holds nothing;
        both are asked when it is needed."""
        self._library = library
        self._signature = signature
        self._empty = empty
        self._found = False  # whether the indexes were seen to hold something
        self._seen: int | None = None  # None: nothing read yet

    def built(self) -> bool:
        """Whether there are indexes, built as they would be now; False: none yet. Raises StoreMismatch, also
        where they are empty and the library is not: kept elsewhere, or lost."""
        built_with = self._library.manifest(_BUILT_WITH)
        if built_with is None:
            return False
        signature = self._signature()
        if built_with not in (signature, _REBUILDING):
            raise StoreMismatch(
                f"文库的索引是用「{built_with}」建立的，现在的设置是「{signature}」："
                "请改回原设置，或运行 assistant library rebuild 重建索引。"
            )
        if not self._found and built_with == signature:
            self._found = not self._empty()
            if not self._found and self._library.passage_count():
                raise StoreMismatch(
                    "这里的索引是空的，文库却有文章：若换过 ASSISTANT_CHROMA_URL，请改回原来的；"
                    "若原来的索引已不在，请运行 assistant library rebuild 重建（向量有缓存，不必重算）。"
                )
        return True

    def current(self) -> bool:
        """Whether there are indexes, built as they would be now and not being rebuilt."""
        return self._library.manifest(_BUILT_WITH) == self._signature()

    def rebuilding(self) -> bool:
        """Whether a rebuild has begun and not yet emptied the indexes."""
        return self._library.manifest(_BUILT_WITH) == _REBUILDING

    def begin_rebuild(self) -> None:
        """Note that the indexes are about to be emptied."""
        self._library.set_manifest(_BUILT_WITH, _REBUILDING)

    def sign(self) -> None:
        """Note that what is indexed from now on is built with the settings in force."""
        self._library.set_manifest(_BUILT_WITH, self._signature())

    def interrupted(self) -> bool:
        """Whether the last writer did not come to its end."""
        return self._library.manifest(_OPEN) == "yes"

    def open(self) -> None:
        """Note that a writer is at work."""
        self._library.set_manifest(_OPEN, "yes")

    def close(self) -> None:
        """Note that the writer came to its end."""
        self._library.set_manifest(_OPEN, "no")

    def wrote(self) -> None:
        """Have other processes know that the indexes have changed. Only for the one writer."""
        self._seen = self._writes() + 1
        self._library.set_manifest(_WRITES, str(self._seen))

    def overtaken(self) -> bool:
        """Whether another process has changed the indexes since this was last asked; at first: False."""
        before, self._seen = self._seen, self._writes()
        return before is not None and before != self._seen

    def _writes(self) -> int:
        return int(self._library.manifest(_WRITES) or 0)
