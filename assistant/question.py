"""What a question asks: its parts, the words that must be found, the type of answer wanted. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from vectorstore.tokens import tagged

Asked = Literal["who", "when", "amount", "money", "share", "phone", "place"]
TermKind = Literal["name", "number", "word"]

_PARTS = re.compile(r"[^？?；;\n]+[？?；;]*")
_ASKS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    ("who", re.compile(r"谁|哪位|哪些人|什么人|哪个人|叫什么|姓名|名字")),
    ("when", re.compile(r"什么时[候间]|何时|哪[一]?[天年月日]|哪个月|几[月号点日时]|几时|多久|星期几|周几|时间")),
    ("money", re.compile(r"多少[钱元]|[钱费金资贴款]{1,2}.{0,6}多少|多少.{0,3}[万亿]?元|几[元块]|多高的[奖补]|花了多少")),
    ("share", re.compile(r"百分之|比例|几成|占比|.{1,4}率")),
    ("amount", re.compile(r"多少|几[个名家人条种项次场位届件天期]|多[大长高远重]|数量|人数")),
    ("phone", re.compile(r"电话|号码|打哪|哪个号|热线是")),
    ("place", re.compile(r"哪里|哪儿|在哪|何处|哪个[省市区县地]|什么地方|哪些地方")),
)
_ANSWERS: dict[Asked, re.Pattern[str]] = {
    "who": re.compile(r"[一-鿿]{2,4}(?:说|介绍|表示|告诉|担任)|[主席长员师人生委]|公司|工会|单位"),
    "when": re.compile(r"\d{1,4}\s*[年月日点时号]|[一二三四五六七八九十]+[月日]|周[一二三四五六日天]|星期|每[天日周月]|小时|分钟|今年|去年|昨|[早晚]上|当[日天]"),
    "money": re.compile(r"[\d.]+\s*余?多?[万亿千百]*余?多?(?:元|美元|块)"),
    "share": re.compile(r"%|％|百分|[一二三四五六七八九]成|率"),
    "amount": re.compile(r"\d|[一二两三四五六七八九十百千万]+[余多]?[个名家人条种项次场位届件天期]"),
    "phone": re.compile(r"\d{3,4}[-)）]?\s*\d{3,8}|\d{5,11}"),
    "place": re.compile(r"[省市区县州镇乡村路街]|[一-鿿]{2}(?:厅|馆|站|中心|园|院)"),
}
# Words that carry the question and not its matter.
_STOP = frozenset(
    "什么 谁 哪 哪些 哪个 哪里 哪儿 哪位 多少 几 几个 如何 怎么 怎样 怎么样 为什么 是否 有没有 是不是 能不能 可以 可 能 会 要 吗 呢 的 了 "
    "是 在 有 和 与 及 或 对 从 到 向 把 被 给 让 由 于 以 为 之 其 这 那 这个 那个 该 此 时候 时间 情况 问题 目前 现在 眼下 一共 总共 分别 各 "
    "各是 到底 究竟 大概 一般 具体 主要 进行 通过 表示 认为 指出 请问 想 知道 一下 上 下 中 里 内 后 前 时 个 名 家 条 次 种 项 人 年 月 日 天 号 "
    "元 说 做 出 去 来 过 去过 还 都 也 就 才 又 再 最 很 更 不 没 没有 叫 当 等 并 而 但 如果 因为 所以 关于 根据 按照 拿 办 那条 那批 这批 多 "
    "东西 事 事情 怎么办 什么样 是什么 哪天 哪年 哪月 何时 多久 多长 钱 发 用 打 收 开 算 自己 你 我 他 她 它 我们 他们 大家 叫做 方面 发生 提出 "
    "提到 根据 有关 相关 称为 称 一个 一些 哪一 其中 以及 对于 将 已 已经 曾 可能 应该 需要 必须 请 吧 啊 呀 哦 嘛 多大".split()
)
_DROP_TAGS = frozenset({"x", "uj", "ul", "uz", "ug", "p", "c", "y", "e", "o", "u", "r", "d", "zg", "f", "ud", "k"})
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng")
_NAMED = re.compile(r"[《“「『\"]([^》”」』\"]{1,20})[》”」』\"]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer's source should hold."""

    text: str
    kind: TermKind


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things a question asks."""

    text: str
    terms: tuple[Term, ...]
    asks: tuple[Asked, ...]


def parts(question: str) -> tuple[Part, ...]:
    """The parts of a question, in order; at least one.

    A part without words of its own (“多少钱？”) takes those of the part before it along.
    """
    found: list[Part] = []
    for match in _PARTS.finditer(fold(question)):
        text = match.group().strip()
        if not any(char.isalnum() for char in text):
            continue
        terms = terms_of(text)
        if not terms and found:
            terms = found[-1].terms
        found.append(Part(text, terms, asked(text)))
    return tuple(found) or (Part(fold(question), (), ()),)


def asked(text: str) -> tuple[Asked, ...]:
    """Types of answer the text asks for, most telling first; () where it is open."""
    return tuple(kind for kind, pattern in _ASKS if pattern.search(text))


def answers(kind: Asked, text: str) -> bool:
    """Whether the text holds something of the type asked for."""
    return _ANSWERS[kind].search(text) is not None


def terms_of(text: str) -> tuple[Term, ...]:
    """The content words of a question in order, each once: quoted names whole, numbers, names, words."""
    found: dict[str, TermKind] = {}
    for match in _NAMED.finditer(text):
        found[match[1]] = "name"
    for match in _NUMBER.finditer(text):
        found.setdefault(match.group(), "number")
    for word, tag in tagged(_NAMED.sub(" ", text)):
        if word in _STOP or tag in _DROP_TAGS or not any(char.isalnum() for char in word):
            continue
        if any(char.isdigit() for char in word) or len(word) < 2:
            continue
        found.setdefault(word, "name" if tag.startswith(_NAME_TAGS) else "word")
    return tuple(Term(word, kind) for word, kind in found.items())


def fold(text: str) -> str:
    """NFKC without white space between ideographs and digits: what extraction disturbs."""
    return re.sub(r"(?<=[^\sa-zA-Z])\s+|\s+(?=[^\sa-zA-Z])", "", unicodedata.normalize("NFKC", text)).lower()
