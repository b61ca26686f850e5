from __future__ import annotations

import numpy as np
import pytest

from tests.vectorstore.tiny_e5 import FOLDING, PIECES, tiny_e5
from vectorstore.e5_weights import Q4Matrix, read_weights


def test_a_file_is_read_whole() -> None:
    weights = read_weights(tiny_e5())
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.intermediate) == (32, 1, 2, 64)
    assert shape.epsilon == pytest.approx(1e-12)
    assert weights.vocabulary.pieces == tuple(PIECES)
    assert weights.vocabulary.scores.tolist() == list(PIECES.values())
    assert weights.vocabulary.folding == FOLDING
    assert (weights.vocabulary.bos, weights.vocabulary.pad, weights.vocabulary.unk) == (0, 1, 3)
    assert weights.matrices["emb.word"].dequantised().shape == (len(PIECES), 32)
    assert weights.matrices["l0.fo.w"].dequantised().shape == (32, 64)
    assert weights.vectors["emb.ln.w"].mean() == pytest.approx(1, abs=0.1)


def test_a_block_holds_the_even_half_in_its_low_nibbles() -> None:
    nibbles = np.array([low | (15 - low) << 4 for low in range(16)], np.uint8)
    matrix = Q4Matrix(nibbles.reshape(1, 1, 16), np.array([[0.5]], np.float16))
    wanted = [(number - 8) * 0.5 for number in [*range(16), *range(15, -1, -1)]]
    assert matrix.dequantised().tolist() == [wanted]
    assert matrix.rows([0, 0]).dequantised().tolist() == [wanted, wanted]


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no E5S1 file"):
        read_weights(b"PK\x03\x04" + bytes(100))


@pytest.mark.parametrize("kept", [10, 60, 200, 1000, -100])
def test_a_file_cut_short_is_refused(kept: int) -> None:
    with pytest.raises(ValueError, match=r"ends early|outside the file"):
        read_weights(tiny_e5()[:kept])
