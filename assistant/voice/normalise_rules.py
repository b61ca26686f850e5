"""What numbers stand for in newspaper text, and how each kind is said: one rule a kind, in the order they apply. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.voice.normalise_numbers import MEASURES, cardinal, digits, quantity

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_TO = "[-—–~～－至到]+"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_NUMBER = r"\d+(?:\.\d+)?"
_CJK = "一-龥"
# Written after a number without being a Chinese word.
UNITS = {
    "km/h": "公里每小时", "kW·h": "千瓦时", "kWh": "千瓦时", "km²": "平方公里", "km2": "平方公里", "m²": "平方米",
    "m2": "平方米", "㎡": "平方米", "m³": "立方米", "m3": "立方米", "㎞": "公里", "㎏": "公斤", "km": "公里", "kg": "公斤",
    "cm": "厘米", "mm": "毫米", "mL": "毫升", "ml": "毫升", "kW": "千瓦", "MW": "兆瓦", "℃": "摄氏度", "°C": "摄氏度",
    "°": "度", "min": "分钟", "h": "小时", "g": "克", "m": "米", "t": "吨", "L": "升", "W": "瓦", "V": "伏",
}  # fmt: skip
_CURRENCIES = {"￥": "元", "¥": "元", "$": "美元", "＄": "美元", "€": "欧元", "£": "英镑"}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_CALLED = "热线|电话|专线|服务|平台|客服|报警|急救|便民|短信|咨询|维权|总机|投诉|举报"
_CALLING = "拨打|拨通|致电|来电|拨|打通|电话|热线|号码|专线|传真|客服|联系|咨询"
_COUNTED = f"(?![{MEASURES}万亿千百十多余%％.\\d])"


def _years(match: re.Match[str]) -> str:
    return f"{digits(match[1])}至{digits(match[2])}"


def _date(match: re.Match[str]) -> str:
    day = f"{cardinal(match[3])}日" if match[3] else ""
    return f"{digits(match[1])}年{cardinal(match[2])}月{day}"


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = match[1], match[2], match[3]
    said = f"{quantity(hour, '点')}点"
    if minute != "00" or second:
        said += ("零" if minute.startswith("0") and minute != "00" else "") + f"{cardinal(minute)}分"
    return said + (f"{cardinal(second)}秒" if second else "")


def _anniversary(match: re.Match[str]) -> str:
    month, day = (match[1], match[2]) if match[1] else (match[3], match[4])
    return cardinal(month) + (digits(day, one="幺") if len(day) == 2 else digits(day))


def _percent(match: re.Match[str]) -> str:
    return f"{'负' if match[1] else ''}{_share(match[3])}{quantity(match[2]) if float(match[2]) != 100 else '百'}"


def _percents(match: re.Match[str]) -> str:
    share = _share(match[3])
    return f"{share}{quantity(match[1])}至{share}{quantity(match[2])}"


def _share(sign: str) -> str:
    return "千分之" if sign == "‰" else "百分之"


def _money(match: re.Match[str]) -> str:
    currency = _CURRENCIES[match[1]]
    scale, named = match[3] or "", match[4] or ""
    return f"{quantity(match[2], scale or currency)}{scale}{named or currency}"


def _unit(match: re.Match[str]) -> str:
    unit = UNITS[match[3]]
    sign = "零下" if match[1] and unit == "摄氏度" else "负" if match[1] else ""
    return f"{sign}{quantity(match[2], unit)}{unit}"


def _model(match: re.Match[str]) -> str:
    letters, number = match[1], match[2]
    one_by_one = len(number) > 2 or number.startswith("0")
    return f"{letters} {digits(number, one='幺') if one_by_one else cardinal(number)}"


def _telephone(match: re.Match[str]) -> str:
    return digits(match[0], one="幺")


def _one_by_one(match: re.Match[str]) -> str:
    return match[1] + digits(match[2], one="幺")


def _called(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"\d+", _telephone, match[2]).replace("-", "")


def _range(match: re.Match[str]) -> str:
    following = match.string[match.end() : match.end() + 4]
    return f"{quantity(match[1], following)}至{quantity(match[2], following)}"


def _plain(match: re.Match[str]) -> str:
    return quantity(match[0], match.string[match.end() : match.end() + 4])


def _rule(pattern: str, say: Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), say


# Earlier rules leave no digits behind for later ones.
RULES: tuple[Rule, ...] = (
    _rule(r"(?<![\d.])(\d{1,3}(?:,\d{3})+)(?!\d)", lambda found: found[1].replace(",", "")),
    # document numbers, then dates and years
    _rule(rf"〔({_YEAR})〕(?=\d)", lambda found: f"{digits(found[1])}，"),
    _rule(rf"[〔(（]({_YEAR})[〕)）]", lambda found: f"，{digits(found[1])}，"),
    _rule(rf"(?<!\d)({_YEAR})年?{_TO}({_YEAR})(?![\d.元人名个件万亿])", _years),
    _rule(r"(?<=[日月元人名年岁℃个米点分时])(?:[-–~～－]|—(?!—))(?=\d)|(?<=\d[:：]\d\d)[-—–~～－]+(?=\d{1,2}[:：]\d\d)",
          lambda _found: "至"),
    _rule(rf"(?<![\d.])({_YEAR})([-./])(?:0?)(\d{{1,2}})\2(?:0?)(\d{{1,2}})(?![\d.])",
          lambda found: f"{digits(found[1])}年{cardinal(found[3])}月{cardinal(found[4])}日"),
    _rule(r"(?<!\d)(\d{4}|\d{2}(?=年\d{1,2}月))年(\d{1,2})月(?:(\d{1,2})日)?", _date),
    _rule(rf"(?<![\d.])({_YEAR})(?=年(?!历史|来|前|多)|春|夏|秋|冬|届|级|学年|财年|上半|下半|全年)", lambda found: digits(found[1])),
    _rule(r"(?<![\d.])([01256789][05])(?=后(?:[”、，。职青工党员骑一的]|$))", lambda found: digits(found[0])),
    _rule(r"(?<=[“\"])(\d{1,2})[·.](\d{1,2})(?=[”\"])|(?<![\d.])(\d{1,2})·(\d{1,2})(?![\d.])",
          _anniversary),
    # numbers that are called
    _rule(r"(?<!\d)1[3-9]\d{9}(?!\d)|[(（]0\d{2,3}[)）]\s?\d{7,8}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|(?<!\d)[48]00-?\d{3,4}-?\d{3,4}(?!\d)", _telephone),
    _rule(rf"((?:{_CALLING})[”：:为是]{{0,2}})(\d{{3,12}}(?:[-、和或及]\d{{3,12}})*){_COUNTED}(?!\.)", _called),
    _rule(rf"(?<![\d.])(?:955\d{{2}}|123\d{{2}}|9[56]\d{{3,4}}|1[012]\d){_COUNTED}(?=、|”|和|等?(?:{_CALLED}))", _telephone),
    _rule(rf"(?<![\d.])(?:955\d{{2}}|12[123]\d{{2}}|100\d{{2}}|963\d{{2}}){_COUNTED}(?!\.)", _telephone),
    _rule(r"((?:编号|证号|工号|邮编|账号|密码|验证码|代码|微信|QQ|号码)[：:为是]{0,2})(\d{2,20})(?![.年月日])", _one_by_one),
    _rule(rf"(?<![\d.])(\d{{9,}}){_COUNTED}", _telephone),
    _rule(r"(?<![\d.])\d{3,4}(?=室|房间|号房|国道|省道|路公交)", _telephone),
    # times of day, scores, ratios
    _rule(r"(?<![\d:：])([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:：])", _clock),
    _rule(r"((?:比分|以|战胜|击败|战平)\D{0,3})(\d{1,3})[-—–:：](\d{1,3})(?![\d.])",
          lambda found: f"{found[1]}{cardinal(found[2])}比{cardinal(found[3])}"),
    _rule(rf"(?<![\d.])({_NUMBER})[:：]({_NUMBER})(?![\d:：])", lambda found: f"{quantity(found[1])}比{quantity(found[2])}"),
    _rule(r"(?<![\d.A-Za-z])(0\d{1,5})(?![\d.:：%])", _telephone),
    # shares, money, units
    _rule(rf"(?<![\d.])({_NUMBER})[%％‰]?{_TO}({_NUMBER})([%％‰])", _percents),
    _rule(rf"((?<![\d%])[-−])?({_NUMBER})([%％‰])", _percent),
    _rule(rf"([￥¥$＄€£])\s?({_NUMBER})([千百]?[万亿]?)(美元|人民币|元)?", _money),
    _rule(rf"(?<![\d.])({_NUMBER}){_TO}({_NUMBER})({_UNIT})(?![A-Za-z])",
          lambda found: f"{quantity(found[1], UNITS[found[3]])}至{quantity(found[2], UNITS[found[3]])}{UNITS[found[3]]}"),
    _rule(rf"((?<![\d{_CJK}])[-−]|(?<=[为是达至到])[-−])?({_NUMBER})({_UNIT})(?![A-Za-z])", _unit),
    _rule(r"(?<![\d./])(\d{1,3})/(\d{1,4})(?![\d./])", lambda found: f"{cardinal(found[2])}分之{cardinal(found[1])}"),
    # letters with numbers, sums
    _rule(r"([A-Za-z])-?(\d+)(?![.\d])", _model),
    _rule(r"(?<![\d.])(\d{1,2})(?=[A-Za-z])", lambda found: digits(found[1])),
    _rule(rf"({_NUMBER})[×xX*]({_NUMBER})", lambda found: f"{quantity(found[1])}乘{quantity(found[2])}"),
    _rule(rf"({_NUMBER})\+(?={_NUMBER})", lambda found: f"{quantity(found[1])}加"),
    _rule(rf"(?<![\d.])({_NUMBER}){_TO}({_NUMBER})(?![\d.])", _range),
    _rule(rf"(?<=[为是达约于至])[-−](?={_NUMBER})", lambda _found: "负"),
    _rule(rf"(?<=[{_CJK}])-(?=\d)", lambda _found: ""),
    _rule(r"No\.\s?(?=\d)|№\s?(?=\d)", lambda _found: "第"),
    _rule(r"第(\d+)", lambda found: f"第{cardinal(found[1])}"),
    _rule(r"\d+(?:\.\d+){2,}", lambda found: "点".join(cardinal(part) for part in found[0].split("."))),
    _rule(_NUMBER, _plain),
)  # fmt: skip
