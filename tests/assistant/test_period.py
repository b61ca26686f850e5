"""Which dates of a question filter, which are only preferred, and what the reader is told of it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.period import read_period
from vectorstore.records import Filter

TODAY = date(2024, 12, 5)  # a Thursday
ANY = Filter()

# question, first and last issue day searched
FILTERS = [
    ("2024年4月18日的报纸讲了什么？头版是什么？", "2024-04-18", "2024-04-18"),
    ("4月18号青禾晚报头版头条是什么？", "2024-04-18", "2024-04-18"),
    ("2024年4月18日当天报道了什么？", "2024-04-18", "2024-04-18"),
    ("4月18日第3版有什么？", "2024-04-18", "2024-04-18"),
    ("4月18日出版的那期写了哪些人？", "2024-04-18", "2024-04-18"),
    ("去年四月有哪些报道？", "2023-04-01", "2023-04-30"),
    ("近三年有哪些关于骑手的报道", "2021-12-06", "2024-12-05"),
    ("本月关于劳模的报道有哪些？", "2024-12-01", "2024-12-31"),
    ("总结一下上周的工会新闻。", "2024-11-25", "2024-12-01"),
    ("上周的新闻有哪些？", "2024-11-25", "2024-12-01"),
    ("今年以来工会动态", "2024-01-01", "2024-12-05"),
    ("五一前夕有什么新闻？", "2024-04-24", "2024-04-30"),
    # what happened is reported within days, but not after today
    ("最近一周发生了什么？", "2024-11-29", "2024-12-05"),
    ("前天河阳发生了什么大事？", "2024-12-03", "2024-12-05"),
    ("去年四月河阳发生了什么？", "2023-04-01", "2023-05-03"),
]

# question, first and last issue day preferred
PREFERENCES = [
    ("2023年全国有多少职工参加技能竞赛？", "2023-01-01", "2024-02-29"),
    ("2024年4月18日河阳市总工会慰问了谁？", "2024-04-18", "2024-04-21"),
    ("河阳热线一季度的来电里，讨薪的占几成？", "2024-01-01", "2024-05-15"),
    ("今年夏天河阳摆了多少个纳凉点？", "2024-06-01", "2024-10-15"),
    ("现在有多少人参保？", "2024-11-05", "2024-12-05"),
    ("最近有什么新闻？", "2024-11-05", "2024-12-05"),
    # a report of one paper, retold by another a day later
    ("据《青禾晚报》4月18日报道，谁获奖？", "2024-04-18", "2024-04-21"),
    ("6月7日《青禾日报》发表的社论说了什么？", "2024-06-07", "2024-06-10"),
    ("6月7日青禾日报社办了什么活动？", "2024-06-07", "2024-06-10"),
    # of an event of last week later issues may tell
    ("上周的火灾有什么消息？", "2024-11-25", "2024-12-04"),
    ("去年四月的欠薪案有哪些报道？", "2023-04-01", "2023-05-14"),
    ("去年四月市里发布了什么消息？", "2023-04-01", "2023-05-14"),
    # the other question asks for something else
    ("今年郢州追回多少工资？去年四月发生了什么？", "2023-04-01", "2024-12-31"),
    # the narrower of two dates, one within the other
    ("2023年的大赛中，2023年6月8日谁夺冠？", "2023-06-08", "2023-06-11"),
    ("与去年同期相比，今年11月增长多少？", "2024-11-01", "2024-12-05"),
]


@pytest.mark.parametrize(("question", "since", "until"), FILTERS)
def test_whoever_asks_for_issues_is_given_these_only(question: str, since: str, until: str) -> None:
    period = read_period(question, admit=ANY, today=TODAY)
    assert period.admit == Filter(since=date.fromisoformat(since), until=date.fromisoformat(until))
    assert period.prefer is None


@pytest.mark.parametrize(("question", "first", "last"), PREFERENCES)
def test_days_of_the_matter_are_preferred_and_shut_nothing_out(question: str, first: str, last: str) -> None:
    period = read_period(question, admit=ANY, today=TODAY)
    assert period.admit == ANY
    assert period.prefer == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "question",
    [
        "骑手的保费是谁出？",
        "报道了什么？",
        "《2023年职工队伍调查》是谁发布的？",
        "郢州端午前要回来的那笔工钱是多少？",
        "到2030年要建多少个驿站？",
        "明年要建多少个驿站？",
        "全国五一劳动奖章获得者是谁？",
        "",
    ],
)
def test_no_date_that_tells_changes_nothing(question: str) -> None:
    period = read_period(question, admit=ANY, today=TODAY)
    assert (period.admit, period.prefer, period.said) == (ANY, None, None)


def test_the_reader_is_told_what_was_made_of_the_words() -> None:
    def said(question: str) -> str | None:
        return read_period(question, admit=ANY, today=TODAY).said

    assert said("去年四月有哪些报道？") == "“去年四月”按 2023-04-01 至 2023-04-30 查找"
    assert said("昨天的报纸写了什么？") == "“昨天”按 2024-12-04 查找"
    assert said("6月7日谁来了？") == "“6月7日”按 2024-06-07 至 2024-06-10 优先查找"
    assert said("7月2日和8月6日各来了多少人？") == "“7月2日”、“8月6日”按 2024-07-02 至 2024-08-23 优先查找"


def test_what_the_caller_admits_is_narrowed_and_never_widened() -> None:
    admit = Filter(since=date(2023, 4, 10), publication="青禾晚报")
    period = read_period("去年四月有哪些报道？", admit=admit, today=TODAY)
    assert period.admit == Filter(since=date(2023, 4, 10), until=date(2023, 4, 30), publication="青禾晚报")
    assert period.said == "“去年四月”按 2023-04-10 至 2023-04-30 查找"


@pytest.mark.parametrize("question", ["去年四月有哪些报道？", "去年四月河阳有多少人参赛？"])
def test_against_the_callers_days_those_of_the_question_count_for_nothing(question: str) -> None:
    admit = Filter(since=date(2024, 1, 1), until=date(2024, 6, 30))
    period = read_period(question, admit=admit, today=TODAY)
    assert (period.admit, period.prefer, period.said) == (admit, None, None)
