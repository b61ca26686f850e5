"""Questions that compare: which things, in what. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.enumerated import enumerated
from assistant.question import fold, terms_of

_MOST_ASPECTS = 4

_LEAD = re.compile(
    r"^(?:请问?|麻烦你?|帮我|给我|我想|想|能不能|可以|把)*(?P<led>(?:比较|对比|比一?比|对照)(?:一下|一?比)?(?:一下)?)?"
)
_OPENLY = re.compile(
    r"(?:之间|相比|比起来|比|放在一起)?[,、]?(?:的|都|又|具体)?(?:有(?:什么|何|哪些|啥|没有)|是什么|哪里|哪儿|在哪些?方面)?"
    r"(?:的|些)?(?:不同|区别|差别|差异|差距|异同|不一样|两样|相同)(?:之处|的地方|点|吗|呢)*$"
    r"|(?:的)?(?:比较|对比|比一?比)(?:一下|怎么样|如何)?$"
)
_EACH_ASKED = re.compile(
    r"分别|各自|各(?=[是有为占用花]|多少|几|叫|在|从|由|给|[^,]{2,4}(?:多少|怎么样|如何))"
)
_MORE = r"(?:更|最|比较|要)?(?:[高低多少大小早晚快慢强长短贵远近好重])(?:些|一些|一点|得多)?"
_WHO = r"(?:相比|比起来|比)?(?:哪(?:个|家|边|里|座|市|省|地|头|方|一[个家边])?|谁)的?"
_WHICH_MORE = re.compile(rf"^{_WHO}{_MORE}$")
_WHICH_HAS_MORE = re.compile(rf"^{_WHO}(?P<what>[^,几什谁哪]{{2,12}}?){_MORE}$")
_WHICH = re.compile(rf"^{_WHO}(?=[^,]{{2}})")
_AS_MUCH = re.compile(r"^(?P<what>[^,]{2,12}?)(?:是不是|是否|都)?一(?:样|般)(?:[多高长大久快早重贵])吗?$")
_BESIDE = re.compile(r"(?:相比|比起来|比)(?:,|$)")
_EVERY = re.compile(
    r"(?:全国)?各(?P<kind>省市?|省份|市|城市|地市?|地区|县市?|县区|区县)(?![各级方委])(?:的)?"
)
_EVERY_OPENLY = re.compile(r"分别|各自|比较|对比|不同|区别|差别|差异|各[是有]")
_TIMES = re.compile(
    r"^(?:(?:在|截至|到)?(?:(?:19|20)\d\d年|\d{1,2}月(?:\d{1,2}日)?|[今去前]年|目前|现在|如今|眼下|最近|年底)[,的]?)+"
)
_TIME = re.compile(r"\d+[年月日]|[今去前明]年|现在|以前|过去|后来|开始|[上下]半年|季度")
_TOGETHER = re.compile(
    r"^(?:这?[两二三四五六七八]|几)(?:[省市地县家个所座者方]|个?(?:城市|省份?|地方|单位|项目))"
)
# What can be told in a word or two; a noun that does not end so is what the comparison is about.
_MEASURED = re.compile(
    r"(?:率|数|量|额|费|价|款|贴|助金?|时间|标准|金额|人数|办法|做法|方式|措施|期限|工资|对象|条件|比例|待遇|规模|范围|日期|面积"
    r"|名单|成绩|速度|程度|水平|流程|政策|规定|收入|成本|价格|线路|频率|次数|内容|保障|名次|岁数|年龄)$"
)
_FIGURED = re.compile(r"(?:率|数|量|额|费|价|款|比例|面积|规模|成绩|工资|收入|成本|线路)$")
_TOPIC = re.compile(
    r"(?P<topic>[^,]{2,12}?)(?P<asks>(?:是|有|在|从)?(?:什么时候|何时|哪[年天里些家]|几|多少|怎[么样]|如何|谁|多[久长高大]).+)"
)
_ANYTHING = re.compile(r"(?:数字|数据|情况|信息|详情|各方面)(?:是什么|怎么样|如何)?")
_ASKING_TAIL = re.compile(r"(?:[是有为达到]*(?:多少|什么|几)|怎么样|怎样|如何|是?谁|情况)$")


@dataclass(frozen=True, slots=True)
class Aspect:
    """What the things are compared in."""

    label: str  # for the head of a column
    asks: str  # what is asked of one thing, behind its name


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question that compares."""

    sides: tuple[str, ...]  # the things compared; () where it asks of every place that the papers name
    every: str | None  # the kind of place it asks about every one of, such as 省; None: the sides are named
    topic: str  # what of each is compared (热线); empty: the things themselves
    aspects: tuple[Aspect, ...]  # () where the question leaves open in what

    def ask_of(self, side: str, aspect: Aspect | None = None) -> str:
        """The question put to one thing alone; `aspect` None: all that there is to say of it."""
        asks = aspect.asks if aspect else ""
        joint = "的" if side and (self.topic or (asks and not _is_clause(asks))) else ""
        between = "," if self.topic and asks else ""
        return f"{side}{joint}{self.topic}{between}{asks}?"


def asks_each(question: str) -> bool:
    """Whether it asks the same of each of several things."""
    return bool(_EACH_ASKED.search(fold(question)))


def read_comparison(question: str) -> Comparison | None:
    """What the question compares; None: it is no comparison, or asks for something else besides."""
    text = re.sub(r"\([^)]*\)", "", unicodedata.normalize("NFKC", question)).strip()
    asked = [
        part.strip("。!,、 ")
        for part in re.split(r"[?;。\n]", text.replace(":", ","))
        if part.strip("。!,、 ")
    ]
    if not asked:
        return None
    lead = _LEAD.match(asked[0])
    led = lead is not None and bool(lead["led"])
    first = asked[0][lead.end() :] if lead else asked[0]
    openly = led or any(_OPENLY.search(part) for part in asked)
    found = _every(first, text) or _named(first, openly=openly)
    if found is None:
        return None
    sides, every, clauses = found
    softly = (
        asks_each(text)
        or _BESIDE.search(first)
        or any(_WHICH_MORE.match(clause) for clause in (*clauses, *asked[1:]))
    )
    measured = any(_WHICH_HAS_MORE.match(clause) or _AS_MUCH.match(clause) for clause in clauses)
    if not (openly or softly or measured):
        return None
    if any(_names_another(part, sides) for part in asked[1:]) or any(_TIME.search(side) for side in sides):
        return None
    topic, aspects = _aspects([*clauses, *asked[1:]])
    if len(aspects) > _MOST_ASPECTS:
        return None
    return Comparison(sides, every, topic, aspects)


def _every(text: str, whole: str) -> tuple[tuple[str, ...], str | None, list[str]] | None:
    """各省的热线分别是哪年开的 → ((), 省, [热线分别是哪年开的])."""
    match = _EVERY.search(text)
    if match is None or not _EVERY_OPENLY.search(whole):
        return None
    rest = f"{text[: match.start()]}{text[match.end() :]}"
    return (), match["kind"], [clause for clause in rest.split(",") if clause]


def _named(text: str, *, openly: bool) -> tuple[tuple[str, ...], str | None, list[str]] | None:
    """The things compared and the clauses around them; `openly`: it says that it compares."""
    clauses = text.split(",")
    for place, clause in enumerate(clauses):
        bare = _TIMES.sub("", clause)
        when = clause[: len(clause) - len(bare)].strip(",的")
        found = enumerated(bare, openly=openly)
        if found is not None:
            sides, rest = found
            rest = _TOGETHER.sub("", rest)
            around = [*clauses[:place], f"{when}{rest.removeprefix('的')}", *clauses[place + 1 :]]
            return sides, None, [each for each in around if each]
    return None


def _names_another(part: str, sides: tuple[str, ...]) -> bool:
    """Whether a further part of the question is about something else by name."""
    return any(
        term.kind == "name" and not any(term.text in fold(side) or fold(side) in term.text for side in sides)
        for term in terms_of(fold(part))
    )


def _aspects(clauses: list[str]) -> tuple[str, tuple[Aspect, ...]]:
    """What the comparison is about, and in what; no aspect where it is left open."""
    told = [bare for clause in clauses if not _WHICH_MORE.match(clause) and (bare := _bare(clause))]
    told = [bare for bare in told if not _ANYTHING.fullmatch(bare)]
    if len(told) > 1:  # 工资多, 各多少: what was asked before
        told = [bare for bare in told if not _ASKING_TAIL.fullmatch(bare)] or told[:1]
    if not told:
        return "", ()
    topic = ""
    first = _TOPIC.match(told[0])
    if len(told) > 1 and not _asks(told[0]):
        topic, told = told[0], told[1:]
    elif first is not None and not _MEASURED.search(first["topic"]):
        topic, told[0] = first["topic"], first["asks"]
    elif not _asks(told[0]) and not _MEASURED.search(told[0]):
        return told[0], ()
    return topic, tuple(aspect for bare in told for aspect in _split(bare))


def _bare(clause: str) -> str:
    """What a clause says of the matter, without the words that compare."""
    more = _WHICH_HAS_MORE.match(clause) or _AS_MUCH.match(clause)
    if more:
        return f"{more['what']}是多少"
    which = _WHICH.match(clause)
    bare = _EACH_ASKED.sub("", clause[which.end() :] + "吗" if which else _OPENLY.sub("", clause)).strip(
        "的,、 "
    )
    return re.sub(r"^(?:相比|比起来|比|在)|(?:方面|上)$", "", bare)


def _asks(bare: str) -> bool:
    return re.search(r"多少|什么|几|哪|谁|怎|如何|何[时地]|吗$|多[久长高大]", bare) is not None


def _is_clause(asks: str) -> bool:
    return re.match(r"[是有为在从由给用叫花占]|多少|什么|几|哪|谁|怎", asks) is not None


def _split(bare: str) -> list[Aspect]:
    """One aspect, or those that are enumerated (接通率和满意率)."""
    noun = _ASKING_TAIL.sub("", bare).strip("的,") if _asks(bare) else bare
    if len(noun) < 2 or _asks(noun):
        return [Aspect(bare, bare)]
    tail = bare[len(noun) :].lstrip("的,")
    pieces = [piece for piece in re.split(r"、|以及|和|与|及", noun) if piece]
    if len(pieces) == 1 or any(len(piece) < 2 for piece in pieces):
        pieces = [noun]
    return [Aspect(piece, f"{piece}{tail or _asking(piece)}") for piece in pieces]


def _asking(noun: str) -> str:
    if re.search("时间$|日期$", noun):
        return "是什么时候"
    return "是多少" if _FIGURED.search(noun) else "是什么"
