"""What happened in a time: a question that asks for whatever the papers reported is answered by what mattered most."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.citations import Marked, cite
from assistant.condense import condense
from assistant.corrections import state_corrections
from assistant.digest_records import DigestRequest
from assistant.gathering import Gathered, gather
from assistant.judging import judge
from assistant.question import fold, terms_of
from assistant.records import Answer, Citation, Sentence
from vectorstore.library import Library
from vectorstore.records import Filter

MOST_ARTICLES = 400  # of the time asked for: grouping more takes longer than anyone waits
_TOLD = 6  # events
_LENGTH = 120  # characters a sentence
_NEWS = "(?:新闻|报道|消息|要闻|动态|大事|新鲜事|稿件|文章|资讯|热点|头条)"
_WHAT = "(?:哪些|什么|啥|几[篇条件]|何)"
_ASKED = re.compile(
    rf"{_WHAT}[^,。、;]{{0,16}}?{_NEWS}|{_NEWS}(?:都|主要|分别)?(?:有|是|讲|说)了?(?:些|过)?{_WHAT}?"
    rf"|(?:发生|报道|刊登|刊发|登|发表|出)(?:了|过|的)?(?:是|些)?{_WHAT}(?:重要的?|重大的?)?(?:内容|事|事情|事件|大事)?"
    rf"|(?:讲|说|写|报)(?:了|过)(?:些)?{_WHAT}"
)
_END = "?!;。,\n 吗呢吧"


def roundup_topic(question: str) -> str | None:
    """What a question, without its dates, wants to have reported: a topic in words, empty for whatever there is;
    None: it asks for something else."""
    text = fold(question).rstrip(_END)
    matches = [match for match in _ASKED.finditer(text) if match.end() == len(text)]
    if not matches:
        return None
    terms = terms_of(re.sub(f"{_NEWS}|{_WHAT}", " ", text))
    if any(term.kind == "number" for term in terms):
        return None
    return " ".join(term.text for term in terms)


def round_up(empty: Answer, topic: str, *, days: tuple[date, date], library: Library) -> Answer | None:
    """One sentence on each of the events of these days (the last included) that matter most; None: there are none, or
    too many reports to group. Raises LibraryError."""
    since, until = days
    if library.extent(Filter(since=since, until=until)).articles > MOST_ARTICLES:
        return None
    gathered = gather(DigestRequest(since, until, topic=topic or None), library)
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for event in gathered.events[:_TOLD]:
        for extract in condense(event.told, length=_LENGTH, most=1):
            source = cite(extract.article, number=len(citations) + 1, start=extract.start, end=extract.end)
            sentence = judge(Marked(extract.text, (source.number,)), [source])
            if sentence.verdict == "supported":
                citations.append(source)
                sentences.append(sentence)
    if not sentences:
        return None
    stated, sources = state_corrections(sentences, citations, gathered.corrections)
    return replace(empty, sentences=stated, citations=sources, remarks=_more(gathered, len(sentences)))


def _more(gathered: Gathered, told: int) -> tuple[str, ...]:
    """What is left untold."""
    found = len(gathered.events)
    if found <= told:
        return ()
    return (f"这段时间的报道归为 {found} 件事，这里是其中最要紧的 {told} 件；要看全部，请编一份简报。",)
