"""Records as JSON objects for `--json`, and as lines for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.ingest import Ingested
from assistant.period import Period
from assistant.readers import Failure
from assistant.records import Answer, Citation, PageArticle, Sentence, Spent, Table, Unfinished
from assistant.refuse import foot
from vectorstore.records import Article, Hit

Json = Mapping[str, object]
_UNFINISHED: Mapping[Unfinished, str] = {
    "interrupted": "连接中断",
    "length": "达到回答长度上限",
    "stopped": "中途停止",
    "halted": "写的过程中程序退出了",
}


def piece_json(piece: PageArticle, *, origin: str) -> Json:
    """An article found on a page; what belongs to no article has its words under `left_out`, not `text`."""
    other = piece.kind == "other"
    return {
        "headline": piece.headline,
        "kicker": piece.kicker,
        "subtitle": piece.subtitle,
        "byline": piece.byline,
        "publication": piece.publication,
        "issued": piece.issued.isoformat() if piece.issued else None,
        "page": piece.page,
        "kind": piece.kind,
        "text": "" if other else piece.text,
        "left_out": piece.text if other else None,
        "note": piece.note,
        "lines": [[each.first, each.last] for each in piece.ranges],
        "origin": origin,
    }


def article_json(article: Article, *, text: bool = True, reprints: Sequence[Article] | None = None) -> Json:
    """An article of the library; with its reprints unless they are None (not looked up)."""
    values: dict[str, object] = {
        "article_id": article.external_id or article.id,
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "byline": article.byline,
        "publication": article.publication,
        "issued": article.issued.isoformat() if article.issued else None,
        "page": article.page,
        "kind": article.kind,
        "revision": article.revision,
        "origin": article.origin,
    }
    if reprints is not None:
        values["reprints"] = [_reprint_json(each) for each in reprints]
    return values | ({"text": article.text} if text else {})


def hit_json(hit: Hit) -> Json:
    """A search result."""
    return {
        "article_id": hit.article.external_id or hit.article.id,
        "headline": hit.article.headline,
        "publication": hit.article.publication,
        "issued": hit.article.issued.isoformat() if hit.article.issued else None,
        "score": round(hit.score, 4),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "days": [[first.isoformat(), last.isoformat()] for first, last in hit.passage.days],
        "reprints": [_reprint_json(each) for each in hit.others],
    }


def hit_line(hit: Hit) -> str:
    """A search result as lines for people, its reprints beneath."""
    article = hit.article
    lines = [f"{hit.score:.3f}  {article.issued or ''}  {article.headline or ''}", hit.passage.text[:80]]
    lines += [f"转载：{article_line(other)}" for other in hit.others]
    return "\n       ".join(lines)


def period_json(period: Period) -> Json:
    """The issues searched and those preferred: days as given or read from the question, null where open."""
    first, last = period.prefer or (None, None)
    return {
        "since": period.admit.since.isoformat() if period.admit.since else None,
        "until": period.admit.until.isoformat() if period.admit.until else None,
        "prefer_since": first.isoformat() if first else None,
        "prefer_until": last.isoformat() if last else None,
        "said": period.said,
    }


def answer_json(answer: Answer) -> Json:
    """An answer; `text` is what a reader is shown, the refusal included."""
    coverage = answer.coverage
    return {
        "question": answer.question,
        "understood_as": answer.understood_as,
        "text": answer.text,
        "sentences": [_sentence_json(sentence) for sentence in answer.sentences],
        "table": _table_json(answer.table) if answer.table else None,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "remarks": list(answer.remarks),
        "suggestions": list(answer.suggestions),
        "refused": answer.refused,
        "nearest": list(answer.nearest),
        "struck": [{"text": sentence.text, "reason": sentence.reason} for sentence in answer.struck],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "coverage": {
            "articles": coverage.articles,
            "first": coverage.first.isoformat() if coverage.first else None,
            "last": coverage.last.isoformat() if coverage.last else None,
            "publications": list(coverage.publications),
        },
        "period": answer.period_said,
        "model": answer.model,
        "prompt_digest": answer.prompt_digest,
        "unfinished": answer.unfinished,
        "usage": _spent_json(answer.usage),
    }


def _sentence_json(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "verdict": sentence.verdict,
        "reason": sentence.reason,
    }


def _table_json(table: Table) -> Json:
    """Cells in the order of the columns, each a list of sentences; one that is unsupported was struck."""
    return {
        "columns": list(table.columns),
        "rows": [
            {"name": row.name, "cells": [[_sentence_json(each) for each in cell] for cell in row.cells]}
            for row in table.rows
        ],
    }


def _spent_json(spent: Spent) -> Json:
    values: dict[str, object] = {
        "prompt_tokens": spent.prompt_tokens,
        "completion_tokens": spent.completion_tokens,
        "calls": spent.calls,
    }
    if spent.cost is not None:  # unknown is not 0
        values |= {"cost": round(spent.cost, 6), "currency": spent.currency}
    return values


def unfinished_line(answer: Answer) -> str | None:
    """That the answer was not written to its end, and why; None: it was."""
    return f"回答未写完：{_UNFINISHED[answer.unfinished]}。" if answer.unfinished else None


def spent_line(spent: Spent) -> str | None:
    """Tokens, calls and cost; None: no model was asked."""
    if not spent.calls:
        return None
    tokens = f"{spent.prompt_tokens}+{spent.completion_tokens} token，{spent.calls} 次调用"
    return tokens if spent.cost is None else f"{tokens}，约 {spent.cost:.4f} {spent.currency}"


def ingested_json(result: Ingested) -> Json:
    """The last line of an ingest."""
    return {
        "added": result.added,
        "revised": result.revised,
        "unchanged": result.unchanged,
        "reprints": result.reprints,
        "failed": result.failed,
        "passages": result.passages,
        "seconds": result.seconds,
    }


def source_line(citation: Citation) -> str:
    """A citation as one line for people."""
    where = [
        f"《{citation.publication}》" if citation.publication else "",
        citation.issued.isoformat() if citation.issued else "",
        f"第{citation.page}版" if citation.page else "",
        citation.headline or "（无标题）",
    ]
    return f"[{citation.number}] {' '.join(part for part in where if part)}：“{citation.quote}”"


def failure_line(failure: Failure) -> str:
    """A failure as one line that names its file."""
    if failure.reason.startswith(failure.where):
        return failure.reason
    return f"{failure.where}：{failure.reason}"


def article_line(article: Article) -> str:
    """An article as one line for people."""
    day = article.issued.isoformat() if article.issued else "日期不详  "
    return f"{article.external_id or article.id}  {day}  {article.headline or article.text[:24] + '…'}"


def answer_lines(answer: Answer, *, table: str = "") -> Sequence[str]:
    """An answer as lines for people: the text, its sources, what was searched. `table`: how its table is drawn;
    empty: as text."""
    lines = [f"（按这个意思查的：{answer.understood_as}）"] if answer.understood_as else []
    lines += [table, *(sentence.marked for sentence in answer.beside)] if table else [answer.text]
    if unfinished := unfinished_line(answer):
        lines += ["", unfinished]
    if answer.citations:
        lines += ["", "出处："] + [source_line(citation) for citation in answer.citations]
    lines += ["", *answer.remarks] if answer.remarks else []
    if answer.struck:
        lines += ["", "已删去（没有出处支持）："] + [f"- {s.text}（{s.reason}）" for s in answer.struck]
    if answer.suggestions:
        lines += ["", "还可以问："] + [f"- {question}" for question in answer.suggestions]
    spent = spent_line(answer.usage)
    return [*lines, "", f"{foot(answer)}（{spent}）" if spent else foot(answer)]


def _reprint_json(article: Article) -> Json:
    return {
        "article_id": article.external_id or article.id,
        "headline": article.headline,
        "publication": article.publication,
        "issued": article.issued.isoformat() if article.issued else None,
    }


def _citation_json(citation: Citation) -> Json:
    return {
        "number": citation.number,
        "article_id": citation.external_id or citation.article_id,
        "headline": citation.headline,
        "publication": citation.publication,
        "issued": citation.issued.isoformat() if citation.issued else None,
        "page": citation.page,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
