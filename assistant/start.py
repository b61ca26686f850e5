"""The console script: ctrl-C ends it without a traceback from the first moment on."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import FrameType

_INTERRUPTED = 130  # 128 and the signal's number, as shells have it


def start() -> None:
    """Load the command line and run it; exits with its code, or 130 where ctrl-C came while it was loading."""
    before = signal.signal(signal.SIGINT, _stop)
    # Not imported at the top: loading takes seconds, in which ctrl-C is to be heard.
    cli = importlib.import_module("assistant.cli")
    signal.signal(signal.SIGINT, before)
    cli.run()


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.stderr.write("\n已停下：命令还没有开始，什么也没有改动。\n")
    sys.stderr.flush()
    os._exit(_INTERRUPTED)  # nothing is open yet, and what is half loaded could catch an exception
