"""ffmpeg as a program: found, run, fed. The only module that starts it and that imports imageio_ffmpeg (extra `video`)."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assistant.errors import MediaError

try:
    import imageio_ffmpeg
except ImportError:  # the extra is not installed
    imageio_ffmpeg = None

_LAST_WORDS = 300  # characters of what ffmpeg said last


def ffmpeg_path() -> str | None:
    """Where the program is: the package's, else the system's; None: there is none."""
    if imageio_ffmpeg is not None:
        try:
            return str(imageio_ffmpeg.get_ffmpeg_exe())
        except RuntimeError:  # no binary for this machine in the wheel
            pass
    return shutil.which("ffmpeg")


def run_ffmpeg(arguments: Sequence[str], *, given: bytes = b"") -> bytes:
    """Run it with `given` on its standard input; what it wrote on its standard output. Raises MediaError."""
    done = subprocess.run(  # noqa: S603  # a list of arguments, no shell
        [_program(), "-hide_banner", "-nostdin" if not given else "-y", "-loglevel", "error", *arguments],
        input=given or None,
        stdin=None if given else subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise MediaError(_failed(done.stderr))
    return done.stdout


class Feed:
    """The standard input of a running ffmpeg."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101  # asked for above
        self._pipe = process.stdin

    def write(self, data: bytes | memoryview) -> None:
        """Hand it the next bytes."""
        self._pipe.write(data)


@contextmanager
def feeding(arguments: Sequence[str]) -> Iterator[Feed]:
    """Run it, to be fed piece by piece. Left by an exception, it is ended and what it wrote is not to be used.

    Raises MediaError.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
            [_program(), "-hide_banner", "-loglevel", "error", "-y", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            yield Feed(process)
        except BrokenPipeError:
            process.wait()
            raise MediaError(_failed(_read(said))) from None
        except BaseException:
            process.kill()
            process.communicate()
            raise
        process.communicate()
        if process.returncode:
            raise MediaError(_failed(_read(said)))


def tags(path: Path) -> dict[str, str]:
    """The metadata of a sound or video file as ffmpeg reads it back, names in upper case. Raises MediaError."""
    text = run_ffmpeg(["-i", str(path), "-f", "ffmetadata", "-"]).decode("utf-8", "replace")
    pairs = (line.partition("=") for line in re.sub(r"\\\n", "\n", text).splitlines() if "=" in line)
    return {name.upper(): re.sub(r"\\(.)", r"\1", value) for name, _, value in pairs}


def metadata(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The arguments that write these tags."""
    return [argument for name, value in pairs for argument in ("-metadata", f"{name}={value}")]


def _program() -> str:
    path = ffmpeg_path()
    if path is None:
        raise MediaError(
            "没有 ffmpeg：请运行 pip install 'union-news-assistant[video]'，或装上系统的 ffmpeg。"
        )
    return path


def _read(said: IO[bytes]) -> bytes:
    said.seek(0)
    return said.read()


def _failed(said: bytes) -> str:
    words = " ".join(said.decode("utf-8", "replace").split())[-_LAST_WORDS:]
    return f"ffmpeg 没有做成：{words or '没有说原因'}。请检查磁盘空间和输出路径。"
