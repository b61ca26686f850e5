"""Damage for `bench_gate`: one thing in a true sentence made wrong, seeded, blind to how the gate reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import rjieba

_NUMBER = re.compile(r"(?<![\d.A-Za-z第])\d+(?:\.\d+)?(?![\d.]|[年月日时号点:：A-Za-z-])")
_CHINESE = re.compile(r"([一二两三四五六七八九])(?=[名位家个条项件座场辆人天年][^\d])")
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年(?:\d{1,2}月)?|\d{1,2}月|(?<!\d)\d{1,2}日|[昨今明][日天年]|去年"
)
_PERSON = re.compile(
    r"(?:^|[，。、：“”\s）)]|记者|主任|主席|书记|局长|教授|市民|医生|总统|总理|经理|董事长|院长|部长|会长|先生|代表)"
    r"([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹章苏潘葛范彭鲁韦马方俞任袁柳史唐费薛雷贺倪汤罗郝安常傅齐康余顾孟黄"
    r"萧尹姚邵汪毛戴宋庞熊纪项祝董梁杜阮季贾江郭梅林徐邱高夏蔡田樊胡霍万卢莫房丁邓洪石崔龚程邢陆翁段侯武刘龙叶黎白赖乔谭申冉牛边温庄柴"
    r"阎易廖耿欧沙聂曾关肖][\u4e00-\u9fff]{1,2}?)"
    r"(?=表示|说|介绍|指出|认为|告诉|强调|称|[，、（(]|在|出席|向|对|透露|坦言)"
)
_PLACE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|"
    "青海|宁夏|新疆|内蒙古|香港|澳门|台湾|成都|深圳|广州|杭州|南京|武汉|西安|郑州|长沙|青岛|厦门|福州|济南|沈阳|大连|哈尔滨|长春|昆明|贵阳|南宁|"
    "太原|石家庄|合肥|南昌|苏州|无锡|宁波|温州|珠海|佛山|东莞|三亚|海口|兰州|西宁|银川|乌鲁木齐|拉萨|呼和浩特|美国|日本|韩国|英国|法国|德国|俄罗斯|"
    "印度|巴西|加拿大|澳大利亚|意大利|西班牙|泰国|越南|菲律宾|马来西亚|新加坡|印度尼西亚|乌克兰|以色列|伊朗|南非|埃及"
)
_BODY = re.compile(
    rf"(?:{_PLACE.pattern}|全国|国家|[\u4e00-\u9fff]{{2}}[省市县区])[\u4e00-\u9fff]{{0,8}}?(?:公司|集团|大学|学院|医院|法院|检察院|研究院|研究所|委员会|"
    r"工会|协会|学会|联合会|公安局|教育局|卫健委|气象局|气象台|管理局|政府|俱乐部|人社局)|(?:财政|商务|交通运输|公安|外交|教育)部|商务厅|消防救援支队"
)
_UNITS = (
    ("万元", "亿元"), ("亿元", "万元"), ("万人", "亿人"), ("万", "亿"), ("亿", "万"), ("美元", "欧元"), ("元", "美元"), ("公里", "米"),
    ("平方米", "平方公里"), ("米", "公里"), ("吨", "公斤"), ("公斤", "吨"), ("小时", "分钟"), ("分钟", "小时"), ("个月", "天"), ("天", "个月"),
    ("%", "倍"), ("百分点", "倍"), ("℃", "%"), ("岁", "个月"), ("人", "家"), ("名", "家"), ("家", "名"), ("倍", "%"), ("届", "年"),
)  # fmt: skip
_INVENTED = (
    "相关经验随后在全国推广", "引起了国际媒体的高度评价", "并为此投入专项资金两亿元", "多名责任人已被免职", "市民对此普遍表示不满",
    "这是近十年来规模最大的一次", "预计将带动上千人就业", "有关部门已介入调查", "并获得联合国颁发的奖项", "参与者还领取了纪念邮票",
    "当地股市应声下跌", "该方案由德国专家设计", "活动门票当天即告售罄", "为此专门修建了一座体育馆", "其妻子也到场陪同",
)  # fmt: skip
_NO_END = "也则还就将都又曾已均便并在和与同等地的了是为不再说着某"
DIGITS = "一二三四五六七八九"
_VERB = re.compile(
    r"(?<!不)(?=表示|出席|参加|完成|获得|发现|举行|召开|同意|支持|增长|开展|实现|发布|启动|达到|提供|建设|接受|通过|超过|存在|影响|出现|进入|成为|是(?!否)|"
    r"会(?!议|员|长)|能(?!源|力|够)|可以|属于|符合)"
)
Damage = Callable[[str, str, Random], str | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, the text it cites, the kind of edit, and the article's date ("" when unknown)."""

    kind: str
    sentence: str
    passage: str
    issued: str


def replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _one(pattern: re.Pattern[str], text: str, rng: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return rng.choice(found) if found else None


def figure(sentence: str, _passage: str, rng: Random) -> str | None:
    """Another number: one digit changed, or a fifth more or less, or a Chinese numeral."""
    match = _one(_CHINESE if rng.random() < 0.2 else _NUMBER, sentence, rng)
    if not match:
        return None
    old = match.group()
    if old[0] in DIGITS + "两":
        return replaced(sentence, match, rng.choice([c for c in "三四五六七八九" if c != old]))
    at = rng.choice([i for i, c in enumerate(old) if c.isdigit()])
    digit = rng.choice([c for c in "123456789" if c != old[at]])
    return replaced(sentence, match, old[:at] + digit + old[at + 1 :])


def unit(sentence: str, _passage: str, rng: Random) -> str | None:
    """Another unit behind a number."""
    options: list[str] = []
    for old, new in _UNITS:
        found = re.finditer(rf"(?<=\d){old}|(?<=\d[万亿]){old}", sentence)
        options.extend(replaced(sentence, match, new) for match in found)
    return rng.choice(options) if options else None


def date(sentence: str, _passage: str, rng: Random) -> str | None:
    """Another year, month or day, or another relative day."""
    match = _one(_DATE, sentence, rng)
    if not match:
        return None
    old = match.group()
    if old[0] in "昨今明去":
        others = [w for w in (("昨", "今", "明") if old[-1] != "年" else ("去", "今", "明")) if w != old[0]]
        return replaced(sentence, match, rng.choice(others) + old[1:])
    part = rng.choice(list(re.finditer(r"\d+", old)))
    value, top = int(part.group()), {"年": 2035, "月": 12, "日": 28}[old[part.end()]]
    low = 1900 if top == 2035 else 1
    new = rng.choice(
        [v for v in range(low, top + 1) if v != value and (abs(v - value) < 8 or not low <= value <= top)]
    )
    return replaced(sentence, match, old[: part.start()] + str(new) + old[part.end() :])


def people(text: str) -> list[str]:
    """The persons named beside a title or a verb of saying, dictionary words left out."""
    return sorted(
        {found for found in _PERSON.findall(text) if not rjieba.has_word(found) and found[-1] not in _NO_END}
    )


def name(sentence: str, passage: str, rng: Random) -> str | None:
    """A person of the sentence replaced by another of the passage."""
    everyone = people(passage)
    here = [p for p in everyone if p in sentence]
    if not here:
        return None
    old = rng.choice(here)
    others = [p for p in everyone if p not in sentence and old not in p and p not in old]
    return sentence.replace(old, rng.choice(others)) if others else None


def place(sentence: str, passage: str, rng: Random) -> str | None:
    """A place replaced by another, of the passage where there is one."""
    match = _one(_PLACE, sentence, rng)
    if not match:
        return None
    near = sorted({m for m in _PLACE.findall(passage) if m not in sentence})
    others = (
        near if near and rng.random() < 0.5 else [w for w in _PLACE.pattern.split("|") if w not in sentence]
    )
    return replaced(sentence, match, rng.choice(others))


def negation(sentence: str, _passage: str, rng: Random) -> str | None:
    """A negation put in before a verb, or one taken out."""
    gone = _one(
        re.compile(
            r"没有(?=[\u4e00-\u9fff]{2})|尚未|并未|(?<=[\u4e00-\u9fff])未(?![来成知])|不(?=[会能得是予再愿想同])"
        ),
        sentence,
        rng,
    )
    if gone and rng.random() < 0.7:
        return replaced(sentence, gone, "")
    starts = {start for _, start, _ in rjieba.tokenize(sentence)}
    verbs = [m for m in _VERB.finditer(sentence) if m.start() in starts and m.start() > 0]
    if not verbs:
        return None
    verb = rng.choice(verbs)
    following = sentence[verb.end() : verb.end() + 2]
    word = (
        "不"
        if following[:1] in ("是", "会", "能") or following in ("可以", "同意", "支持", "符合")
        else rng.choice(["没有", "未", "并未"])
    )
    return replaced(sentence, verb, word)


def subject(sentence: str, passage: str, rng: Random) -> str | None:
    """Who says or does it, replaced by another person or body of the passage."""
    actors = sorted({*people(passage), *_BODY.findall(passage)})
    head = sentence[: max(sentence.find("，"), 0) or len(sentence)]
    here = [a for a in actors if a in head]
    others = [a for a in actors if a not in sentence]
    if not here or not others:
        return None
    old = max(here, key=len)
    new = rng.choice(others)
    return sentence.replace(old, new, 1) if old not in new and new not in old else None


def added_clause(sentence: str, passage: str, rng: Random, *, foreign: Sequence[str]) -> str | None:
    """A clause the passage does not have, invented or from another article, at the end or in the middle."""
    clause = rng.choice(_INVENTED) if rng.random() < 0.5 else rng.choice(foreign)
    if clause in passage:
        return None
    body = sentence.rstrip("。！？”")
    commas = [m.start() for m in re.finditer("，", body)]
    at = rng.choice(commas) if commas and rng.random() < 0.4 else len(body)
    return body[:at] + "，" + clause + body[at:] + sentence[len(body) :]


DAMAGES: dict[str, Damage] = {
    "figure": figure, "unit": unit, "date": date, "name": name, "place": place, "negation": negation, "subject": subject,
}  # fmt: skip
