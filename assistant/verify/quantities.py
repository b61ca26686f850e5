"""Numbers with their units and the words that bound them, brought to one form.

`近3000万元`, `近三千万元` and `近 30,000,000 元` are the same quantity; `超过3000万元` is another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.verify.words import table

Bound = Literal["over", "under", "near"]
Fit = Literal["same", "looser", "other"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}

_OVER = "超过|超出|突破|不少于|不低于|不下|至少|最少|起码|多于|高于|大于|逾|超|上"
_UNDER = "不超过|不高于|不多于|低于|少于|小于|不足|不到|不满|未满|未达|至多|最多"
_NEAR = "将近|接近|大约|大概|约为|约合|约有|约|近"
_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(_OVER.split("|"), "over"),
    **dict.fromkeys(_UNDER.split("|"), "under"),
    **dict.fromkeys(_NEAR.split("|"), "near"),
    **dict.fromkeys(("余", "多", "以上", "及以上", "开外", "多余"), "over"),
    **dict.fromkeys(("以下", "以内", "之内", "及以下"), "under"),
    **dict.fromkeys(("左右", "上下", "前后", "许"), "near"),
}

# Surface -> (unit it is compared in, factor). Scales (万, 亿, 千, 百) belong to the number, so 千米 is 1000 米.
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("元人民币", "人民币", "元", "块钱"), ("元", 1)),
    "角": ("元", 0.1),
    **dict.fromkeys(("公里", "km"), ("米", 1000)),
    **dict.fromkeys(("米", "m"), ("米", 1)),
    **dict.fromkeys(("厘米", "cm"), ("米", 0.01)),
    **dict.fromkeys(("毫米", "mm"), ("米", 0.001)),
    **dict.fromkeys(("平方公里",), ("平方米", 1e6)),
    "平方千米": ("平方米", 1e6),
    "公顷": ("平方米", 1e4),
    **dict.fromkeys(("平方米", "平米", "㎡"), ("平方米", 1)),
    "吨": ("克", 1e6),
    **dict.fromkeys(("公斤", "kg"), ("克", 1000)),
    "斤": ("克", 500),
    **dict.fromkeys(("克", "g"), ("克", 1)),
    "毫克": ("克", 0.001),
    **dict.fromkeys(("%", "%"), ("%", 1)),
    "成": ("%", 10),
    **dict.fromkeys(("个百分点", "百分点"), ("百分点", 1)),
    **dict.fromkeys(("个月", "月"), ("月", 1)),
    **dict.fromkeys(("天", "日"), ("天", 1)),
    **dict.fromkeys(("个小时", "小时"), ("小时", 1)),
    **dict.fromkeys(("分钟",), ("分钟", 1)),
    **dict.fromkeys(("秒钟", "秒"), ("秒", 1)),
    **dict.fromkeys(("周年", "年"), ("年", 1)),
    **dict.fromkeys(("个星期", "星期", "周"), ("周", 1)),
    **dict.fromkeys(("摄氏度", "℃", "°C"), ("度", 1)),
    **dict.fromkeys(("个人", "人", "名", "位"), ("人", 1)),
    "个": ("个", 1),
    "大类": ("类", 1),
}
_OTHER_UNITS = table(
    "美元 欧元 英镑 日元 韩元 港元 港币 澳元 加元 卢布 卢比 比索 泰铢 瑞郎 新元 雷亚尔 立方米 立方 毫升 升 "
    "千瓦时 瓦时 瓦 度 海里 英里 英尺 英寸 光年 亩 ‰ 倍 番 级 分 点 时 刻 人次 人份 车次 架次 班次 世纪 年代 年级 岁 后 "
    "大 家 条 项 件 只 台 辆 座 次 届 场 种 支 艘 架 部 套 批 处 所 间 户 页 册 本 幅 张 份 篇 款 类 层 栋 幢 株 棵 "
    "头 匹 颗 枚 块 片 排 组 队 对 双 步 期 轮 章 节 句 字 声 杯 瓶 箱 包 袋 顶 门 口 顿 笔 例 宗 起 桩 趟 班 列 节 段 道 "
    "根 把 副 盏 扇 尊 则 首 集 卷 封 号 楼 室 环 线 强 省 市 县 区 镇 村 国 代 胎 桌 餐 股 朵 束 串 粒 滴 针 剂 路 "
    "赫兹 伏 帕 卡 焦 兆 字节 比特"
)
_UNITS.update({unit: (unit, 1) for unit in _OTHER_UNITS})
_COUNTERS = frozenset(
    table(
        "人 个 家 条 项 件 只 台 辆 座 次 场 种 支 艘 架 部 套 批 处 所 间 户 份 篇 款 类 栋 幢 株 棵 头 匹 颗 枚 张 幅 "
        "组 例 起 宗 笔 名 位 人次 省 市 县 区 村 镇 国 门 期 轮 届"
    )
)


def _choice(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_CN = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = (
    rf"百分之(?:\d+(?:\.\d+)?|[{_CN}点]+)"
    rf"|(?:\d+|[{_CN}]+)分之(?:\d+|[{_CN}]+)"
    r"|(?:好?几|数|成)[十百千万亿]+(?:上[百千万])?"
    r"|\d+(?:\.\d+)?(?:[余多]?(?:万亿|[十百千]?[万亿]|[千百](?!分)))?(?:\d+(?:\.\d+)?(?:[千百]?[万亿]|[千百](?!分)))*"
    rf"|[{_CN}]+(?:点[零〇一二三四五六七八九]+)?(?:[余多][十百千万亿]*)?(?:万亿|[万亿])?"
)
QUANTITY = (
    r"(?<![A-Za-z\d.](?=\d))(?:(?P<before>"
    + _choice([w for w in (_OVER + "|" + _UNDER + "|" + _NEAR).split("|") if w not in "上约近超逾"])
    + r"|逾|(?<![附最亲靠临邻新远])近|(?<![节预签相纽违公契合条履制特邀北])约|(?<![中英西赶])超|上(?=[百千万亿]))\s?)?"
    rf"(?P<ordinal>第)?(?P<number>{_NUMBER})(?![A-Za-z]{{2}}(?<!km)(?<!kg)(?<!cm)(?<!mm))"
    r"(?P<loose>[余多](?!云))?\s?"
    rf"(?P<unit>个(?P<inner>[多余半])(?:月|小时|星期)|{_choice([u for u in _UNITS if u != '人'])}|人(?![民大社事力才工员口类生物文均]))?"
    r"(?P<after>及?以上|及?以下|以内|之内|左右|上下|(?<=[年月天时里米斤岁点])多|余)?"
)
_LOOSE = re.compile("[余多]")
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)(万亿|[十百千]?[万亿]|[十千百])?")
# Words that only look like a numeral with a unit.
_IDIOMS = frozenset(
    table("十分 一起 一度 一时 一道 一路 一块 一次 一代 一线 一部 一分 一类 一点 一些 一级 千万 万一 百度")
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its comparison unit."""

    value: float | None  # None: vague (数百, 几十), compared by its own characters
    unit: str | None  # None: a bare number
    bound: Bound | None  # None: stated without a bound
    ordinal: bool
    text: str
    weak: bool = False  # the 一 of 一个, 一名: an article more than a figure

    @property
    def key(self) -> str:
        """The same string for the same number, whatever its writing."""
        if self.value is None:
            return "q~" + self.text
        return f"{'#' if self.ordinal else 'q'}{self.value:.12g}"


def numeral(text: str) -> float | None:
    """The value of a Chinese numeral; None where it is none (十四五)."""
    whole, point, fraction = text.partition("点")
    if point and fraction:
        return float(f"{int(numeral(whole) or 0)}.{''.join(str(_DIGITS[c]) for c in fraction)}")
    if all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, -1
    for c in text:
        if c in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[c]
        elif c in _PLACES:
            section += (1 if digit in (-1, 0) else digit) * _PLACES[c]
            digit = -1
        elif c in _SCALES:
            block = section + max(digit, 0) or 1
            total = (
                (total + block) * _SCALES[c]
                if c == "亿" or total < _SCALES[c]
                else total + block * _SCALES[c]
            )
            section, digit = 0, -1
        else:
            return None
    return float(total + section + max(digit, 0))


def _arabic(text: str) -> float:
    value = 0.0
    for figure, scale in _ARABIC.findall(text):
        factor = 1.0
        for c in scale:
            factor *= _SCALES.get(c) or _PLACES[c]
        value += float(figure) * factor
    return value


def _value(text: str) -> float | None:
    if text.startswith("百分之"):
        rest = text[3:]
        return _arabic(rest) if rest[0].isdigit() else numeral(rest)
    if "分之" in text:
        below, above = (_value(part) for part in text.split("分之"))
        return above / below if above is not None and below else None
    if text[0].isdigit():
        return _arabic(text)
    return None if text[0] in "好几数成" else numeral(text)


def read_quantity(match: re.Match[str]) -> Quantity | None:
    """The quantity a `QUANTITY` match stands for; None where the characters are an ordinary word."""
    number, unit = match["number"], match["unit"]
    chinese = number[0] in _CN
    surface = match.group().strip()
    if chinese and (surface in _IDIOMS or (len(number) == 1 and not unit and not match["ordinal"])):
        return None
    bare = _LOOSE.sub("", number)
    value = _value(bare)
    loose = match["loose"] or match["inner"] or (len(bare) != len(number) and "余")
    name, factor = _unit(unit.replace(match["inner"] or " ", "") if unit else None, number)
    if match["inner"] == "半" and value is not None:
        value, loose = value + 0.5, None
    words = (match["before"], match["after"], loose)
    bound = next((_BOUNDS[word] for word in words if word in _BOUNDS), None)
    if chinese and value is None and number[0] not in "好几数成":
        name, factor, bound = None, 1, None
    return Quantity(
        value=None if value is None else value * factor,
        unit=name,
        bound=bound,
        ordinal=bool(match["ordinal"]),
        text=number if value is None else surface,
        weak=chinese and number == "一" and not match["ordinal"],
    )


def _unit(unit: str | None, number: str) -> tuple[str | None, float]:
    if number.startswith("百分之"):
        return "%", 1
    return _UNITS[unit] if unit else (None, 1)


def with_unit_of(first: Quantity, second: Quantity, text: str) -> Quantity:
    """The bare `first` of a range such as 3至5万元, given the unit and the scale of `second`."""
    if first.value is None or second.value is None:
        return first
    name, factor = second.unit, 1.0
    written = _ARABIC.search(text)
    if written and float(written[1]) and not re.search("[万亿千百]", first.text):
        factor = second.value / float(written[1])
    value = first.value * factor if factor > 1 and first.value < second.value else first.value
    return replace(first, value=value, unit=name)


def fit(claim: Quantity, found: Quantity) -> Fit:
    """`same`; `looser` where only the bound (近, 超过, 余) or the measure word differs; `other`."""
    if claim.key != found.key or not same_unit(claim.unit, found.unit):
        return "other"
    if claim.bound == found.bound:
        return "looser" if found.unit == "个" != claim.unit else "same"
    if claim.bound and found.bound:
        return "other" if "over" in (claim.bound, found.bound) else "looser"
    return "looser"


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may stand for each other: equal, or measure words one of which is 个 or left out."""
    if one == other:
        return True
    if one is None or other is None:
        return (one or other) in _COUNTERS
    return "个" in (one, other) and one in _COUNTERS and other in _COUNTERS
