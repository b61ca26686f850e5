"""Which issues a question asks for: the dates in its words as a filter or as a preference. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vectorstore.dates import DateMention, dates_in_question
from vectorstore.records import Filter

_LATER = timedelta(days=3)  # how long after an event it is first reported
_LATEST = timedelta(days=60)  # figures of a year or half a year are printed in the weeks behind it
# A named paper's report may stand in another paper of another day, the whole paper of a day may not.
_PAPER = "(?:报纸|(?:日报|晚报|早报|晨报|时报|导报|商报)(?![社业集馆]|》?(?:刊|发表|报道|评论|社论)))"
# Behind a date: the date is that of an issue (4月18日的报纸, 4月18日头版, 4月18日出版).
_ISSUE = re.compile(
    rf"(?:[那这]天)?(?:的|那期|这期|出版的?|《|的《)?(?:[一-鿿]{{0,4}}{_PAPER}|头版|要闻版|第?[一二三四五六七八九十\d]+版|报上)"
    r"|(?:的)?[那这一]期|出版|见报|当天的?报"
)
_NEWS = "(?:新闻|报道|消息|要闻|动态|大事|稿件|文章|资讯|热点|头条)"
_WHAT = "(?:哪些|什么|啥|几[篇条件]|多少[篇条件]?|何)"
# At the end of a question: it asks for whatever was reported. Of an event the report may be some days younger.
_REPORTED = re.compile(
    rf"(?:{_WHAT}[^，,。、]{{0,16}}{_NEWS}|{_NEWS}(?:都|主要|分别)?(?:有|是|讲|说)了?(?:些|过)?{_WHAT}?"
    rf"|(?:报道|刊登|刊发|登|发表)(?:了|过|的)?(?:是|些)?{_WHAT}(?:内容)?)(?:吗|呢|吧)?$"
)
# Behind a date: 上周的工会新闻, but not 上周的火灾有什么消息, of which a later issue may tell.
_TOLD = re.compile(
    rf"(?:(?!{_WHAT})[^，,。、：:]){{0,16}}{_NEWS}(?:都|主要|分别)?(?:(?:有|是|讲|说)了?(?:些|过)?{_WHAT}?)?(?:吗|呢|吧)?$"
)
_ANNOUNCED = re.compile("发布|公布|宣布|传来|透露|回应|据")  # the news asked for is that of an event
_HAPPENED = re.compile(
    rf"发生(?:了|过|的)?(?:些)?{_WHAT}(?:重要的?|重大的?)?(?:事|事情|事件|大事|新鲜事)?(?:吗|呢)?$"
)
_QUOTED = re.compile(r"《[^》]*》")
_COMPARED = re.compile(r"(?:(?<![对之])比|较|相比|相较)于?[“\"]?$")
_ELSE = re.compile(
    "同期|之前|以前|前(?!夕|[几一二两三四五六七八九十半\\d])"
)  # behind a date: another time is meant
_PARTS = re.compile(r"[?？!！;；。\n]+")
_ENDING = '?？!！;；。\n 　”"'


@dataclass(frozen=True, slots=True)
class Period:
    """Which issues to search, and which of them to prefer."""

    admit: Filter  # the caller's, narrowed where the question asks for issues of certain days
    prefer: tuple[date, date] | None  # first and last day, both included; None: nothing is preferred
    said: str | None  # what was made of the dates, a Chinese clause without full stop; None: nothing


def read_period(question: str, *, admit: Filter, today: date) -> Period:
    """What the dates in a question, read relative to `today`, say of the issues to search.

    They filter where the question asks for the paper of a day or for whatever was reported or happened in a
    time, and nothing else: figures of a year may be printed in the next one. All other dates are preferred only.
    What the caller admits is never widened, and dates that lie outside of it count for nothing.
    """
    mentions = _telling(question, today)
    if not mentions:
        return Period(admit, None, None)
    first, last = min(each.first for each in mentions), max(each.last for each in mentions)
    later = _decides(question, mentions)
    reported = last + (_lag(last - first) if later is None else later)
    last = max(last, min(reported, today))
    since, until = max(first, admit.since or first), min(last, admit.until or last)
    if since > until:
        return Period(admit, None, None)
    words = "、".join(f"“{text}”" for text in dict.fromkeys(each.text for each in mentions))
    days = f"{since}" if since == until else f"{since} 至 {until}"
    if later is None:
        return Period(admit, (since, until), f"{words}按 {days} 优先查找")
    return Period(replace(admit, since=since, until=until), None, f"{words}按 {days} 查找")


def _lag(length: timedelta) -> timedelta:
    """How long behind an event or a time of this length reports of it are still likely."""
    return min(max(_LATER, length / 2), _LATEST)


def _telling(question: str, today: date) -> tuple[DateMention, ...]:
    """The dates that tell when: not those of titles or comparisons, nor before which or in the future something
    happens; the narrower of two nested."""
    titles = [match.span() for match in _QUOTED.finditer(question)]
    found = [
        each
        for each in dates_in_question(question, today)
        if each.first <= today
        and not any(start < each.start < end for start, end in titles)
        and not _ELSE.match(question, each.end)
        and not _COMPARED.search(question[: each.start])
    ]
    return tuple(
        each
        for each in found
        if not any(
            (other.first, other.last) != (each.first, each.last)
            and each.first <= other.first
            and other.last <= each.last
            for other in found
        )
    )


def _decides(question: str, mentions: Sequence[DateMention]) -> timedelta | None:
    """How much later than the dates the issues may be that the question asks for; None: they decide nothing."""
    if not all(each.certain for each in mentions):
        return None
    if all(_ISSUE.match(question, each.end) for each in mentions):
        return timedelta(0)
    asked, end = question.rstrip(_ENDING), mentions[-1].end
    if _PARTS.search(asked) or _ANNOUNCED.search(asked):
        return None
    if _HAPPENED.search(asked) and not asked.startswith("的", end):
        return _LATER
    told = _TOLD.match(asked, end) or (_REPORTED.search(asked) and not asked.startswith("的", end))
    return timedelta(0) if told else None
