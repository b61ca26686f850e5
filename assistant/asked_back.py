"""Clauses of a newspaper turned into the questions they answer, where these read as a person would ask. Pure.

Five turns of speech, each with a subject that is a plain noun phrase; what fits none makes no question. Better none
than a clumsy one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify.places import PLACES
from assistant.verify.tokens import fold as folded
from assistant.verify.tokens import tokenise
from assistant.verify.words import table
from vectorstore.tokens import tagged

_LONGEST_SUBJECT = 18
_LONGEST_THING = 8
_UNIT = (
    "人次|平方米|公里|小时|分钟|个月|个百分点|元|人|名|家|个|条|件|场|次|种|项|门|期|批|台|辆|座|处|张|份|天"
)
_NUMBER = r"(?:约|近|超过?|逾|突破|共)?\d[\d.]*(?:万亿|[万亿千百])?[余多]?"
_FIGURE = re.compile(rf"{_NUMBER}(?P<unit>{_UNIT}|%)")
_DAY = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?"
_MEASURE = r"(?:率|费用?|人数|金额|总额|数量|总量|面积|标准|补贴|补助|津贴|保费|奖金|价格|工资|月薪|收入|岗位数|会员数|平均年龄|时长)"
# 每家驿站的改造费用为3.5万元
_IS = re.compile(rf"^(?P<subject>[^\d]{{2,20}}?{_MEASURE})(?:是|为|达到?|约为?|超过)$")
# 深圳市总工会去年新增21个驿站, 郢州追回工资2068万元: any verb of two characters but those that tell no deed.
_NO_DEED = frozenset(
    table(
        "包括 超过 达到 成为 需要 可能 应该 希望 认为 表示 相当 低于 高于 大于 小于 不到 不足 接近 等于 属于 来自 位于 处于 作为 称为 列入 约为 显示 预计 "
        "可以 能够 没有 进行 开展 计划 准备 打算 继续 开始 增长 下降 上升 减少 提高 增加 降低 下跌 上涨 占比 占到 距离 距今 之后 以上 以下 出现 发生 导致 造成 "
        "遇难 死亡 受伤 失踪 确认 进入 回落 扩大 收窄 至少 或者 只有 大约 左右 加上 增至 扩至 升至 降至"
    )
)
_WHEN = re.compile(r"^(?:[去今]年(?:上半年)?|上半年|前\d+个月|一季度)|(?:[去今]年(?:上半年)?|上半年|一季度)$")
_GAUGES = frozenset({"量", "额", "率", "数", "费", "花费"})
_ADVERBS = frozenset(table("已 已经 累计 共 共计 一共 还 也 将 就 先后"))
_MOVED = re.compile(r"^(?P<subject>[^\d]{3,22}?)(?P<did>(?:同比|环比)?(?:增长|下降|上升|减少|提高))了?$")
_GREW = re.compile(
    r"^(?P<subject>.{2,24}?)(?:(?P<way>把|将|由|从)(?P<from>[^，]{1,24}?))?"
    r"(?P<did>增加到|增至|提高到|扩大到|添到|缩短到|降到|压缩到|延长到)$"
)
_BEGUN = "启动|开通|启用|开业|成立|上线|开张|实施|施行|开幕|举行|召开|开始报名|试行|首播"
_OPENED = re.compile(rf"^(?P<subject>[^\d]{{2,24}}?)(?:正式)?(?P<did>{_BEGUN})$")
_OPENED_LATE = re.compile(
    rf"^(?P<subject>[^\d]{{2,20}}?)(?:将)?(?:从|自|于|在|定于)?(?P<day>{_DAY})(?:起|正式)*(?P<did>(?:{_BEGUN})[一-鿿]{{0,8}})$"
)
_WON = re.compile(
    r"(?P<did>夺得|获得|荣获|摘得|当选)(?P<what>[^，,。\d“”]{2,12}(?:冠军|头名|第一名|金牌|金奖|一等奖|主席|称号))$"
)
_SPEAKS = re.compile(r"^(?P<who>[一-鿿]{6,20})(?:表示|介绍说?|指出|坦言|说)$")
_OFFICE = re.compile(
    r"(?:主席|书记|部长|局长|处长|主任|院长|校长|会长|经理|董事长|队长|站长|科长|教授|研究员|发言人|负责人|秘书长|所长|厂长)$"
)
_CLAUSES = re.compile(r"[，,。；;：:？?！!、…\n]+")
_OPENING = re.compile(r"^(?:其中|目前|此外|同时|另外|截至目前|据了解|据介绍|据悉|如今)+")
_VAGUE = re.compile(
    r"^[一二两三四五六七八九十几]+[省市县地]|[它他她其该此这那各某本]|记者|通讯|本报|一些|有的|双方|方面|消息|报道|全国"
)
_BY_WHEN = re.compile(r"(?:年底前?|年内|[今去明]年)$")
_QUOTED = re.compile(r"“[^“”]{1,12}”")
_MARKED = re.compile(r"[“”‘’\"《》（）()【】「」\[\]]")
_BESIDE_NOUNS = frozenset({"vn", "an", "a", "t", "f", "uj", "m", "q", "eng"})
_NOMINAL = frozenset(
    table(
        "每家 每人 每个 每名 每位 全市 全省 改造 保障 服务 采购 补助 培训 救助 建设 申请 报名 参保 投诉 咨询 就业 帮扶 维修 值班 住院 赔付 管理 "
        "研究 助学 求学 维权 调解 援助 覆盖 接通 满意 组建 参赛 值守 开放 生产 销售 出口 进口 消费 运输 保险 支出 投资 贷款 成交 总 净 计划 安"
    )
)


def ask_back(sentence: str, subject: str) -> Iterator[str]:
    """Questions that clauses of the sentence answer, without their marks. `subject`: the name that stands before
    what names nothing itself; empty: there is none."""
    clauses = [_OPENING.sub("", clause.strip().lstrip("”’")) for clause in _CLAUSES.split(sentence)]
    for before, clause in zip(["", *clauses], clauses, strict=False):
        for question in (
            _of_figure(clause, subject),
            _of_day(before, clause),
            _of_person(clause),
            _of_speaker(clause, subject),
        ):
            if question is not None:
                yield question


def _of_figure(clause: str, subject: str) -> str | None:
    matches = list(_FIGURE.finditer(clause))
    if not matches:
        return None
    match = matches[-1]  # the news: 由4条增加到10条
    head, tail = clause[: match.start()], clause[match.end() :]
    share = match["unit"] == "%"
    much = "百分之多少" if share else f"多少{match['unit']}"
    if len(matches) == 1 and not tail and (told := _IS.match(head)):
        named = _named(told["subject"], subject)
        return f"{named}是多少" if named else None
    if len(matches) == 1 and not tail and share and (moved := _MOVED.match(head)):
        named = _named(moved["subject"], "")
        return f"{named}{moved['did']}了{much}" if named else None
    if not tail and not share and (grew := _GREW.match(head)):
        # Where it was before is not asked: it may have been corrected since.
        named = _named(grew["subject"], subject)
        thing = grew["from"] if grew["way"] in ("把", "将") else ""
        plain = not thing or _is_noun_phrase(thing)
        return f"{named}{'把' if thing else ''}{thing}{grew['did']}{much}" if named and plain else None
    return _of_deed(head, much, tail, subject) if len(matches) == 1 and not share else None


def _of_deed(head: str, much: str, tail: str, subject: str) -> str | None:
    """郢州追回工资多少元, 深圳市总工会去年新增了多少个驿站; None: nothing says of what, or who."""
    found = list(tagged(head.removesuffix("了")))
    at = next((n for n in reversed(range(len(found))) if found[n][1] == "v" and len(found[n][0]) == 2), 0)
    did, what = found[at][0] if found else "", "".join(word for word, _ in found[at + 1 :])
    if not at or did in _NO_DEED or bool(what) == bool(tail) or len(what or tail) > _LONGEST_THING:
        return None
    before = found[:at]
    while before and before[-1][0] in _ADVERBS:
        before.pop()
    doer = "".join(word for word, _ in before)
    when = _WHEN.search(doer)
    named = _named(_WHEN.sub("", doer), subject)
    if named is None or not _is_noun_phrase(what or tail):
        return None
    if what in _GAUGES:
        return f"{named}{'' if '的' in named else '的'}{did}{what}是多少"
    done = "" if did.endswith("有") else "了"
    asks = f"{what}{much}" if what else f"{done}{much}{tail}"
    return f"{named}{when[0] if when else ''}{did}{asks}"


def _of_day(before: str, clause: str) -> str | None:
    late = _OPENED_LATE.match(clause)
    if late:
        named = _named(late["subject"], "")
        return f"{named}什么时候{late['did']}" if named else None
    opened = _OPENED.match(clause)
    if opened and re.fullmatch(rf"(?:从|自|于)?{_DAY}(?:起)?", before):
        named = _named(opened["subject"], "")
        return f"{named}什么时候{opened['did']}" if named else None
    return None


def _of_person(clause: str) -> str | None:
    match = _WON.search(clause)
    if match is None or not _is_noun_phrase(match["what"]):
        return None
    people = [token for token in tokenise(folded(clause[: match.start()])) if token.kind == "person"]
    return f"谁{match['did']}了{match['what']}" if len(people) == 1 else None


def _of_speaker(clause: str, subject: str) -> str | None:
    """市总工会权益保障部部长韦立民说 → 市总工会权益保障部部长韦立民是怎么说的."""
    match = _SPEAKS.match(clause)
    if match is None:
        return None
    who = match["who"]
    people = [token for token in tokenise(folded(clause)) if token.kind == "person" and token.end <= len(who)]
    if len(people) != 1 or people[0].end != len(who) or len(people[0].text) < 2:
        return None
    office = who[: people[0].start]
    if _OFFICE.search(office) is None or _VAGUE.search(office) or not _is_noun_phrase(office):
        return None
    if office[0] in "省市县区":
        return (
            f"{subject}{who}是怎么说的"
            if subject and office[0] not in subject and subject[0] != "“"
            else None
        )
    return f"{who}是怎么说的" if any(tag in ("ns", "nt") for _, tag in tagged(office)) else None


def _named(text: str, subject: str) -> str | None:
    """The noun phrase, with `subject` before it where it names nothing; None: it is none that can be asked about."""
    bare = text.removesuffix("的")
    if len(bare) > _LONGEST_SUBJECT or _VAGUE.search(bare) or not _is_noun_phrase(_BY_WHEN.sub("", bare)):
        return None
    if "“" in bare or any(tag in ("ns", "nt", "nz", "nr") or word in PLACES for word, tag in tagged(bare)):
        return bare
    joint = "" if bare.startswith(("每", "全")) else "的"
    return f"{subject}{joint}{bare}" if subject else None


def _is_noun_phrase(text: str) -> bool:
    """Whether the words are nouns and what belongs to them alone: names, 的, numbers of things, verbs used as nouns."""
    bare = _QUOTED.sub("", text)
    if _MARKED.search(bare) or not text:
        return False
    found = list(tagged(bare)) if bare else []
    nouns = all(tag[0] in "njsb" or tag in _BESIDE_NOUNS or word in _NOMINAL for word, tag in found)
    ends = text.endswith("”") or (
        found and (found[-1][1][0] in "nj" or found[-1][1] == "vn" or found[-1][0] in _NOMINAL)
    )
    return (
        nouns
        and bool(ends)
        and (not found or text[0] == "“" or found[0][1] not in ("uj", "q", "m", "a", "f"))
    )
