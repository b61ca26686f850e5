"""The library as HTML: its calendar, the results of an import, a page's lines, an article. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from assistant.calendar import Day
from assistant.desk import FileResult
from assistant.records import Page
from vectorstore.records import Article

_WEEK = "一二三四五六日"
_STEPS = (1, 5, 10, 20)  # articles of a day from which on its square is a shade darker
_SHOWN_REASONS = 5  # of one file


def calendar_html(found: Sequence[str]) -> str:
    """Months, as `month_html` gives them, and how to read them."""
    return f'<div class="una-months">{"".join(found)}</div>{_LEGEND}'


def results_html(results: Sequence[FileResult]) -> str:
    """A table, a file a row: what became of it, and what to do where it failed."""
    rows = "".join(
        f'<tr><th scope="row">{escape(each.name)}</th><td>{_state(each)}</td><td>{_said(each)}</td></tr>'
        for each in results
    )
    head = "<tr><th>文件</th><th>结果</th><th>说明</th></tr>"
    return f'<table class="una-table una-results"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def lines_html(page: Page, owners: Mapping[int, int], chosen: int | None) -> str:
    """A page without geometry, line by line, with the number of the article that each line went to; None: no article
    is chosen. `owners`: numbers of articles by numbers of lines."""
    rows: list[str] = []
    before: int | None = None
    for line in page.lines:
        if not line.text.strip():
            continue
        owner = owners.get(line.number)
        kind = " una-chosen" if owner is not None and owner == chosen else "" if owner else " una-unused"
        label = str(owner) if owner is not None and owner != before else ""
        rows.append(f'<div class="una-line{kind}"><span>{label}</span><p>{escape(line.text)}</p></div>')
        before = owner
    return f'<div class="una-lines" tabindex="0" role="region" aria-label="版面原文">{"".join(rows)}</div>'


def whole_html(article: Article) -> str:
    """The article, all of it."""
    kicker = f'<div class="una-kicker">{escape(article.kicker)}</div>' if article.kicker else ""
    headline = f"<h3>{escape(article.headline or '（无标题）')}</h3>"
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n") if line.strip())
    return f'<div class="una-article">{kicker}{headline}{paragraphs}</div>'


def month_html(first: date, days: Sequence[Day]) -> str:
    """A table, a square a day: the more articles the darker; missing issues are marked with a word."""
    by_day = {each.day.day: each for each in days}
    blank = first.weekday()
    cells = ["<td></td>"] * blank
    for number in range(1, max(by_day) + 1):
        cells.append(_cell(number, by_day.get(number)))
    cells += ["<td></td>"] * (-len(cells) % 7)
    rows = "".join(f"<tr>{''.join(cells[at : at + 7])}</tr>" for at in range(0, len(cells), 7))
    head = "".join(f'<th scope="col">{name}</th>' for name in _WEEK)
    held = sum(each.held == "held" for each in days)
    missing = sum(each.held == "missing" for each in days)
    caption = f"{first.year}年{first.month}月：{held} 期" + (f"，缺 {missing} 期" if missing else "")
    return f'<table class="una-month"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(number: int, day: Day | None) -> str:
    if day is None or day.held == "none":
        return f'<td class="una-day">{number}</td>'
    if day.held == "missing":
        return f'<td class="una-day una-missing" title="{day.day} 好像缺一期">{number}<small>缺</small></td>'
    shade = sum(day.articles >= step for step in _STEPS)
    pages = f"，{len(day.pages)} 个版" if day.pages else ""
    return (
        f'<td class="una-day una-shade-{shade}" title="{day.day}：{day.articles} 篇{pages}">'
        f"{number}<small>{day.articles}</small></td>"
    )


def _state(result: FileResult) -> str:
    if not result.articles:
        return '<span class="una-verdict una-unsupported">没有导入</span>'
    if result.failures:
        return '<span class="una-verdict una-partly">部分导入</span>'
    return '<span class="una-verdict una-supported">已导入</span>'


def _said(result: FileResult) -> str:
    counts = (("新增", result.added), ("更新", result.revised), ("未变", result.unchanged))
    told = "，".join(f"{word} {count} 篇" for word, count in counts if count)
    reasons = [
        escape(f"{each.reason}" if each.where == result.name else f"{each.where}：{each.reason}")
        for each in result.failures[:_SHOWN_REASONS]
    ]
    more = len(result.failures) - len(reasons)
    if more > 0:
        reasons.append(f"……另有 {more} 处")
    return "<br>".join([*([told] if told else []), *reasons])


_LEGEND = '<div class="una-foot">格子里的小字是篇数，颜色越深篇数越多；“缺”是按这家报纸平时的出版日，这天像是少了一期。</div>'
