"""Text from articles, models and users as HTML in which nothing but text can stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.markdown import escape_markdown
from assistant.output import spent_line, unfinished_line
from assistant.records import Answer, Citation, Sentence, Withdrawn
from assistant.refuse import describe
from vectorstore.records import Article

VERDICTS = {"supported": "支持", "partly": "部分支持", "unsupported": "未证实"}
STYLE = """
<style>
.una-answer { font-size: 1.05rem; line-height: 1.9; }
.una-mark { font-size: .75em; vertical-align: super; color: #8a1f1f; font-weight: 600; padding: 0 .1em; }
.una-partly { text-decoration: underline dotted #9a6a00; text-underline-offset: .25em; }
.una-tag { font-size: .75em; color: #9a6a00; }
.una-foot { color: #5f5a52; font-size: .85rem; margin-top: .5rem; }
.una-article { font-family: "Noto Serif SC", "Source Han Serif SC", "Songti SC", serif; line-height: 1.9; }
.una-article h3 { margin: .2rem 0 .4rem; }
.una-article p { text-indent: 2em; margin: 0 0 .4rem; }
.una-article mark { background: #ffe9a8; color: inherit; padding: .1em 0; }
.una-kicker { color: #5f5a52; }
</style>
"""


def sentence_html(sentence: Sentence) -> str:
    """A sentence with its marks; a verdict other than `supported` is said in words."""
    marks = "".join(f'<span class="una-mark">[{number}]</span>' for number in sentence.citations)
    text = escape(sentence.text)
    if sentence.verdict == "supported":
        return f"<span>{text}{marks}</span>"
    reason = f"{VERDICTS[sentence.verdict]}：{escape(sentence.reason or '')}"
    return f'<span class="una-partly">{text}</span>{marks}<span class="una-tag">（{reason}）</span>'


def sentences_html(sentences: Sequence[Sentence], withdrawn: Sequence[Withdrawn] = ()) -> str:
    """Sentences so far, as one paragraph; those withdrawn since are struck out where they stand, with the reason."""
    reasons = {each.sentence: each.reason for each in withdrawn}
    shown = "".join(
        f'<s>{escape(each.text)}</s><span class="una-tag">（已撤回：{escape(reasons[each])}）</span>'
        if each in reasons
        else sentence_html(each)
        for each in sentences
    )
    return f'<div class="una-answer">{shown}</div>'


def answer_html(answer: Answer) -> str:
    """A whole answer: its sentences or the refusal, what was struck, what was searched."""
    understood = f"按这个意思查的：{answer.understood_as}" if answer.understood_as else ""
    head = f'<div class="una-foot">{escape(understood)}</div>' if understood else ""
    if answer.refusal is not None:
        body = f'<div class="una-answer">{escape(answer.refusal)}</div>'
    else:
        body = sentences_html(answer.sentences)
    struck = "".join(
        f"<li><s>{escape(sentence.text)}</s>（{VERDICTS['unsupported']}：{escape(sentence.reason or '')}）</li>"
        for sentence in answer.struck
    )
    if struck:
        body += f'<div class="una-foot">没有出处支持、已删去：<ul>{struck}</ul></div>'
    if unfinished := unfinished_line(answer):
        body += f'<div class="una-tag">{escape(unfinished)}</div>'
    if answer.remarks:
        body += f'<div class="una-foot">{"".join(f"<div>{escape(remark)}</div>" for remark in answer.remarks)}</div>'
    as_of = f"截至 {answer.as_of:%Y-%m-%d}。" if answer.as_of else ""
    foot = f"{as_of}{describe(answer)}。作答方式：{answer.model}。"
    if spent := spent_line(answer.usage):
        foot += f"{spent}。"
    return f'{head}{body}<div class="una-foot">{escape(foot)}</div>'


def article_html(article: Article, citation: Citation) -> str:
    """The whole article with the quoted words highlighted."""
    head = []
    if article.kicker:
        head.append(f'<div class="una-kicker">{escape(article.kicker)}</div>')
    head.append(f"<h3>{escape(article.headline or '（无标题）')}</h3>")
    head.append(f'<div class="una-foot">{escape(where(citation))}</div>')
    text = article.text
    parts = (text[: citation.start], text[citation.start : citation.end], text[citation.end :])
    before, quote, after = (escape(part).replace("\n", "</p><p>") for part in parts)
    quote = quote.replace("</p><p>", "</mark></p><p><mark>")
    return f'<div class="una-article">{"".join(head)}<p>{before}<mark>{quote}</mark>{after}</p></div>'


def where(citation: Citation) -> str:
    """Publication, issue date and page in one line."""
    day = citation.issued
    parts = (
        f"《{citation.publication}》" if citation.publication else "",
        f"{day.year}年{day.month}月{day.day}日" if day else "日期不详",
        f"第{citation.page}版" if citation.page else "",
    )
    return " ".join(part for part in parts if part)


def button_label(citation: Citation) -> str:
    """A button's label that names a citation."""
    return plain_label(
        f"[{citation.number}] {citation.headline or citation.quote[:16]} · {citation.issued or '日期不详'}"
    )


def plain_label(text: str) -> str:
    """Text as a label of a widget. Labels are Markdown: everything that Markdown reads as a sign is escaped."""
    return escape_markdown(text)
