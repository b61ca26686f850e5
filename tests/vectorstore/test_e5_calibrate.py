from __future__ import annotations

import numpy as np
import pytest

from tests.vectorstore.tiny_e5 import tiny_e5
from vectorstore.e5_calibrate import input_peaks
from vectorstore.e5_weights import read_weights


def test_the_first_product_sees_the_normed_embeddings() -> None:
    weights = read_weights(tiny_e5())
    peaks = input_peaks(weights, [[0, 7, 2]])
    places = weights.vectors["emb.pos"].reshape(-1, 32)[:3] + weights.vectors["emb.type"][:32]
    raw = weights.matrices["emb.word"].dequantised()[[0, 7, 2]] + places
    normed = (raw - raw.mean(axis=1, keepdims=True)) / raw.std(axis=1, keepdims=True)
    wanted = np.abs(normed * weights.vectors["emb.ln.w"] + weights.vectors["emb.ln.b"]).max(axis=0)
    assert {name: peak.shape for name, peak in peaks.items()} == {
        "l0.q": (32,),
        "l0.fi": (32,),
        "l0.fo": (64,),
    }
    np.testing.assert_allclose(peaks["l0.q"], wanted, rtol=1e-4)


@pytest.mark.parametrize("name", ["l0.q", "l0.fi", "l0.fo"])
def test_peaks_are_over_all_texts(name: str) -> None:
    weights = read_weights(tiny_e5())
    one, other = (input_peaks(weights, [ids])[name] for ids in ([0, 7, 2], [0, 5, 6, 5, 2]))
    both = input_peaks(weights, [[0, 7, 2], [0, 5, 6, 5, 2]])[name]
    np.testing.assert_allclose(both, np.maximum(one, other), rtol=1e-6)
