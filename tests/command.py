"""The command line as a user types it: in this process, which has everything imported, or in one of its own."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from unittest.mock import patch

from chromadb.api.shared_system_client import SharedSystemClient

from assistant.cli import run

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample" / "pages"


def assistant(
    *arguments: str, home: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """What a command prints and ends with. It is run here: a process of its own would import for seconds."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    before = Path.cwd()
    # The command sees what is on the disk, as in a process of its own.
    SharedSystemClient.clear_system_cache()
    os.chdir(ROOT)
    try:
        with (
            patch.dict(os.environ, clean_environment(home, **environment), clear=True),
            patch.object(sys, "stdin", given),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = _exit_code(arguments)
    finally:
        os.chdir(before)
        SharedSystemClient.clear_system_cache()
    return subprocess.CompletedProcess(arguments, code, _written(out), _written(err))


def assistant_process(
    *arguments: str, home: Path, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=clean_environment(home, **environment),
        timeout=240,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


def clean_environment(home: Path, **settings: str) -> dict[str, str]:
    """This process's environment without its settings of the program, but with these, over this data folder."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name == "ASSISTANT_CACHE" or not name.startswith(("ASSISTANT_", "OPENAI_"))
    }
    return clean | {"ASSISTANT_HOME": str(home)} | settings


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """The JSON lines a command printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def load_sample(home: Path) -> None:
    """Fill the data folder, which may not exist yet, with the sample newspaper."""
    shutil.copytree(_sample_home(), home, dirs_exist_ok=True)


@cache
def _sample_home() -> Path:
    """A data folder that holds the sample newspaper, made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="sample-"))
    done = assistant("ingest", str(SAMPLE), "--json", home=folder)
    assert done.returncode == 0, done.stderr
    (summary,) = lines(done)
    assert summary["failed"] == 0
    assert int(str(summary["added"])) >= 30
    return folder


def _exit_code(arguments: tuple[str, ...]) -> int:
    try:
        run(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
