"""What a question asks apart from the issues it names. Pure."""

from __future__ import annotations

import re
from datetime import date

from vectorstore.dates import dates_in_question

_ISSUE = re.compile(
    r"(?:[那这][天期])?(?:出版|见报|刊发|刊登)?的?(?:那[天期])?的?"
    r"(?:报纸|报道|新闻|消息|要闻|头版|要闻版|第?[一二三四五六七八九十\d]+版|报)?(?:上|里|中)?[，,、]?"
)


def undated(question: str, today: date) -> str:
    """The question without its dates and the words that tie them to issues (4月18日的报纸上); as it is where
    nothing else is left to ask."""
    text, last = "", 0
    for mention in dates_in_question(question, today):
        tied = _ISSUE.match(question, mention.end)
        text += question[last : mention.start]
        last = tied.end() if tied else mention.end
    text += question[last:]
    return text if any(char.isalnum() for char in text) else question
