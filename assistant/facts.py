"""The facts in a sentence that a retelling may neither add nor lose: figures, days, numbers to ring, names, conditions,
promises, plans. Pure.

Stricter than the sentence gate, which judges whether a source bears a sentence out: here every single fact is held
against those of the claims, so that what is added in friendly words does not pass.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from assistant.verify.atoms import atoms_of
from assistant.verify.dates import Day, same_date
from assistant.verify.names import same_name
from assistant.verify.quantities import Quantity, fit
from assistant.verify.tokens import NAMES, fold, squeeze, tokenise
from assistant.verify.words import table

Kind = Literal["figure", "date", "code", "name", "scope", "condition", "promise", "plan"]
KINDS: dict[Kind, str] = {
    "figure": "数字",
    "date": "时间",
    "code": "号码",
    "name": "名称",
    "scope": "范围",
    "condition": "条件",
    "promise": "承诺",
    "plan": "打算",
}
# Words of one row may stand for one another; a retelling must neither bring in a row nor lose it.
_CUES: tuple[tuple[Kind, str], ...] = (
    ("scope", "全国|全世界|全球"),
    ("scope", "全省|各省|省内"),
    ("scope", "全市|各市|市内"),
    ("scope", "所有|全部|一律|任何|人人|每个人|每一?位|凡是?|统统|全都|无论谁|不管是?谁|谁都"),
    ("condition", "必须|须(?!发)|需要?(?![求])|应当|应该|务必|得先|要先|[才方]能|才可以?"),
    ("condition", "只有|仅限|限于|只限|仅(?!仅)|专门面向"),
    ("condition", "只要|如果|要是|假如|倘若|一旦|的话"),
    ("condition", "凭|出示|持有"),
    ("condition", "除外|除了|不含|不包括|除非"),
    ("condition", "前提|资格|符合"),
    ("condition", "截止|截至|到期|逾期|过期"),
    ("promise", "保证|承诺|确保|保准|包管|打包票|说到做到|说话算数"),
    ("promise", "一定(?![的程])|肯定|绝对|必定|必然|准能|定能|百分之?百"),
    ("promise", "免费|不花钱|不用花|不收费|不用掏|分文不取|零费用|无偿|白送|不要钱"),
    ("promise", "全额|足额|全包"),
    ("promise", "马上|立即|立刻|当场|随时|很快|尽快|第一时间|即刻"),
    ("promise", "放心|不用担心|无忧|后顾之忧|兜底|撑腰"),
    ("promise", "赠|(?<![护运输转报押寄配护遣])送(?![达到餐货件往清来去进还])"),
    ("promise", "永远|终身|永久|一辈子|一直都"),
    ("promise", "都能|都可以?|均可|都会|都有"),
    (
        "promise",
        "(?:您|你|大家|大伙儿?|咱们?|各位)(?:[们也都就还全]|同样)*(?:能|可以|会|可)(?!.{0,4}[问打拨看听想说记])",
    ),
    ("date", "月底|月初|年底|年初|年末|岁末|上旬|中旬|下旬|季度"),
    (
        "plan",
        "计划|打算|准备|预计|拟(?!定)|将(?![近军来])|力争|争取|下一步|即将|会(?=在|于|再|把|有|继续|延)",
    ),
    ("plan", "试行|试点|试用|探索"),
    ("plan", "可能|或许|有望|大概率|估计|据估算"),
)
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _CUES)
# What is said to be open to the listener in person: the sources must open the same to somebody.
_OPEN = re.compile(
    r"(?:能|可以?|可)(?:[^，。；：！？、]{0,6}?)(领|拿|获得|得到|享受?|赔|补|报销|减免|申请|申报|参加|加入|参保|入会|报名|办理|咨询|拨打|打|问)"
)
_RUN = re.compile(r"\d+(?:\.\d+)?")
_EASY = re.compile("^(?:打|问|拨打|咨询)$")
_HEAVY = frozenset(
    table("元 % 箱 袋 瓶 桶 顿 笔 倍 年 月 周 小时 分钟 米 平方米 克 百分点 套 台 辆")
)  # 一箱水 is a figure
_CALLED = frozenset(table("师傅 大哥 大姐 大妈 大爷 老乡 工友 骑手 姐妹 伙计 老师 同志 小宣 朋友"))


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: its words, and by what it is compared."""

    kind: Kind
    text: str
    row: int = -1  # of the cue words; -1: it is none
    value: Quantity | Day | None = None  # None: compared by its letters

    @property
    def said(self) -> str:
        """“1.2万元”（数字）"""
        return f"“{self.text}”（{KINDS[self.kind]}）"


@lru_cache(maxsize=4096)
def facts_of(text: str) -> tuple[Fact, ...]:
    """The facts of the text, each once, in order of their kinds."""
    folded = fold(text)
    found: dict[Fact, None] = dict.fromkeys(_values(folded))
    for digits in _stray_digits(folded):
        found[Fact("figure", digits)] = None
    for token in tokenise(folded):
        if token.kind in NAMES and token.text not in _CALLED:
            found[Fact("name", token.text)] = None
    for row, (kind, pattern) in enumerate(_PATTERNS):
        match = pattern.search(folded)
        if match:
            found[Fact(kind, match.group(), row=row)] = None
    for match in _OPEN.finditer(folded):
        if not _EASY.match(match[1]):
            found[Fact("promise", match.group(), row=len(_PATTERNS))] = None
    return tuple(found)


def _values(folded: str) -> Iterator[Fact]:
    """Figures, days and numbers to ring."""
    for atom in atoms_of(folded):
        words = folded[atom.start : atom.end]
        if isinstance(atom.value, Quantity):
            if not atom.value.weak or atom.value.unit in _HEAVY:
                yield Fact("figure", words, value=atom.value)
        elif isinstance(atom.value, Day):
            yield Fact("date", words, value=atom.value)
        elif atom.kind == "code":
            yield Fact("code", words)


def tally(text: str) -> Counter[str]:
    """How often the text has each figure, day and cue, by a key that is the same for the same in other writing."""
    folded = fold(text)
    counts = Counter(
        f"{atom.kind} {atom.key}"
        for atom in atoms_of(folded)
        if not (isinstance(atom.value, Quantity) and atom.value.weak)
    )
    for row, (kind, pattern) in enumerate(_PATTERNS):
        if found := len(pattern.findall(folded)):
            counts[f"{kind} {row}"] = found
    return counts


def _stray_digits(folded: str) -> list[str]:
    """Runs of digits that are part of no day, quantity or number to ring: 13月."""
    spans = [(atom.start, atom.end) for atom in atoms_of(folded)]
    return [
        match.group()
        for match in _RUN.finditer(folded)
        if not any(start <= match.start() < end for start, end in spans)
    ]


def lacking(facts: Sequence[Fact], text: str, issued: date | None = None) -> tuple[Fact, ...]:
    """Those of the facts that `text`, printed on the day `issued` (None: not known), does not have."""
    theirs = facts_of(text)
    letters = squeeze(fold(text))
    return tuple(fact for fact in facts if not _held(fact, theirs, letters, issued))


def _held(fact: Fact, theirs: Sequence[Fact], letters: str, issued: date | None) -> bool:
    if fact.row == len(_PATTERNS):
        verb = _OPEN.search(fact.text)
        return verb is not None and verb[1][0] in letters
    if fact.row >= 0:
        return any(other.row == fact.row for other in theirs)
    if fact.kind == "name":
        return squeeze(fact.text) in letters or any(
            other.kind == "name" and same_name(fact.text, other.text) for other in theirs
        )
    if fact.kind == "code":
        return any(other.kind == "code" and _digits(other.text) == _digits(fact.text) for other in theirs)
    if isinstance(fact.value, Quantity) and fact.value.weak and f"每{fact.value.unit}" in letters:
        return True  # 一个月150元, of 每月150元
    return any(_same(fact, other, issued) for other in theirs) or _stands(fact.text, letters)


def _stands(words: str, letters: str) -> bool:
    """Whether the words stand there as they are, not cut out of a longer number or from under a negation."""
    return re.search(rf"(?<![\d.不未没无]){re.escape(squeeze(words))}(?![\d.%万亿千百])", letters) is not None


def _same(fact: Fact, other: Fact, issued: date | None) -> bool:
    if isinstance(fact.value, Quantity) and isinstance(other.value, Quantity):
        return fit(fact.value, other.value) == "same"
    if isinstance(fact.value, Day) and isinstance(other.value, Day):
        return same_date(fact.value, other.value, issued)
    return False


def _digits(text: str) -> str:
    return re.sub(r"\W", "", text).lower()
