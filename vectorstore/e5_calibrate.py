"""How large the inputs of the encoder's matrix products get: a float32 forward pass over a few sentences.

In this model each layer has one or two channels ten times larger than all others, on the same few tokens of
every text. Left alone they take the range of a tensor's int8 scale for themselves; known, they are divided out
(Xiao et al., SmoothQuant, 2023).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.e5_weights import E5Weights

Array = NDArray[np.float32]

# Written for this purpose. Kinds of text, not topics: prose, figures, quotations, tables, other scripts.
SENTENCES = (
    "passage: 市总工会昨天召开会议，部署夏季送清凉活动。会议要求，各级工会要深入车间、工地和快递站点，把清凉送到职工身边。",
    "passage: 截至6月30日，全市新建户外劳动者服务站点1,280个，比去年同期增长17.5%，累计服务46万人次，投入资金3200余万元。",
    "passage: “师傅带我三年，手把手教我磨刀、看图。”李明说，“现在轮到我来带徒弟了！”他笑着擦了擦汗。",
    "passage: 本报讯（记者 王芳 通讯员 陈立）春节前夕，一场特殊的招聘会在火车站广场举行。",
    "passage: ① 姓名：张伟；② 工种：焊工（高级技师）；③ 工龄：22年；④ 电话：010-5555 0123 转 8 号分机……",
    "passage: 公司拖欠工资怎么办？根据法律规定，劳动者可以向劳动监察部门投诉，也可以依法申请仲裁、提起诉讼。",
    "passage: The union signed a new collective agreement on Friday, raising minimum pay by 4% for 12,000 workers.",
    "passage: 港口工人與資方代表週四達成協議，同意改善輪班制度，並增設休息室、哺乳室與母嬰設施。",
    "passage: 好",
    "query: 去年全市有多少名职工参加了技能竞赛？",
    "query: minimum wage 2024 最低工资标准",
    "query: 工伤认定需要哪些材料",
)


def input_peaks(weights: E5Weights, texts: Sequence[Sequence[int]]) -> Mapping[str, Array]:
    """Largest absolute value of each input channel over `texts` (token ids), per matrix product.

    Keys are `l0.q` (whose input k and v share), `l0.fi` and `l0.fo`; shapes (hidden,) and (intermediate,).
    """
    dense = {name: matrix.dequantised().T for name, matrix in weights.matrices.items() if name != "emb.word"}
    peaks: dict[str, Array] = {}
    ends = np.cumsum([len(ids) for ids in texts])[:-1]
    hidden = np.concatenate([_embedded(weights, ids) for ids in texts])  # all tokens at once: large products
    for layer in range(weights.shape.layers):
        hidden = _layer(weights, dense, f"l{layer}.", hidden, ends=ends, peaks=peaks)
    return peaks


def _embedded(weights: E5Weights, ids: Sequence[int]) -> Array:
    vectors, width = weights.vectors, weights.shape.hidden
    places = vectors["emb.pos"].reshape(-1, width)[: len(ids)] + vectors["emb.type"][:width]
    return _norm(weights, "emb.ln", weights.matrices["emb.word"].rows(ids).dequantised() + places)


def _layer(
    weights: E5Weights,
    dense: Mapping[str, Array],
    at: str,
    hidden: Array,
    *,
    ends: NDArray[np.int64],  # of all texts but the last, in `hidden`
    peaks: dict[str, Array],  # is filled
) -> Array:
    def product(name: str, values: Array) -> Array:
        result: Array = values @ dense[f"{at}{name}.w"] + weights.vectors[f"{at}{name}.b"]
        return result

    def note(name: str, values: Array) -> Array:
        peaks[at + name] = np.abs(values).max(axis=0)
        return values

    note("q", hidden)
    joined = np.stack([product(name, hidden) for name in "qkv"])
    context = np.concatenate(
        [_attention(text, weights.shape.heads) for text in np.split(joined, ends, axis=1)]
    )
    hidden = _norm(weights, f"{at}aln", hidden + product("ao", context))
    inner = note("fo", _gelu(product("fi", note("fi", hidden))))
    return _norm(weights, f"{at}oln", hidden + product("fo", inner))


def _attention(joined: Array, heads: int) -> Array:
    """(tokens, hidden) from the queries, keys and values of one text: (3, tokens, hidden)."""
    q, k, v = (part.reshape(len(part), heads, -1).transpose(1, 0, 2) for part in joined)
    scores = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(q.shape[2]))
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    context = (shares / shares.sum(axis=2, keepdims=True)) @ v
    result: Array = context.transpose(1, 0, 2).reshape(joined.shape[1:])
    return result


def _norm(weights: E5Weights, name: str, values: Array) -> Array:
    centred = values - values.mean(axis=1, keepdims=True)
    spread = np.sqrt(centred.var(axis=1, keepdims=True) + np.float32(weights.shape.epsilon))
    result: Array = centred / spread * weights.vectors[f"{name}.w"] + weights.vectors[f"{name}.b"]
    return result


def _gelu(values: Array) -> Array:
    """The tanh form, the one in the converted graph."""
    inner = np.float32(np.sqrt(2 / np.pi)) * (values + np.float32(0.044715) * values * values * values)
    result: Array = values * np.float32(0.5) * (1 + np.tanh(inner))
    return result
