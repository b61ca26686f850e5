"""Which type of answer a question asks for, and whether a text holds one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Asked = Literal["phone", "money", "share", "amount", "when", "who", "name", "place", "material"]

_COUNTED = "个名家人条种项次场位届件天期年月日岁辆台套吨亩座所户批分秒级小时公里平米克倍字元块"
_ASKS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "phone",
        re.compile(
            r"电话(?:号码)?(?:是|为)?(?:多少|几|什么)|号码是|[打拨找]哪个?[号里]|哪个号|几号线?电话|热线(?:号码)?是(?:多少|几)"
        ),
    ),
    (
        "money",
        re.compile(
            r"多少[钱元]|几[多]?[元块]钱?|[钱费金资贴款补薪奖赔]{1,2}[^，,？?]{0,8}(?:多少|多高)|花多少|挣多少"
            r"|多少.{0,3}[万亿]?[元]|[补奖赔罚垫领贴][^，,？?]{0,2}多少"
        ),
    ),
    ("share", re.compile(r"百分之|比例|几成|占比|[^，,]{1,4}率[^，,]{0,4}(?:多少|多高|几)")),
    (
        "when",
        re.compile(
            r"什么时[候间刻]|何时|哪[一]?[天年月日]|哪个(?:月|季度|年份|时间)|几月|几[点时]|几号|几日|星期几|周几|礼拜几|什么日子|多会儿"
        ),
    ),
    ("amount", re.compile(rf"多少|几[{_COUNTED}]|多[大长高远重久快]|几分钟|第几|数量|人数")),
    ("who", re.compile(r"谁|哪[一]?[位名]|哪些人|什么人|哪个人|姓名")),
    ("name", re.compile(r"叫什么|什么名|名字|名称|哪[几两三四五]?[个家所支部座款档种]|哪一")),
    (
        "place",
        re.compile(r"哪里|哪儿|在哪|何处|什么地方|哪些地方|哪个(?:省|市|区|县|地|国家|城市|街道|镇|乡|村)"),
    ),
    ("material", re.compile(r"什么材料|哪些材料|什么证件|哪些证件|什么手续|哪些手续")),
)

# Where something is done on the net.
_ONLINE = r"网站|网址|官网|公众号|小程序|客户端|(?<![a-z])app(?![a-z])|登[录陆]|www\.|https?:"
_DIGITS = r"[\d零〇一二两三四五六七八九十百千万亿]"
_ANSWERS: dict[Asked, re.Pattern[str]] = {
    "phone": re.compile(
        r"\(?\d{3,4}\)?[- ]?\d{7,8}|(?<!\d)\d{5,8}(?![\d.]|元|万|亿|[名人吨])|(?<!\d)1\d{10}(?!\d)"
    ),
    "money": re.compile(
        rf"{_DIGITS}[\d.]*[余多]?[万亿千百]*[余多]?(?:元|美元|欧元|日元|英镑|块|港币)|免费|全免"
    ),
    "share": re.compile(rf"\d[\d.]*[%％‰]|百分之|百分点|{_DIGITS}成"),
    "when": re.compile(
        rf"{_DIGITS}{{1,4}}\s*[年月日号点时]|\d{{1,2}}:\d\d|[一二三四五六七八九十]+[月日]|周[一二三四五六日天]|星期"
        rf"|每[天日周月年]|[今去前明当昨][年天日晚]|[早晚]上|上午|下午|凌晨|中旬|上旬|下旬|[春夏秋冬][天季]|节|{_DIGITS}小时"
    ),
    "amount": re.compile(rf"\d|{_DIGITS}+[余多]?[{_COUNTED}]|半"),
    "who": re.compile(
        r"[一-鿿·]{2,12}(?:说|介绍|表示|告诉|担任|指出|强调|认为|宣布|透露|称|获|与|等|率|和|、)|[主席长员师人生委者家手]"
    ),
    "name": re.compile(
        r"[《“「『\"]|公司|集团|工会|单位|学[院校]|大学|中心|局|部|协会|银行|机构|委|厂|社|队|平台"
        rf"|{_ONLINE}"
    ),
    "place": re.compile(rf"[省市区县州镇乡村路街国岛湾港]|[一-鿿]{{2}}(?:厅|馆|站|中心|园|院|地)|{_ONLINE}"),
    "material": re.compile(r"材料|合同|证|单|表|照片|记录|复印件|信息"),
}


# Whole figures, where `_ANSWERS` only tells that there is one.
_FIGURES: dict[Asked, re.Pattern[str]] = {
    **{kind: _ANSWERS[kind] for kind in ("phone", "money", "share")},
    "amount": re.compile(rf"\d[\d.]*[余多]?[百千万亿]*|{_DIGITS}+[余多]?[{_COUNTED}]"),
}


def asked(text: str) -> tuple[Asked, ...]:
    """Types of answer the text asks for, most telling first; () where it is open."""
    found = [kind for kind, pattern in _ASKS if pattern.search(text)]
    if "amount" in found and len(found) > 1 and found[0] in ("phone", "money", "share"):
        found.remove("amount")
    return tuple(found)


def answers(kind: Asked, text: str) -> bool:
    """Whether the text holds something of the type asked for."""
    return _ANSWERS[kind].search(text) is not None


_SEVERAL = re.compile(
    r"哪些|哪几|哪[两二三四五六七八九十]|[是有]什么|包括|分别|各[是有]|什么(?:措施|内容|要求)"
)


def holding(text: str, kinds: Sequence[Asked]) -> re.Pattern[str] | None:
    """The figures that answer the text, as `sought` fixes them or else by the most telling of its types; None: it asks
    for no figure."""
    return sought(text) or (_FIGURES.get(kinds[0]) if kinds else None)


def asks_several(text: str) -> bool:
    """Whether the text may ask for several things at once: an enumeration may answer it."""
    return _SEVERAL.search(text) is not None


_OUTCOME = re.compile(
    r"最后|后来|最终|终于|结果(?:如何|怎)|结局|怎[么样][^,?]{1,10}(?:回来|解决|处理|办成|了结|到手)的?[?]?$"
)


def asks_outcome(text: str) -> bool:
    """Whether the text asks how a matter went on or ended."""
    return "怎" in text and _OUTCOME.search(text) is not None


_COUNT = re.compile(
    r"(?:多少|几)(?:多)?(人次|个工作日|个人|平方米|平方公里|公里|分钟|小时|个月|个百分点|美元|欧元|万元|亿元|种|[名家条通项场次位届件天期年岁辆台套吨亩座所户批级度元块人个只头艘架支本份])"
)
_SAME_MEASURE = {
    "人": "[名人位]",
    "个人": "个?[名人位]",
    "名": "[名人位]",
    "家": "[家个]",
    "块": "元",
    "度": "[度元]",
}
_NUMERAL = r"[\d零〇一二两三四五六七八九十百千万亿]"
_POINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"哪一?年|哪个年份|几几年"), r"(?:19|20)\d\d年|[今去前当明]年"),
    (re.compile(r"哪一?天|几号|哪一?日|什么日子|日期"), r"\d{1,2}[日号]|[今昨当明]天|[今昨当]日"),
    (re.compile(r"几月|哪个?月"), r"\d{1,2}月|[一二三四五六七八九十]+月"),
    (re.compile(r"几点|几时"), r"\d{1,2}[点时]|\d{1,2}:\d\d"),
    (re.compile(r"星期几|周几|礼拜几"), r"(?:周|星期|礼拜)[一二三四五六日天]"),
    (
        re.compile(r"多久|多长时间"),
        rf"{_NUMERAL}+[余多]?(?:个?[年月日天]|周|小时|分钟|秒|个月)|每[天日周月年]",
    ),
    (re.compile(r"多大年[纪龄]|几岁"), r"\d+岁"),
)


def sought(text: str) -> re.Pattern[str] | None:
    """The form the answer must have where the question fixes it: a figure with the measure asked for (几家,
    多少人次), a day, a year, a weekday; None: the question leaves the form open."""
    forms = [answer for question, answer in _POINTS if question.search(text)]
    forms += [
        rf"(?!一[家个名人位条])(?<![{'每' if match[1] == '个工作日' else '第每'}]){_NUMERAL}[\d.]*[余多]?[十百千万亿]*[余多]?{_SAME_MEASURE.get(match[1], match[1])}"
        for match in _COUNT.finditer(text)
    ]
    return re.compile("|".join(forms)) if forms else None
