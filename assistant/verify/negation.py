"""Words that turn a statement round: negations and pairs of opposites."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.verify.words import table

# Words with a negating character that deny nothing; read before the cues.
_PLAIN = table(
    "不断 不仅 不但 不光 不只 不止 不同 不少 不久 不管 不论 不禁 不妨 不得不 不惜 不乏 不愧 不亚于 不约而同 不遗余力 不可或缺 "
    "不锈钢 不动产 不仅仅 不孕 不良 不法 不明 不幸 不朽 不懈 不俗 不菲 不凡 不失 不忘 不屈 不等 不一 不时 不知不觉 不过 不料 不至于 "
    "差不多 了不起 对不起 无人机 无人 无论 无线 无锡 无疑 无限 无数 无私 无比 无偿 无障碍 无缝 无缘 无愧 无非 无奈 无声 无形 无畏 无忧 "
    "非常 非洲 非凡 非遗 非物质 非法 非营利 非公 非机动车 非处方 除非 莫非 是非 并非易事 绝非偶然 未来 未成年 未婚 未知 未央 "
    "无视 没收 没落 沉没 淹没 埋没 出没 南非 北非 中非 东非 西非 禁毒 禁区 禁止令 取消率 未免 未雨绸缪 能不能 是不是 会不会 有没有 "
    "永不 不负 不竭 不朽 不菲 不仅如此 不变 不绝 不休 不息 不止 毫不 不可避免"
)
_CUES = table(
    "没有 并非 并未 并不 从未 尚未 未能 不能 不得 不再 不会 不是 不可 不予 不准 不许 禁止 严禁 拒绝 取消 否认 拒不 无法 无需 无须 "
    "不必 不要 不用 绝不 决不 毫无 未曾 免于 杜绝 未 没 无 不 非"
)


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=len, reverse=True))


_PATTERN = re.compile(rf"{_choice(_PLAIN)}|(?P<cue>{_choice(_CUES)})")
_ANY = re.compile("[不未没无非禁拒取否免杜]")

_OPPOSITES: dict[str, frozenset[str]] = {}
for _left, _right in (
    (
        "增长 上升 提高 增加 上涨 提升 回升 上调 上扬 走高 扩大 攀升",
        "下降 下滑 减少 降低 下跌 回落 下调 减少 走低 缩小 收窄 跌落",
    ),
    ("同意 支持 赞成 批准", "反对 否决 驳回"),
    ("开始 启动 开幕 开放 恢复 开工 开启", "结束 停止 闭幕 关闭 暂停 中断 停工 终止"),
    ("成功 胜诉 获胜 战胜 取胜 击败 晋级 夺冠", "失败 败诉 告负 落败 不敌 负于 淘汰 出局"),
    ("高于 超过 超出 多于", "低于 少于 不足"),
    ("允许 准许", "禁止 严禁"),
    ("进口", "出口"),
    ("流入", "流出"),
    ("买入", "卖出"),
    ("收入", "支出"),
    ("顺差", "逆差"),
    ("盈利", "亏损"),
    ("加入", "退出"),
    ("首次", "末次"),
    ("最高", "最低"),
    ("最大", "最小"),
    ("最多", "最少"),
    ("最早", "最晚"),
    ("以上", "以下"),
    ("之前 以前", "之后 以后"),
    ("合法", "非法 违法"),
    ("有效", "无效"),
    ("有罪", "无罪"),
    ("安全", "危险"),
):
    for _one in table(_left):
        _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | frozenset(table(_right))
    for _one in table(_right):
        _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | frozenset(table(_left))

# Times of day: each against all the others.
_HOURS = (
    "凌晨",
    "清晨 早晨 早上 一早",
    "上午",
    "中午 正午",
    "下午 午后",
    "傍晚",
    "晚上 晚间 夜间 夜里 深夜 当晚 晚",
)
for _number, _group in enumerate(_HOURS):
    for _one in table(_group):
        _OPPOSITES[_one] = frozenset(table(" ".join(g for k, g in enumerate(_HOURS) if k != _number)))
_WITH_OPPOSITE = re.compile(_choice(list(_OPPOSITES)))


def cues(text: str) -> tuple[str, ...]:
    """The negating words of `text` in order; 不断, 无人机 and their like are none."""
    if not _ANY.search(text):
        return ()
    return tuple(match["cue"] for match in _PATTERN.finditer(text) if match["cue"])


def opposites(claim: str, found: str) -> tuple[str, str] | None:
    """A word of `claim` and its contrary in `found` (增长, 下降); None when there is no such pair."""
    there = _WITH_OPPOSITE.findall(found)
    if not there:
        return None
    for word in _WITH_OPPOSITE.findall(claim):
        contrary = next((other for other in there if other in _OPPOSITES[word]), None)
        if contrary and word not in there:
            return word, contrary
    return None


def negated(text: str) -> bool:
    """Whether the end of `text` denies what follows it."""
    return bool(cues(text[-3:]))
