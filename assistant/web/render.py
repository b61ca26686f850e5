"""Text from articles, models and users as HTML in which nothing but text can stand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.markdown import escape_markdown
from assistant.output import spent_line, unfinished_line
from assistant.records import Answer, Citation, Sentence, Table, Verdict, Withdrawn
from assistant.refuse import foot
from vectorstore.records import Article

VERDICTS: dict[Verdict, str] = {"supported": "支持", "partly": "部分支持", "unsupported": "未证实"}


def sentence_html(sentence: Sentence) -> str:
    """A sentence with its marks, which are buttons; a verdict other than `supported` is said in words."""
    text = escape(sentence.text)
    verdict = VERDICTS[sentence.verdict]
    marks = "".join(
        f'<button type="button" class="una-mark una-{sentence.verdict}" data-mark="{number}" '
        f'aria-label="打开出处 {number}（{verdict}）" title="打开出处 {number}（{verdict}）">{number}</button>'
        for number in sentence.citations
    )
    if sentence.verdict == "supported":
        return f"<span>{text}</span>{marks}"
    reason = f"{verdict}：{escape(sentence.reason or '')}"
    return (
        f'<span class="una-said-{sentence.verdict}">{text}</span>{marks}'
        f'<span class="una-tag una-{sentence.verdict}">（{reason}）</span>'
    )


def sentence_parts(sentences: Sequence[Sentence], withdrawn: Sequence[Withdrawn] = ()) -> tuple[str, ...]:
    """The sentences so far; those withdrawn since are struck out where they stand, with the reason."""
    reasons = {each.sentence: each.reason for each in withdrawn}
    return tuple(
        f'<s>{escape(each.text)}</s><span class="una-tag una-unsupported">（已撤回：{escape(reasons[each])}）</span>'
        if each in reasons
        else sentence_html(each)
        for each in sentences
    )


def answer_parts(answer: Answer) -> tuple[str, ...]:
    """What the answer says, a part a sentence; a refusal is one part."""
    if answer.refusal is not None:
        return (f"<span>{escape(answer.refusal)}</span>",)
    table = (table_html(answer.table),) if answer.table else ()
    return (*table, *sentence_parts(answer.beside))


def table_html(table: Table) -> str:
    """The table of a comparison; what was struck in it is struck out where it stands, with the reason."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th>{"".join(map(_cell_html, row.cells))}</tr>'
        for row in table.rows
    )
    return (
        f'<div class="una-wide"><table class="una-table"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cell_html(cell: Sequence[Sentence]) -> str:
    said = "".join(
        f'<s>{escape(each.text)}</s><span class="una-tag una-unsupported">（已删去：{escape(each.reason or "")}）</span>'
        if each.verdict == "unsupported"
        else f"<div>{sentence_html(each)}</div>"
        for each in cell
    )
    return f"<td>{said or '—'}</td>"


def answer_head(answer: Answer) -> str:
    """How the question was understood, where that is not as it was asked; else empty."""
    if not answer.understood_as:
        return ""
    return f'<div class="una-foot">按这个意思查的：{escape(answer.understood_as)}</div>'


def answer_foot(answer: Answer) -> str:
    """What stands under an answer: verdicts in words, what was struck, remarks, what was searched and until when."""
    return "".join(
        (_tally(answer), _struck(answer), _unfinished(answer), _remarks(answer), _searched(answer))
    )


def _tally(answer: Answer) -> str:
    counts = Counter(sentence.verdict for sentence in answer.sentences if sentence.citations)
    if not counts:
        return ""
    said = "".join(
        f'<span class="una-verdict una-{verdict}">{word} {counts[verdict]} 句</span>'
        for verdict, word in VERDICTS.items()
        if counts[verdict]
    )
    return f'<div class="una-foot">逐句核对：{said}</div>'


def _struck(answer: Answer) -> str:
    struck = "".join(
        f"<li><s>{escape(sentence.text)}</s>（{VERDICTS['unsupported']}：{escape(sentence.reason or '')}）</li>"
        for sentence in answer.struck
    )
    if not struck:
        return ""
    count = len(answer.struck)
    return f'<details class="una-foot"><summary>没有出处支持、已删去 {count} 句</summary><ul>{struck}</ul></details>'


def _unfinished(answer: Answer) -> str:
    unfinished = unfinished_line(answer)
    return f'<div class="una-tag una-partly">{escape(unfinished)}</div>' if unfinished else ""


def _remarks(answer: Answer) -> str:
    remarks = "".join(f"<div>{escape(remark)}</div>" for remark in answer.remarks)
    return f'<div class="una-foot una-remarks">{remarks}</div>' if remarks else ""


def _searched(answer: Answer) -> str:
    if not answer.model:  # it was broken off before anything was searched
        return ""
    spent = spent_line(answer.usage)
    said = f"{foot(answer)}。{spent}。" if spent else f"{foot(answer)}。"
    return f'<div class="una-foot">{escape(said)}</div>'


def article_html(article: Article, citation: Citation) -> str:
    """The whole article with the quoted words highlighted."""
    head = []
    if article.kicker:
        head.append(f'<div class="una-kicker">{escape(article.kicker)}</div>')
    head.append(f"<h2>{escape(article.headline or '（无标题）')}</h2>")
    signed = f" · {article.byline}" if article.byline else ""
    head.append(f'<div class="una-foot">{escape(where(citation) + signed)}</div>')
    text = article.text
    parts = (text[: citation.start], text[citation.start : citation.end], text[citation.end :])
    before, quote, after = (escape(part).replace("\n", "</p><p>") for part in parts)
    quote = quote.replace("</p><p>", "</mark></p><p><mark>")
    return f'<div class="una-article">{"".join(head)}<p>{before}<mark>{quote}</mark>{after}</p></div>'


def copied_text(answer: Answer) -> str:
    """An answer with its sources as plain text, for another document."""
    lines = [answer.question, "", answer.text]
    if unfinished := unfinished_line(answer):
        lines.append(unfinished)
    if answer.citations:
        lines += ["", "出处："]
        lines += [
            f"[{each.number}] {where(each)}《{each.headline or '（无标题）'}》：“{' '.join(each.quote.split())}”"
            for each in answer.citations
        ]
    return "\n".join([*lines, "", f"{foot(answer)}。"])


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
