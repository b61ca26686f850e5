"""What kind of thing would answer a question. Pure."""

from __future__ import annotations

import re
from typing import Literal

from assistant.question_types import sought

Kind = Literal["when", "duration", "share", "money", "number", "title", "place", "who", "name"]

_OFFICE = (
    r"(?:冠军|亚军|季军|得主|主演|导演|编剧|作者|总统|首相|总理|教练|[市省部局院校会]长|主席|书记|主任|经理|主角"
    r"|行政长官|创始人|发言人|对手)"
)
# The first that fits decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "when",
        re.compile(
            r"什么时[候间刻]|何时|哪一?[天年月日]|哪个(?:月|季度|年份|时间)|几月|几[点时]|几号|几日|星期几|周几|礼拜几"
            r"|什么日子|多会儿|(?:时间|日期)(?:是|为)?[?。]?$|(?:时间|日期)(?:和|及|、|分别)"
        ),
    ),
    ("duration", re.compile(r"多久|多长时间|(?:几个?|多少个?)(?:工作日|小时|分钟|星期|[天年月周])")),
    (
        "share",
        re.compile(
            r"百分之|比例|几成|占比|率(?:和|及|分别|各|达到了?|是|为)*(?:多少|多高|几)|(?:率|增速|涨幅)\??$"
            r"|(?:增长|上涨|下降|增加|提高|涨)了?多少"
        ),
    ),
    (
        "money",
        re.compile(
            r"多少.{0,3}[元钱]|几多?[元块]钱|[钱费金资贴款补薪奖赔罚价]{1,2}[^,?]{0,4}(?:多少|多高)|花多少|挣多少"
            r"|(?:营收|收入|利润|售价|价格|奖金|投资|经费|收益|投入量?)(?:分别)?(?:是|为)?(?:多少)?\??$"
        ),
    ),
    (
        "title",
        re.compile(
            r"(?:哪[一几三]?部|什么)(?:电影|电视剧|影片|作品|小说|书)|最佳(?:影片|电视剧|动画)[^?]{0,4}(?:是|分别|\?|$)"
            r"|票房(?:冠军|最高)|主题(?:是|为)?什么|主题\??$"
        ),
    ),
    (
        "place",
        re.compile(
            r"哪里|哪儿|在哪|何处|什么地方|哪些地方|地点|首都|举办国|主席国|哪个(?:省|市|区|县|地|国家|城市|街道|镇|乡|村)"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|几[个名家人条种项次场位届件岁辆台套吨亩座所户批分秒级公里平米克倍字元块支]|多[大高远重]|第几|数量|人数|人次"
            r"|销量|产量|交付量|规模|点数|震级|总数|排名|(?:病例|增|总)数|人口"
        ),
    ),
    (
        "who",
        re.compile(
            rf"谁|哪一?[位名]|哪些人|什么人|姓名|{_OFFICE}(?:有哪些|是|为|分别)?\??$|{_OFFICE}(?:和|及|与)"
        ),
    ),
    (
        "name",
        re.compile(
            r"叫什么|什么名|名字|名称|哪[几两三四五]?[个家所支部座款档种]|哪一|吉祥物|平台|[举主]办方|哪些"
        ),
    ),
)
_SUM_ASKED = re.compile(
    r"多少(?:[万亿美欧日港]元|元|.{0,3}(?:钱|工资|工钱|资金|奖金|补助|补贴|慰问金|费用|款))|几多?[元块]钱"
)
_PIECES_ASKED = re.compile(r"几块(?!钱)")
_COUNT_ASKED = re.compile("(?:多少|几)个(?!百分|月|小时|工作日|星期|人|.{1,3}[人员工])")
_HEADS_ASKED = re.compile(r"几个人|多少人|几个.{1,3}[人员工]")

_DIGIT = r"[\d零〇一二两三四五六七八九十百千万亿]"
_PIECES = re.compile(rf"{_DIGIT}[\d.]*[余多]?[块枚金]")
_COUNT = re.compile(rf"(?<!第){_DIGIT}[\d.]*[余多]?[万千百亿]*[余多]?[个座家名位条支项所处只台辆种款]")
_HEADS = re.compile(rf"{_DIGIT}[\d.]*[余多]?[万亿]*[余多]?[人名位]")


def kind_of_answer(question: str) -> Kind | None:
    """The kind of thing a folded question asks for; None: it is open (why, how, what)."""
    kind = next((name for name, pattern in _KINDS if pattern.search(question)), None)
    if _PIECES_ASKED.search(question):
        return "number"
    if kind in ("money", "number"):
        if _SUM_ASKED.search(question):
            return "money"
        form = form_of(question)
        if form is not None and not re.search("[元块]", form.pattern):
            return "number"
    return kind


def form_of(question: str) -> re.Pattern[str] | None:
    """The form a figure must have to answer a folded question: with the measure asked for; None: any."""
    if _PIECES_ASKED.search(question):
        return _PIECES
    if _COUNT_ASKED.search(question):
        return _COUNT
    return _HEADS if _HEADS_ASKED.search(question) else sought(question)
