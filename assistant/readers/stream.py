"""Byte streams that count: a file, or what a .gz file unpacks to, never more than the limit."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from assistant.errors import LimitExceeded, ReadError

GZIP_MAGIC = b"\x1f\x8b"
HEAD_BYTES = 64 * 2**10


class Metered(io.RawIOBase):
    """Reads on from `data` and raises `LimitExceeded` once more than `limit` bytes went by.

    The limit may be changed at any time: what a file may weigh depends on what it turns out to hold.
    """

    def __init__(self, data: BinaryIO, *, origin: str, limit: int) -> None:
        super().__init__()
        self._data = data
        self._origin = origin
        self._seen = 0
        self.limit = limit
        self.head = b""  # the first bytes, looked at before they are read
        while len(self.head) < HEAD_BYTES and (chunk := self._take(HEAD_BYTES - len(self.head))):
            self.head += chunk
        self._held = self.head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # mypy's Buffer is 3.12's
        """Fill the buffer. Raises `ReadError` when the file cannot be read or unpacked."""
        chunk = self._held[: len(buffer)] or self._take(len(buffer))
        self._held = self._held[len(chunk) :]
        if self._seen > self.limit:
            raise LimitExceeded(f"{self._origin}：内容超过 {amount(self.limit)} 的上限，请拆分文件或调高上限")
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _take(self, size: int) -> bytes:
        try:
            chunk = self._data.read(size)
        except EOFError as error:
            raise ReadError(f"{self._origin}：压缩文件不完整，请重新下载或重新压缩") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise ReadError(f"{self._origin}：压缩文件已损坏，请重新下载或重新压缩") from error
        except OSError as error:
            raise ReadError(f"{self._origin}：读取失败（{error.strerror or error}），请检查文件") from error
        self._seen += len(chunk)
        return chunk


class Source:
    """One file to be read: its name, its bytes (unpacked where it is a .gz), and a look at its head."""

    def __init__(self, origin: str, data: BinaryIO, *, limit: int) -> None:
        """Raises `ReadError` for an empty or broken file and for a .gz within a .gz."""
        self.origin = origin
        self.name = origin
        self._open(data, limit)
        if self.head.startswith(GZIP_MAGIC):
            unpacked = gzip.GzipFile(fileobj=self.buffer)
            self.name = origin[:-3] if origin.lower().endswith(".gz") else origin
            self._open(unpacked, limit)  # type: ignore[arg-type]  # GzipFile reads, all that is asked of it
            if self.head.startswith(GZIP_MAGIC):
                raise ReadError(f"{origin}：压缩包里还是压缩包，请先解压一层")
        if not self.head:
            raise ReadError(f"{origin}：文件是空的，请检查文件")

    def _open(self, data: BinaryIO, limit: int) -> None:
        self._meter = Metered(data, origin=self.origin, limit=limit)
        self.buffer = io.BufferedReader(self._meter, buffer_size=HEAD_BYTES)
        self.head = self._meter.head

    def allow(self, limit: int) -> None:
        """From now on at most `limit` bytes in all."""
        self._meter.limit = limit

    def whole(self) -> bytes:
        """All of the file. Raises `LimitExceeded` when that is more than the limit."""
        return self.buffer.read()


def amount(size: int) -> str:
    """A number of bytes as a person reads it, such as `200 MB`."""
    value = float(size)
    for unit in ("字节", "KB", "MB"):
        if value < 1024:
            return f"{value:.0f} {unit}"
        value /= 1024
    return f"{value:.0f} GB"
