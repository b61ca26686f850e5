"""Summarise reports: written by a chat model and judged sentence by sentence, or extracted; always cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.fit import prompt_tokens
from assistant.chat.metered import Price
from assistant.citations import Marked, cite, lay_out, parse_reply, says_nothing_found
from assistant.condense import condense
from assistant.corrections import Corrections, state_corrections
from assistant.judging import judge, narrow
from assistant.packs import packed, renumbered, source_citations
from assistant.portions import Portion
from assistant.prompts import Prompt
from assistant.records import Citation, Sentence, Spent
from assistant.writing import spent_on
from vectorstore.corrections import read_notice
from vectorstore.identity import squash
from vectorstore.records import Article
from vectorstore.token_count import count_tokens

Form = Literal["line", "brief", "points"]
FORMS: tuple[Form, ...] = ("line", "brief", "points")
LENGTHS: Mapping[Form, int] = {
    "line": 60,
    "brief": 200,
    "points": 300,
}  # characters, where none are asked for
EXTRACTED = "程序摘句"
READERS = "一般读者"
_MOST: Mapping[Form, int | None] = {"line": 1, "brief": None, "points": 5}  # sentences; None: any number
_OVER = 1.3  # factor by which a model may write more than was asked for
_OUTPUT_SHARE = 4  # at most this part of the context is kept for the reply
_MARGIN = 1.1  # of models that count more tokens than we do
_LEVELS = 4  # times that notes may be made of notes
_GAP = re.compile(r"(?<=[一-鿿，。、；：])\s+(?=[一-鿿“《])")
_ENDED = re.compile(r"[。！？!?…”’」』）)】\]］]\s*\Z")


@dataclass(frozen=True, slots=True)
class Summarising:
    """What summaries need, the same for all."""

    chat: ChatModel | None  # None: summaries are extracted
    prompts: Mapping[Form, Prompt]
    max_tokens: int
    context_tokens: int
    price: Price | None = None  # None: costs are not counted

    @property
    def output_tokens(self) -> int:
        """Tokens a reply may have."""
        return min(self.max_tokens, self.context_tokens // _OUTPUT_SHARE)


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of some reports."""

    form: Form
    sentences: tuple[Sentence, ...]  # every one supported by what it cites
    citations: tuple[Citation, ...]
    struck: tuple[Sentence, ...]  # what the model wrote and no source supports; not shown as fact
    written: bool  # a chat model's words; False: sentences of the papers
    model: str  # the chat model's name, or the extractive method's
    prompt_digest: str | None  # None: no chat model was asked
    usage: Spent

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

    A model's sentence that no source supports is struck; where none is left, sentences of the papers stand in.
    """
    if using.chat is None:
        return _corrected(extracted(told, form=form, length=length, most=most), corrections)
    job = _Job(using, using.chat, form, length, audience, most or _MOST[form])
    sources = source_citations(told, count=count_tokens)
    summary = job.write(sources)
    if not summary.sentences:
        instead = extracted(told, form=form, length=length, most=most)
        summary = replace(
            summary,
            sentences=instead.sentences,
            citations=instead.citations,
            written=False,
            model=f"{EXTRACTED}；{using.chat.name} 没有写出有出处的话",
        )
    return _corrected(summary, corrections)


def extracted(told: Sequence[Portion], *, form: Form, length: int, most: int | None = None) -> Summary:
    """The summary in whole sentences of the reports, each citing itself; `most` as in `summarise`."""
    taken = condense(told, length=length, most=most or _MOST[form])
    citations = tuple(
        cite(each.article, number=number, start=each.start, end=each.end)
        for number, each in enumerate(taken, 1)
    )
    sentences = tuple(judge(Marked(_joined(each.quote), (each.number,)), (each,)) for each in citations)
    return Summary(form, sentences, citations, (), False, EXTRACTED, None, Spent())


def _joined(text: str) -> str:
    """The text without the spaces that extraction left between ideographs."""
    return _GAP.sub("", text)


def articles_of(told: Sequence[Portion]) -> tuple[Article, ...]:
    """The articles the reports stand in, each once."""
    return tuple({portion.article.id: portion.article for portion in told}.values())


def _corrected(summary: Summary, corrections: Corrections | None) -> Summary:
    """The summary with its articles' corrections first, without the sentences that these declare wrong."""
    if not corrections:
        return summary
    stated, citations = state_corrections(summary.sentences, summary.citations, corrections)
    wrong = _declared_wrong(corrections)
    added = stated[: len(stated) - len(summary.sentences)]
    kept = [each for each in summary.sentences if not any(words in squash(each.text) for words in wrong)]
    sentences = (*added, *kept)
    used = {number for sentence in sentences for number in sentence.citations}
    return replace(
        summary, sentences=sentences, citations=tuple(each for each in citations if each.number in used)
    )


def _declared_wrong(corrections: Corrections) -> frozenset[str]:
    """The words, without punctuation, that the corrections say were wrong."""
    notices = [read_notice(article) for found in corrections.values() for article in found]
    return frozenset(squash(words) for notice in notices if notice is not None for words in notice.wrong)


@dataclass(frozen=True, slots=True)
class _Job:
    """One summary to be written."""

    using: Summarising
    chat: ChatModel
    form: Form
    length: int
    audience: str
    most: int | None  # None: any number

    def write(self, sources: Sequence[Citation]) -> Summary:
        """The summary as far as the gate lets it pass. Where the sources do not fit the context, each pack of
        them is first made into notes, and what the notes quote is the source of the next level."""
        used: list[Usage] = []
        struck: list[Sentence] = []
        prompt = self.using.prompts[self.form]
        for _ in range(_LEVELS):
            packs = packed(sources, room=self._room(prompt), count=count_tokens)
            if len(packs) <= 1:
                break
            notes = [self._noted(pack, used, struck) for pack in packs]
            sources = renumbered([source for pack in notes for source in pack])
        shown: list[Sentence] = []
        citations: tuple[Citation, ...] = ()
        if sources:
            shown, failed = self._ask(prompt, renumbered(sources), self.length, used)
            shown = _within(shown, self.most, self.length)
            citations = narrow(shown, renumbered(sources))
            struck += failed
        return Summary(
            form=self.form,
            sentences=tuple(shown),
            citations=citations,
            struck=tuple(struck),
            written=bool(shown),
            model=self.chat.name,
            prompt_digest=prompt.digest,
            usage=spent_on(used, self.using.price),
        )

    def _noted(
        self, pack: Sequence[Citation], used: list[Usage], struck: list[Sentence]
    ) -> tuple[Citation, ...]:
        """What of a pack its notes rely on; the whole first source where the model notes nothing."""
        shown, failed = self._ask(self.using.prompts["points"], pack, LENGTHS["points"], used)
        struck += failed
        return narrow(shown, pack) or tuple(pack[:1])

    def _ask(
        self, prompt: Prompt, sources: Sequence[Citation], length: int, used: list[Usage]
    ) -> tuple[list[Sentence], list[Sentence]]:
        """(supported, struck) sentences of the reply."""
        reply = self.chat.reply(
            self._messages(prompt, lay_out(sources), length), max_tokens=self.using.output_tokens
        )
        used.append(reply.usage)
        return judged(reply, sources)

    def _messages(self, prompt: Prompt, laid_out: str, length: int) -> tuple[Message, ...]:
        values = {"audience": self.audience, "length": str(length), "sources": laid_out}
        system, user = prompt.fill(values)
        return Message("system", system), Message("user", user)

    def _room(self, prompt: Prompt) -> int:
        """Tokens that the sources may take."""
        others = prompt_tokens(self._messages(prompt, "", self.length), count_tokens)
        return int((self.using.context_tokens - self.using.output_tokens) / _MARGIN) - others


def judged(reply: Reply, sources: Sequence[Citation]) -> tuple[list[Sentence], list[Sentence]]:
    """(supported, struck) sentences of a reply to sources numbered from 1; an end that was cut off is left out."""
    marked = parse_reply(reply.text, sources=len(sources))
    if reply.finish != "stop" and not _ENDED.search(reply.text):
        marked = marked[:-1]
    sentences = [judge(each, sources) for each in marked if not says_nothing_found(each.text)]
    return (
        [sentence for sentence in sentences if sentence.verdict == "supported" and sentence.citations],
        [sentence for sentence in sentences if sentence.verdict != "supported" or not sentence.citations],
    )


def _within(sentences: Sequence[Sentence], most: int | None, length: int) -> list[Sentence]:
    """The first sentences that keep to the number and, nearly, to the length; at least one."""
    kept: list[Sentence] = []
    for sentence in sentences[:most]:
        if kept and sum(len(each.text) for each in (*kept, sentence)) > _OVER * length:
            break
        kept.append(sentence)
    return kept
