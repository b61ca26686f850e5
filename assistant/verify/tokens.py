"""A text as the gate compares it: words, names, quantities and dates, each with a key equal for equal meaning."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.verify.atoms import Atom, atoms_of
from assistant.verify.dates import Day
from assistant.verify.names import SURNAMES, kind_of
from assistant.verify.negation import cues
from assistant.verify.quantities import Quantity
from assistant.verify.words import table
from vectorstore.tokens import tagged

NAMES = frozenset({"person", "place", "organisation", "name"})

_HOLE = "\ue000"  # stands for an atom while the words around it are cut
_FULL = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_FOLD = str.maketrans(
    _FULL | dict(zip("—–―－‐〜～•・‧「」『』\u3000\xa0", "-----~~···“”“”  ", strict=True)) | {_HOLE: None}
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SPACES = re.compile(r"[ \t\r]+(?![A-Za-z])|(?<![A-Za-z\d])[ \t\r]+")
_LINES = re.compile(r" {2,}|\s*\n\s*")
_LETTERS = re.compile(r"[^\w%.]+|(?<!\d)\.|\.(?!\d)|_")
_MARKS = re.compile(r"\[\d+(?:[,\-、]\d+)*\]|【\d+】")
_PUNCTUATION = re.compile(r"^[^\w%\ue000]+$")
_CLAUSE_END = re.compile("[,;:。!?…()\n]")
_SENTENCE_END = re.compile("[。!?…\n]")
# The full stops of a quotation end no sentence; the last one does unless "so-and-so said." follows.
_QUOTATION = re.compile("“[^“”]{0,400}”")
_SAID = re.compile("[^“”。!?,]{1,25}(?:说|表示|称|道|介绍|认为|指出|坦言|感慨|回忆|强调|告诉[^。,]{0,8})。")
_NO_STOPS = str.maketrans("。!?…\n", ",,,,,")
_SPEECH = frozenset(
    table(
        "表示 说 称 指出 介绍 强调 认为 坦言 说道 告诉 透露 提到 谈到 解释 提出 讲 讲述 谈 声称 回应 答 补充 写道 直言 宣称 表态"
    )
)
_FILLERS = frozenset(
    table(
        "据悉 据了解 据介绍 了解 获悉 报道 报道称 此外 同时 其中 另外 目前 日前 近日 近期 当前 现在 已经 正在 进行 开展 相关 有关 方面 以及 因此 所以 "
        "因为 由于 如果 虽然 但是 但 并且 而且 然而 不过 其 该 此 这 那 这些 那些 这个 是 有 为 在 将 会 要 能 可 可以 能够 上 下 中 里 内 前 后 时 等 "
        "个 还 也 都 就 又 再 于 以 对 向 与 和 及 或 从 由 自 到 至 使 让 给 把 被 来 去 做 作为 成为 通过 根据 按照 关于 对于 随着 其他 一些 某 各 每 "
        "本 之 所 而 则 即 并 且 如 比 更 最 很 较 地 得 的 了 着 过 们 来自 包括 属于 位于 记者 消息 文章 资料 来源 材料 内容 显示 此次 本次 这次 "
        "整体 总体 总的来说 与此同时 例如 比如 之一 情况 部分 多个 多种 一个 一种 进一步 共 共计 合计 总计 达 达到 高达 多达"
    )
)
_TITLES = frozenset(
    table(
        "主席 副主席 书记 副书记 部长 副部长 局长 副局长 处长 主任 副主任 院长 校长 会长 秘书长 经理 董事长 记者 通讯员 市长 县长"
    )
)
_NOMINAL = frozenset("njxbsl")
_NOMINAL_TAGS = frozenset({"vn", "an"})
_ENDINGS = frozenset("委局厅办署")


class Token(NamedTuple):
    """One word or one atom."""

    key: str
    text: str
    kind: str  # "word", "filler", "negation", one of NAMES, or the kind of an atom
    tag: str  # of jieba; empty for dates, quantities and codes
    weight: float
    nominal: bool  # whether it may be part of a name
    clause: int
    sentence: int
    start: int
    end: int
    value: Quantity | Day | None  # None: a word


class Stop(NamedTuple):
    """A punctuation mark: what it ends."""

    sentence: bool
    clause: bool


def fold(text: str) -> str:
    """`text` with half-width letters, digits and punctuation, without citation marks and needless spaces."""
    clean = text.encode("utf-8", "ignore").decode()  # half a surrogate pair cannot be cut into words
    folded = _LINES.sub("\n", _MARKS.sub("", clean.translate(_FOLD)))
    return _THOUSANDS.sub("", _SPACES.sub("", folded))


def squeeze(text: str) -> str:
    """Folded `text` without punctuation and spaces, except the dots inside numbers."""
    return _LETTERS.sub("", text)


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of folded `text` in order, punctuation left out."""
    atoms = atoms_of(text)
    text = _QUOTATION.sub(_without_stops, text)
    parts: list[str] = []
    last = 0
    for atom in atoms:
        parts.append(text[last : atom.start])
        last = atom.end
    parts.append(text[last:])
    tokens: list[Token] = []
    waiting = iter(atoms)
    clause = sentence = position = 0
    for word, tag in tagged(_HOLE.join(parts)):
        if word == _HOLE:
            atom = next(waiting)
            position = atom.end
            tokens.append(_token(atom, text, clause, sentence))
            continue
        start, position = position, position + len(word)
        parsed = _class_of(word, tag)
        if isinstance(parsed, Stop):
            sentence += parsed.sentence
            clause += parsed.clause
        else:
            tokens.append(Token._make((*parsed, clause, sentence, start, position, None)))
    return tuple(_with_whole_names(tokens))


def _with_whole_names(tokens: list[Token]) -> list[Token]:
    """Join a surname and a given name that were cut apart, before a verb of saying or behind a title."""
    if not any(token.text in SURNAMES for token in tokens):
        return tokens
    whole: list[Token] = []
    number, count = 0, len(tokens)
    while number < count:
        token = tokens[number]
        number += 1
        if token.text in SURNAMES and number < count and _cut_apart(whole, tokens, number):
            given = tokens[number]
            number += 1
            name = token.text + given.text
            token = Token(name, name, "person", "nr", 1.5, True, *token[6:9], given.end, None)
        whole.append(token)
    return whole


def _cut_apart(before: list[Token], tokens: list[Token], number: int) -> bool:
    """Whether tokens[number] is the given name to the surname in front of it."""
    surname, given = tokens[number - 1], tokens[number]
    if surname.kind not in ("word", "filler") or given.start != surname.end:
        return False
    if len(given.text) > 2 or given.value is not None:
        return False
    if before and before[-1].end == surname.start and before[-1].text in _TITLES:
        return True
    return (
        number + 1 < len(tokens) and tokens[number + 1].key == "说" and tokens[number + 1].start == given.end
    )


def _token(atom: Atom, text: str, clause: int, sentence: int) -> Token:
    person = atom.kind == "person"
    weight = 0.3 if isinstance(atom.value, Quantity) and atom.value.weak else 1.5
    surface, tag = text[atom.start : atom.end], "nr" if person else ""
    return Token(
        atom.key, surface, atom.kind, tag, weight, person, clause, sentence, atom.start, atom.end, atom.value
    )


def _without_stops(quotation: re.Match[str]) -> str:
    text = quotation.group()
    closed = text[-2] in "。!?…" and not _SAID.match(quotation.string, quotation.end())
    return text.translate(_NO_STOPS) if not closed else text[:-2].translate(_NO_STOPS) + text[-2:]


@lru_cache(maxsize=1 << 16)
def _class_of(word: str, tag: str) -> tuple[str, str, str, str, float, bool] | Stop:
    """Key, text, kind, tag, weight of a segmented word, and whether it may be part of a name."""
    if _PUNCTUATION.match(word):
        return Stop(bool(_SENTENCE_END.search(word)), bool(_CLAUSE_END.search(word)))
    key, kind, weight = _meaning(word, tag)
    nominal = (
        tag[0] in _NOMINAL or tag in _NOMINAL_TAGS or word in _ENDINGS or (tag == "zg" and word in SURNAMES)
    )
    return key, word, kind, tag, weight, nominal or kind in NAMES


def _meaning(word: str, tag: str) -> tuple[str, str, float]:
    """Key, kind and weight."""
    if word in _SPEECH:
        return "说", "word", 0.4
    if cues(word):
        return word, "negation", 0.3
    kind = kind_of(word, tag)
    if kind:
        return word, kind, 1.5
    if word in _FILLERS or tag[0] in "pcuyeor" or (tag[0] == "d" and len(word) < 3):
        return word, "filler", 0.0
    return word, "word", 0.4 if len(word) == 1 else 1.0 if len(word) == 2 else 1.4
