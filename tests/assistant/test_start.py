from __future__ import annotations

import subprocess
import sys

LOADING = """
import importlib, os, signal
from assistant.start import start
importlib.import_module = lambda name: os.kill(os.getpid(), signal.SIGINT)
start()
"""
RUNNING = """
import importlib, signal, types
from assistant.start import start
usual = signal.getsignal(signal.SIGINT)
command = lambda: print(signal.getsignal(signal.SIGINT) is usual)
importlib.import_module = lambda name: types.SimpleNamespace(run=command)
start()
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_ctrl_c_while_the_command_line_loads_is_a_word_and_no_traceback() -> None:
    done = python(LOADING)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert "已停下" in done.stderr


def test_a_command_that_runs_hears_ctrl_c_as_usual() -> None:
    assert python(RUNNING).stdout == "True\n"
