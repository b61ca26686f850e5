"""Answers that rest on corrected articles say so: the correction joins the sources and is quoted first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.citations import cite
from assistant.records import Citation, Sentence
from vectorstore.corrections import says_what_is_wrong
from vectorstore.records import Article, Hit
from vectorstore.sentences import sentence_spans

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
Corrections = Mapping[str, tuple[Article, ...]]  # newest first, by id of the corrected article


def correction_sources(
    hits: Sequence[Hit], corrections: Corrections, *, first_number: int
) -> tuple[Citation, ...]:
    """A citation for each correction of the hits' articles that is no hit itself, for a chat model to read."""
    shown = {hit.article.id for hit in hits}
    missing = {
        article.id: article
        for hit in hits
        for article in corrections.get(hit.article.id, ())
        if article.id not in shown
    }
    return tuple(
        cite(article, number=number, start=0, end=len(article.text))
        for number, article in enumerate(missing.values(), first_number)
    )


def state_corrections(
    sentences: Sequence[Sentence], citations: Sequence[Citation], corrections: Corrections
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Sentences and citations of an answer, those of unmentioned corrections put before the sentences and
    behind the citations. A correction that the answer quotes already is not repeated."""
    stated = {each.article_id for each in citations if says_what_is_wrong(each.quote)}
    number = max((each.number for each in citations), default=0)
    added: list[Sentence] = []
    sources: list[Citation] = []
    for cited in citations:
        for article in corrections.get(cited.article_id, ()):
            span = _correcting_span(article, cited)
            if article.id in stated or span is None:
                continue
            stated.add(article.id)
            number += 1
            sources.append(cite(article, number=number, start=span[0], end=span[1]))
            text = f"更正：{_name(cited)}已有更正{_day(article)}：{sources[-1].quote}"
            added.append(Sentence(text, (number, cited.number), "supported"))
    return (*added, *sentences), (*citations, *sources)


def _correcting_span(article: Article, cited: Citation) -> tuple[int, int] | None:
    """The sentence of the correction that says what is wrong, of several that with most of the figures quoted;
    None: none says it."""
    quoted = set(_FIGURE.findall(cited.quote))
    spans = [span for span in sentence_spans(article.text) if says_what_is_wrong(article.text[slice(*span)])]
    return max(
        spans,
        key=lambda span: (len(quoted & set(_FIGURE.findall(article.text[slice(*span)]))), -span[0]),
        default=None,
    )


def _name(cited: Citation) -> str:
    title = f"《{cited.headline}》" if cited.headline else "所引报道"
    return f"{title}（{cited.issued.isoformat()}）" if cited.issued else title


def _day(article: Article) -> str:
    return f"（{article.issued.isoformat()}）" if article.issued else ""
