"""A second check of scripts, which knows nothing of the program's gate: what stands in them and in no claim.

Figures by their digits, Chinese numerals with a measure word, days, places by their endings, names behind titles,
promises. What is found must stand letter by letter in the claims or name a source.
"""

from __future__ import annotations

import re

from assistant.explain_records import Claim, Script

TOPICS = (
    "河阳“骑士安”保障计划",
    "陕西12351热线",
    "虚拟主播豫小宣",
    "宛丘零工市场",
    "平阳24小时工会驿站",
    "河阳12351热线",
    "郢州欠薪速办",
    "河阳送清凉活动",
    "营丘求学圆梦助学",
    "抚河司机之家",
    "河阳焊接技能大赛",
    "寿春夜间法律咨询台",
)
AUDIENCES = ("riders", "young", "migrant")

_DIGITS = re.compile(r"\d+(?:[.:]\d+)?")
_NUMERAL = re.compile(
    r"[零两二三四五六七八九十百千万亿半]+(?:成|倍|元|人|名|家|个|条|件|次|种|天|年|月|日|小时|岁|%|分之)"
)
_DAY = re.compile(r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|[去今明前后]年|昨天|明天|下周|月底|年底|季度")
_PLACE = re.compile(r"[一-鿿]{2}(?:省|市|县|区|镇|(?<!老)乡|村|路|街)(?![场民区内里上下])")
_TITLED = re.compile(r"(?:主席|部长|主任|科长|主管|代表|记者)([一-鿿]{2,3}?)(?=说|介绍|提醒|，|。)")
_PROMISE = re.compile("保证|一定|承诺|放心|免费|都能领|马上|全额|终身")
_QUOTED = re.compile(r"“([^”]{2,12})”")


def foreign(script: Script) -> list[str]:
    """What the lines have and neither the claims nor the names of their sources: “words in line” for each."""
    claims = "\n".join(claim.text for claim in script.claims)
    named = "\n".join(
        f"《{cited.publication}》{cited.issued.year}年{cited.issued.month}月{cited.issued.day}日第{cited.page}版 {cited.headline}"
        for cited in script.citations
        if cited.issued
    )
    known = re.sub(r"\s", "", f"{claims}\n{named}")
    found = []
    for line in script.lines:
        for pattern in (_DIGITS, _NUMERAL, _DAY, _PLACE, _TITLED, _PROMISE):
            for match in pattern.finditer(line.text):
                words = match[1] if match.re is _TITLED else match[0]
                cut = pattern is _DIGITS and not re.search(rf"(?<![\d.]){re.escape(words)}(?![\d.])", known)
                if words not in known or cut:
                    found.append(f"{words} in {line.text}")
    return found


def told_whole(claim: Claim, script: Script) -> bool:
    """Whether every run of digits and every name in quotation marks of a claim is said on its lines."""
    said = "".join(line.text for line in script.lines if claim.number in line.claims and line.part == "body")
    parts = [*_DIGITS.findall(claim.text), *_QUOTED.findall(claim.text)]
    return bool(said) and all(part in said for part in parts)
