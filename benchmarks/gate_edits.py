"""True sentences for `bench_gate` in light edits that leave their meaning alone."""

from __future__ import annotations

import re
from random import Random

from benchmarks.gate_damage import DIGITS, Damage, replaced


def dropped_clause(sentence: str, _passage: str, rng: Random) -> str | None:
    """True: one clause of three or more left out."""
    clauses = sentence.rstrip("。").split("，")
    if len(clauses) < 3 or "“" in sentence:
        return None
    clauses.pop(rng.randrange(1, len(clauses)))
    return "，".join(clauses) + "。"


def moved_date(sentence: str, _passage: str, _rng: Random) -> str | None:
    """True: the opening date put behind the first clause's first comma."""
    match = re.match(r"((?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:，|上午，|下午，|晚，)([^，。]{4,20})，", sentence)
    if not match:
        return None
    return f"{match[2]}，{match[1]}，{sentence[match.end() :]}"


def _chinese(value: int) -> str:
    if value < 10:
        return "零" + DIGITS if value == 0 else DIGITS[value - 1]
    tens, ones = divmod(value, 10)
    return ("" if tens == 1 else DIGITS[tens - 1]) + "十" + (DIGITS[ones - 1] if ones else "")


def rewritten_number(sentence: str, _passage: str, rng: Random) -> str | None:
    """True: the same number in another writing."""
    options: list[str] = []
    for match in re.finditer(
        r"(?<![\d.A-Za-z])(\d+(?:\.\d+)?)(万|亿|%|％)?(?=[元人名家个吨公项条美，。多余])", sentence
    ):
        number, scale = match.groups()
        if scale == "万" and "." not in number:
            options.append(replaced(sentence, match, f"{int(number) * 10000:,}"))
        elif scale in ("%", "％"):
            options.append(replaced(sentence, match, "百分之" + number))
        elif not scale and "." not in number and len(number) > 3:
            options.append(replaced(sentence, match, f"{int(number):,}"))
        elif not scale and "." not in number and 2 < int(number) < 100:
            options.append(replaced(sentence, match, _chinese(int(number))))
    digits = str.maketrans("0123456789", "０１２３４５６７８９")
    if re.search(r"\d", sentence):
        options.append(sentence.translate(digits))
        options.append(re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", sentence))
    return rng.choice(options) if options else None


_FORMS = (
    ("国家发展和改革委员会", "国家发展改革委"), ("国家发展改革委", "国家发改委"), ("有限责任公司", "公司"), ("股份有限公司", "公司"),
    ("中国共产党", "中共"), ("委员会", "委"), ("人民政府", "政府"), ("中华人民共和国", "中国"), ("北京市", "北京"), ("上海市", "上海"),
    ("四川省", "四川"), ("广东省", "广东"), ("浙江省", "浙江"), ("江苏省", "江苏"), ("山东省", "山东"), ("河南省", "河南"), ("人民检察院", "检察院"),
    ("人民法院", "法院"), ("重庆市", "重庆"), ("天津市", "天津"), ("湖北省", "湖北"), ("湖南省", "湖南"), ("福建省", "福建"),
)  # fmt: skip


def short_form(sentence: str, _passage: str, rng: Random) -> str | None:
    """True: a body or a place in its short form, titles and quotations left alone."""
    options: list[str] = []
    for full, short in _FORMS:
        at = sentence.find(full)
        if at >= 0 and not re.search(r"[《“][^》”]*$", sentence[:at]):
            options.append(sentence[:at] + short + sentence[at + len(full) :])
    return rng.choice(options) if options else None


def lead_in(sentence: str, _passage: str, rng: Random) -> str | None:
    """True: the words an answer opens with."""
    return (
        rng.choice(["据报道，", "根据报道，", "据了解，", "报道称，", "此外，", "同时，", "资料显示，"])
        + sentence
    )


EDITS: dict[str, Damage] = {
    "dropped clause": dropped_clause, "moved date": moved_date, "rewritten number": rewritten_number, "short form": short_form,
    "lead-in": lead_in,
}  # fmt: skip
