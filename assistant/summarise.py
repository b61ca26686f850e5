"""Summarise reports: written by a chat model and judged sentence by sentence, or extracted; always cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.citations import Marked, cite
from assistant.condense import Extract, Rewritten, blend, condense
from assistant.corrections import Corrections, state_corrections
from assistant.judging import judge, narrow
from assistant.newer import newer_figures
from assistant.portions import Portion
from assistant.records import Citation, Sentence, Spent
from assistant.spending import spent_on
from assistant.summary_drafts import Draft, Form, Summarising, draft
from vectorstore.corrections import read_notice
from vectorstore.identity import squash
from vectorstore.records import Article

EXTRACTED = "程序摘句"
READERS = "一般读者"
_MOST: Mapping[Form, int | None] = {"line": 1, "brief": None, "points": 5}  # sentences; None: any number
_GAP = re.compile(r"(?<=[一-鿿，。、；：,])\s+(?=[一-鿿“《\d])|(?<=[一-鿿\d])\s+(?=[，。、；：一-鿿])")
_OPEN_END = re.compile(r"[；;，,、：:]$")


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of some reports."""

    form: Form
    sentences: tuple[Sentence, ...]  # every one supported by what it cites
    citations: tuple[Citation, ...]
    struck: tuple[Sentence, ...]  # what the model wrote and no source supports; not shown as fact
    written: bool  # with a chat model's words in it; False: only sentences of the papers
    model: str  # the chat model's name, or the extractive method's
    prompt_digest: str | None  # None: no chat model was asked
    usage: Spent
    remarks: tuple[str, ...] = ()  # on sentences that give one matter other figures

    @property
    def text(self) -> str:
        """With its marks; points a line each."""
        between = "\n" if self.form == "points" else ""
        lead = "· " if self.form == "points" else ""
        return between.join(
            lead + sentence.text + "".join(f"[{number}]" for number in sentence.citations)
            for sentence in self.sentences
        )


def summarise(
    told: Sequence[Portion],
    *,
    form: Form,
    length: int,  # characters
    using: Summarising,
    most: int | None = None,  # sentences, corrections apart; None: as the form has it
    corrections: Corrections | None = None,  # of the articles; None: none are known
    audience: str = READERS,
) -> Summary:
    """The summary of the reports, corrections stated first. Raises ChatError.

    Of a model's sentences those that no source supports are struck, and of the others and the papers' own those
    are taken that together tell most within the length. What a correction declares wrong is left out.
    """
    wrong = declared_wrong(corrections or {})
    most = most or _MOST[form]
    if using.chat is None:
        summary = extracted(told, form=form, length=length, most=most, wrong=wrong)
    else:
        drafted = draft(told, form=form, length=length, audience=audience, using=using, chat=using.chat)
        taken = blend(
            told, [each.text for each in drafted.sentences], length=length, most=most, wrong=wrong.found_in
        )
        summary = _written(drafted, taken, form, using)
    if corrections:
        summary = _corrected(summary, corrections, wrong)
    return replace(summary, remarks=newer_figures(summary.sentences, summary.citations))


@dataclass(frozen=True, slots=True)
class Wrong:
    """Words that corrections declare wrong, without punctuation."""

    words: frozenset[str] = frozenset()

    def found_in(self, text: str) -> bool:
        """Whether the text says any of them."""
        return any(words in squash(text) for words in self.words)


def extracted(
    told: Sequence[Portion], *, form: Form, length: int, most: int | None = None, wrong: Wrong | None = None
) -> Summary:
    """The summary in whole sentences of the reports, each citing itself; `most` as in `summarise`; `wrong` None:
    no words are."""
    taken = condense(told, length=length, most=most or _MOST[form], wrong=(wrong or Wrong()).found_in)
    citations = tuple(_citation(each, number) for number, each in enumerate(taken, 1))
    return Summary(form, tuple(map(quoting, citations)), citations, (), False, EXTRACTED, None, Spent())


def _written(drafted: Draft, taken: Sequence[Extract | Rewritten], form: Form, using: Summarising) -> Summary:
    """The summary of the sentences taken, the papers' own behind the sources of the draft."""
    sources = list(drafted.sources)
    sentences: list[Sentence] = []
    for each in taken:
        if isinstance(each, Rewritten):
            sentences.append(drafted.sentences[each.at])
        else:
            sources.append(_citation(each, len(sources) + 1))
            sentences.append(quoting(sources[-1]))
    written = any(isinstance(each, Rewritten) for each in taken)
    name = using.chat.name if using.chat else EXTRACTED
    shown, citations = _numbered(sentences, narrow(sentences, sources))
    return Summary(
        form=form,
        sentences=shown,
        citations=citations,
        struck=drafted.struck,
        written=written,
        model=name if written else f"{EXTRACTED}；{name} 没有写出可用的话",
        prompt_digest=drafted.prompt_digest,
        usage=spent_on(drafted.used, using.price),
    )


def _numbered(
    sentences: Sequence[Sentence], citations: Sequence[Citation]
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The same, the citations numbered in the order they are first cited in."""
    order = dict.fromkeys(number for sentence in sentences for number in sentence.citations)
    by_number = {each.number: each for each in citations}
    new = {old: number for number, old in enumerate((old for old in order if old in by_number), 1)}
    return (
        tuple(
            replace(sentence, citations=tuple(new[n] for n in sentence.citations if n in new))
            for sentence in sentences
        ),
        tuple(replace(by_number[old], number=number) for old, number in new.items()),
    )


def _citation(extract: Extract, number: int) -> Citation:
    return cite(extract.article, number=number, start=extract.start, end=extract.end)


def quoting(citation: Citation) -> Sentence:
    """What the citation quotes, as a sentence of its own."""
    text = _OPEN_END.sub("。", joined(citation.quote))
    return judge(Marked(text, (citation.number,)), (citation,))


def joined(text: str) -> str:
    """The text without the spaces that extraction left between ideographs."""
    return _GAP.sub("", text)


def articles_of(told: Sequence[Portion]) -> tuple[Article, ...]:
    """The articles the reports stand in, each once."""
    return tuple({portion.article.id: portion.article for portion in told}.values())


def _corrected(summary: Summary, corrections: Corrections, wrong: Wrong) -> Summary:
    """The summary with its articles' corrections first, without the sentences that these declare wrong."""
    stated, citations = state_corrections(summary.sentences, summary.citations, corrections)
    added = stated[: len(stated) - len(summary.sentences)]
    kept = [each for each in summary.sentences if not wrong.found_in(each.text)]
    sentences, numbered = _numbered((*added, *kept), citations)
    return replace(summary, sentences=sentences, citations=numbered)


def declared_wrong(corrections: Corrections) -> Wrong:
    """The words that the corrections say were wrong."""
    notices = [read_notice(article) for found in corrections.values() for article in found]
    return Wrong(
        frozenset(squash(words) for notice in notices if notice is not None for words in notice.wrong)
    )
