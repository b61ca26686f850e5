"""A weight file in the wheel's format, small enough to convert in no time."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

HIDDEN, INTERMEDIATE, LAYERS, POSITIONS = 32, 64, 1, 512
PIECES = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -3.0,
    "工": -4.0,
    "会": -4.0,
    "工会": -5.0,
}
FOLDING = {0x3000: " ", 0x200B: "", 0x2460: "1"}


def tiny_e5(*, pieces: Mapping[str, float] = PIECES, seed: int = 0) -> bytes:
    """The bytes of the file; `seed` decides the weights."""
    random = np.random.default_rng(seed)
    sizes = (1, HIDDEN, LAYERS, 2, INTERMEDIATE, len(pieces), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7i", *sizes) + struct.pack("<fi", 1e-12, 32)
    head += _vocabulary(pieces) + _folding()
    return _with_tensors(head, _tensors(random, len(pieces)))


def _vocabulary(pieces: Mapping[str, float]) -> bytes:
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4").tobytes()
    scores = np.array(list(pieces.values()), "<f4").tobytes()
    blob = b"".join(encoded)
    return struct.pack("<5iQ", len(encoded), 0, 2, 1, 3, len(blob)) + offsets + scores + blob


def _folding() -> bytes:
    body = b"".join(
        struct.pack(f"<IB{len(text)}I", code, len(text), *map(ord, text)) for code, text in FOLDING.items()
    )
    return struct.pack("<iI", len(FOLDING), len(body)) + body


def _tensors(random: np.random.Generator, rows: int) -> list[tuple[str, int, int, bytes]]:
    """(name, type, values, bytes) in the file's order."""

    def real(name: str, count: int, centre: float = 0.0) -> tuple[str, int, int, bytes]:
        return name, 0, count, (centre + 0.1 * random.standard_normal(count)).astype("<f4").tobytes()

    def packed(name: str, height: int, width: int) -> tuple[str, int, int, bytes]:
        blocks = height * width // 32
        nibbles = random.integers(0, 256, (blocks, 16)).astype(np.uint8)
        scales = np.full((blocks, 1), 0.02, "<f2").view(np.uint8)
        return name, 1, height * width, np.concatenate((scales, nibbles), axis=1).tobytes()

    found = [
        packed("emb.word", rows, HIDDEN),
        real("emb.pos", POSITIONS * HIDDEN),
        real("emb.type", 2 * HIDDEN),
    ]
    found += [real("emb.ln.w", HIDDEN, 1), real("emb.ln.b", HIDDEN)]
    for name in ("q", "k", "v", "ao"):
        found += [packed(f"l0.{name}.w", HIDDEN, HIDDEN), real(f"l0.{name}.b", HIDDEN)]
    found += [packed("l0.fi.w", INTERMEDIATE, HIDDEN), real("l0.fi.b", INTERMEDIATE)]
    found += [packed("l0.fo.w", HIDDEN, INTERMEDIATE), real("l0.fo.b", HIDDEN)]
    for name in ("aln", "oln"):
        found += [real(f"l0.{name}.w", HIDDEN, 1), real(f"l0.{name}.b", HIDDEN)]
    return found


def _with_tensors(head: bytes, tensors: Sequence[tuple[str, int, int, bytes]]) -> bytes:
    start = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, kind, count, content in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, start + len(data), len(content))
        data += content
    return head + directory + data
