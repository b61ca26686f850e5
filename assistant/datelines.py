"""What in a report's text is none of its news: dateline, bylines, credits, subheads. Pure."""

from __future__ import annotations

import re

from assistant.orders import find_orders
from vectorstore.corrections import read_notice, says_what_is_wrong
from vectorstore.records import Article
from vectorstore.sentences import sentence_spans

# 本报讯（记者某某） and 某社某地8月1日电 tell where a report comes from; a sentence reads as well without them.
_DATELINE = re.compile(
    r"\s*(?:[（(【]?[^。，；：“”（）()\n]{0,20}(?:(?<!通)讯|电|日报道|日消息|综合报道|综合消息)"
    r"(?=[\s（(）)】\u00a0]|近日|日前|昨|今|[“\"]|\d|[一-鿿])[）)】]?\s*)?"
    r"(?:[（(【][^（）()【】。\n]{0,60}(?:记者|通讯员|编辑|作者|实习生)[^（）()【】。\n]{0,60}[）)】])?\s*"
)
_OPENS = re.compile(r"\s*[（(【]?(?:本[报网刊台社]|[^。，；：“”（）()\n]{0,8}(?:社|网|报|台|通讯))")
_CREDIT = re.compile(
    r"[（(\[【]?\s*(?:责任编辑|责编|编辑|来源|作者|摄影|摄|图|文|记者|通讯员|校对|监制|查看原文|原标题)[^。]{0,60}$"
)
# 新华社记者 某某 摄, 某图库 图: the sentence before it was the caption of a photograph.
_PHOTO_CREDIT = re.compile(
    r"[（(]?[^，。；：！？“”（）()\n]{2,16}[\s\u00a0]+(?:摄影|摄|图)(?![书片像表谱纸案形文])[）)]?[\s\u00a0]*"
)
# Of a dateline only what says nothing: a place or a day in it may be what is asked for.
_OURS = re.compile(
    r"\s*(?:本[报刊台网社](?:综合)?(?:讯|消息)[\s\u3000]*)?(?:[（(【][^（）()【】。\d\n]{0,30}(?:记者|通讯员)[^（）()【】。\d\n]{0,40}[）)】])?\s*"
)
_NAME = r"[一-鿿·]{2,4}"
# White space is looked for at one place only: at two side by side a long run of it takes time by its square.
_REPORTER = (
    r"(?:[^，。；：“”\s]{0,8}(?:社|网|报|台|客户端)\s*)?(?:见习|实习|特约|首席|全媒体)?"
    r"(?:(?:记者|通讯员)[:：/\s]*|(?:作者|摄影)[:：/\s]+)"
)
_BYLINE = re.compile(
    rf"[（(【■□◆]?\s*{_REPORTER}{_NAME}(?:[\s、/]+(?:(?:见习|实习)?(?:记者|通讯员)\s*)?{_NAME}){{0,5}}[）)】]?"
)
_ENDED = re.compile(r"[。！？!?…；;][”’」』）)】》\"']*$")
_SHORTEST = 6  # letters; less says nothing


def news_spans(article: Article) -> tuple[tuple[int, int], ...]:
    """Offsets (start, end) of the sentences of the text that tell news, in order; the first without its dateline.

    Credits, links and lines that are no sentence (subheads, captions) are left out, unless nothing else is there;
    orders to a program always are. Of a notice of correction only what it corrects is news.
    """
    orders = find_orders(article.text)
    spans = [
        (start, end)
        for start, end in sentence_spans(article.text)
        if not any(low < end and start < high for low, high in orders)
    ]
    spans = _requoted(article.text, spans)
    if spans:
        start, end = spans[0]
        spans[0] = (start + _dateline(article.text[start:end]), end)
    spans = _without_captions(article.text, spans)
    told = [span for span in spans if _tells(article.text[slice(*span)])]
    if read_notice(article) is not None:
        told = [span for span in told if _corrects(article.text[slice(*span)])] or told
    return tuple(told or [span for span in spans if span[0] < span[1]])


def said_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets (start, end) of all sentences, the first without 本报讯 and its reporters; bylines are left out."""
    spans = sentence_spans(text)
    if spans:
        start, end = spans[0]
        head = _OURS.match(text, start, end)
        if head is not None and end - head.end() >= _SHORTEST:
            spans = ((head.end(), end), *spans[1:])
    return tuple(span for span in spans if _BYLINE.fullmatch(text, *span) is None)


def _requoted(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, a straight quotation mark that opens the next sentence given to that one."""
    given = list(spans)
    for nth, (start, end) in enumerate(spans[:-1]):
        odd = text.count('"', *given[nth]) % 2 == 1
        if odd and end - start > 1 and text[end - 1] == '"' and spans[nth + 1][0] - end <= 1:
            given[nth] = (given[nth][0], end - 1)
            given[nth + 1] = (end - 1, spans[nth + 1][1])
    return given


def _without_captions(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without photographers' credits, and without the captions these stand behind."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        match = _PHOTO_CREDIT.match(text, start, end)
        if match is None:
            kept.append((start, end))
            continue
        if kept and "\n" not in text[kept[-1][1] : start]:
            kept.pop()
        if end - match.end() >= _SHORTEST:
            kept.append((match.end(), end))
    return kept


def _dateline(sentence: str) -> int:
    """Length of the sentence's dateline; 0: it has none, or is nothing else."""
    match = _DATELINE.match(sentence)
    if match is None or match.end() >= len(sentence) - _SHORTEST:
        return 0
    head = match[0]
    return match.end() if _OPENS.match(sentence) or "记者" in head or "通讯员" in head else 0


def _corrects(sentence: str) -> bool:
    return says_what_is_wrong(sentence) and re.search(r"[“\"「\d]", sentence) is not None


def _tells(sentence: str) -> bool:
    if sum(char.isalnum() for char in sentence) < _SHORTEST or _CREDIT.match(sentence):
        return False
    return _ENDED.search(sentence) is not None
