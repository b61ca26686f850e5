"""What digests say around their sentences, the same in every format. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.digest_records import Digest, Item, Reference, Scope
from assistant.newer import newer_figures
from assistant.records import Citation, Sentence
from assistant.summarise import joined
from assistant.topics import CORRECTIONS

_DAYS = 14  # days named one by one; more are counted
_STATUS = {"new": "新", "developing": "进展", "unknown": ""}
_INNER = str.maketrans("“”‘’", "‘’“”")  # marks of a quotation inside a quotation, GB/T 15834


def marks(numbers: Sequence[int]) -> str:
    """[1][3]"""
    return "".join(f"[{number}]" for number in numbers)


def headlined(sentence: Sentence) -> str:
    """A sentence of the headline line, without the full stop."""
    return sentence.text.rstrip("。；")


def tags(item: Item) -> str:
    """What is to be known of an item at a glance, 〔进展·更正〕; empty where there is nothing."""
    status = "" if item.section == CORRECTIONS else _STATUS[item.status]
    words = [word for word in (status, "更正" if item.corrected else "") if word]
    return f"〔{'·'.join(words)}〕" if words else ""


def named(reference: Reference) -> str:
    """An article by headline, paper, day and page."""
    parts = [
        f"《{reference.publication}》" if reference.publication else "",
        reference.issued.isoformat() if reference.issued else "",
        f"第{reference.page}版" if reference.page else "",
    ]
    where = " ".join(part for part in parts if part)
    return f"{reference.headline}（{where}）" if where else reference.headline


def source(citation: Citation) -> str:
    """A citation as one line without its number."""
    where = [
        f"《{citation.publication}》" if citation.publication else "",
        citation.issued.isoformat() if citation.issued else "",
        f"第{citation.page}版" if citation.page else "",
        citation.headline or "（无标题）",
    ]
    return f"{' '.join(part for part in where if part)}：{quoted(citation.quote)}"


def quoted(text: str) -> str:
    """The words in quotation marks, those inside them turned to inner ones, without gaps that extraction left."""
    return f"“{joined(' '.join(text.split())).translate(_INNER)}”"


def notes(item: Item) -> tuple[str, ...]:
    """Lines under an item: further reports, reprints, what came before."""
    found = []
    if len(item.articles) > 1:
        found.append(f"共 {len(item.articles)} 篇报道：" + "；".join(named(each) for each in item.articles))
    if item.reprints:
        found.append("转载：" + "；".join(named(each) for each in item.reprints))
    if item.earlier:
        found.append("此前：" + "；".join(named(each) for each in item.earlier))
    found += [
        f"数字有变：此前报道{quoted(change.then.text)}{marks(change.then.citations)}"
        for change in item.changes
    ]
    return tuple(found)


def changes(digest: Digest) -> tuple[str, ...]:
    """What changed against the period before, a line a kind."""
    items = digest.items
    if not items:
        return ()
    news = [item for item in items if item.section != CORRECTIONS]
    developing = [item.headline for item in news if item.status == "developing"]
    corrected = [item.headline for item in news if item.corrected]
    notices = [item.headline for item in items if item.section == CORRECTIONS]
    lines = []
    if digest.scope.compared is None:
        lines.append("文库里没有更早的报纸，分不出哪些是新事。")
    else:
        new = sum(item.status == "new" for item in news)
        lines.append(f"与 {_span(*digest.scope.compared)} 的报纸相比：新事 {new} 件。")
    if developing:
        lines.append(f"有进展 {len(developing)} 件：{'；'.join(developing)}。")
    if corrected:
        lines.append(f"报纸后来更正的 {len(corrected)} 件：{'；'.join(corrected)}。")
    if notices:
        lines.append(f"刊出更正 {len(notices)} 则：{'；'.join(notices)}。")
    told = [sentence for item in news for sentence in item.sentences]
    lines += newer_figures(told, digest.citations)
    return tuple(lines)


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} 至 {last}"


def coverage(scope: Scope) -> tuple[str, ...]:
    """What was read, and what was not there to be read."""
    pages = sum(len(issue.pages) for issue in scope.issues)
    papers = sorted({issue.publication for issue in scope.issues if issue.publication})
    names = f"（{'、'.join(f'《{paper}》' for paper in papers)}）" if papers else ""
    paged = f"、{pages} 个版" if pages else ""
    lines = [f"检索报纸 {len(scope.issues)} 期{names}{paged}、文章 {scope.articles} 篇。"]
    if scope.compared is not None:
        lines.append(f"对照 {_span(*scope.compared)} 的文章 {scope.before} 篇。")
    if scope.missing:
        days = "、".join(f"{day:%m-%d}" for day in scope.missing[:_DAYS])
        more = " 等" if len(scope.missing) > _DAYS else ""
        lines.append(f"文库里没有报纸的日子 {len(scope.missing)} 天：{days}{more}。")
    if scope.undated:
        lines.append(f"另有 {scope.undated} 篇文章没有日期，不在检索之列。")
    return tuple(lines)


def watch_line(topic: str, found: Sequence[Reference], before: int) -> str:
    """What a saved topic had."""
    if not found:
        return f"“{topic}”：本期没有（此前 {before} 篇）。"
    return (
        f"“{topic}”：本期 {len(found)} 篇（此前 {before} 篇）："
        + "；".join(named(each) for each in found)
        + "。"
    )
