"""Digest a period of newspapers: events grouped and ranked, each told in cited sentences, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from assistant.chat import ChatModel, Message
from assistant.chat.fit import prompt_tokens
from assistant.citations import lay_out
from assistant.corrections import Corrections
from assistant.digest_changes import changed_figures
from assistant.digest_heads import HEADLINE_CHARS, telling_headline, telling_sentence
from assistant.digest_records import Change, Digest, DigestRequest, Item, Reference, Section, Status
from assistant.digest_room import LENGTHS, MOST, told_within
from assistant.errors import ChatError, NotAsked
from assistant.events import Event
from assistant.gathering import Gathered, article_reference, gather, reference
from assistant.judging import narrow
from assistant.labels import Label
from assistant.packs import packed, renumbered
from assistant.period_figures import period_figures
from assistant.portions import Portion
from assistant.prompts import Prompt
from assistant.records import Citation, Sentence, Spent
from assistant.spending import added, spent_on
from assistant.summarise import EXTRACTED, Summary, summarise
from assistant.summary_drafts import Summarising, judged
from assistant.topics import CORRECTIONS, section_of
from vectorstore.corrections import read_notice
from vectorstore.library import Library
from vectorstore.token_count import count_tokens

_TITLES = 3  # headlines in the headline line, where no model writes it
_EARLIER = 3  # earlier reports named with an item
_CHANGES = 1  # figures set beside earlier ones, in an item

Progress = Callable[[int, int], None]  # items done, items in all


@dataclass(frozen=True, slots=True)
class Digesting:
    """What digests need, the same for all."""

    library: Library
    summarising: Summarising
    headline: Prompt


def digest(
    request: DigestRequest,
    *,
    using: Digesting,
    now: datetime,
    report: Progress = lambda _done, _total: None,
) -> Digest:
    """The digest of the period. Raises LibraryError, ChatError.

    Where the model fails on an item, the others are still asked for before the error is raised: with replies
    kept, the next run has only the failed ones to pay for.
    """
    gathered = gather(request, using.library)
    titles = [event.lead.title for event in gathered.events]
    told = told_within(titles, form=request.form, items=request.items, length=request.length)
    chosen, rest = gathered.events[:told], gathered.events[told:]
    book = _Book(request, using, gathered)
    failed: ChatError | None = None
    for done, event in enumerate(chosen, 1):
        try:
            book.tell(event)
        except NotAsked:
            raise
        except ChatError as error:
            failed = failed or error
        report(done, len(chosen))
    if failed is not None:
        raise failed
    lead = book.head()
    left_out = [reference(portion) for event in rest for portion in event.told]
    return Digest(
        request=request,
        title=_title(request),
        lead=lead,
        sections=_sections(book.items),
        figures=period_figures(book.items, book.citations),
        watched=gathered.watched,
        left_out=(*left_out, *book.silent),
        scope=gathered.scope,
        citations=tuple(book.citations),
        struck=tuple(book.struck),
        label=book.label(now),
        usage=book.usage,
    )


def _title(request: DigestRequest) -> str:
    days = f"{request.since:%Y-%m-%d}"
    if request.until != request.since:
        days += f" 至 {request.until:%Y-%m-%d}"
    name = f"《{request.publication}》" if request.publication else "报纸"
    topic = f"“{request.topic}”" if request.topic else ""
    return f"{name}{topic}摘要（{days}）"


def _sections(items: Sequence[Item]) -> tuple[Section, ...]:
    """The items by section; sections in the order of their weightiest item."""
    names = dict.fromkeys(item.section for item in items)
    return tuple(Section(name, tuple(item for item in items if item.section == name)) for name in names)


class _Book:
    """A digest in the making: its items, and its citations numbered through."""

    def __init__(self, request: DigestRequest, using: Digesting, gathered: Gathered) -> None:
        self._request = request
        self._using = using
        self._gathered = gathered
        self.items: list[Item] = []
        self._events: list[Event] = []  # of the items
        self.silent: list[Reference] = []
        self.citations: list[Citation] = []
        self.struck: list[Sentence] = []
        self.usage = Spent(cost=None if using.summarising.price is None else 0.0)
        self._digests: list[str] = []

    def tell(self, event: Event) -> None:
        """Add the event's item."""
        form = self._request.form
        corrections = self._corrections(event)
        summary = summarise(
            event.told,
            form="line" if form == "brief" else "brief",
            length=LENGTHS[form],
            most=MOST[form],
            using=self._using.summarising,
            corrections=corrections,
            audience=self._request.audience,
        )
        self.usage = added(self.usage, summary.usage)
        self.struck += summary.struck
        if not summary.sentences:
            self.silent += [reference(portion) for portion in event.told]
            return
        if summary.written and summary.prompt_digest:
            self._digests.append(summary.prompt_digest)
        sentences = self._taken_in(summary)
        notice = read_notice(event.lead.article) is not None
        self._events.append(event)
        self.items.append(
            Item(
                headline=event.lead.title,
                section=CORRECTIONS if notice else section_of(event.lead),
                status=self._status(event),
                corrected=bool(corrections),
                sentences=sentences,
                articles=tuple(reference(portion) for portion in event.told),
                reprints=tuple(article_reference(article) for article in event.reprints),
                earlier=tuple(reference(portion) for portion in event.before[:_EARLIER]),
                changes=self._changes(sentences, event.before[:_EARLIER]),
                written=summary.written,
            )
        )

    def head(self) -> tuple[Sentence, ...]:
        """The headline line: a model's sentence over the items, else the weightiest headlines that are borne out."""
        chat = self._using.summarising.chat
        if chat is not None and self.items:
            written = self._written_head(chat)
            if written:
                return written
        found = []
        for event, item in zip(self._events[:_TITLES], self.items, strict=False):
            headline = telling_headline(item, self.citations)
            found.append(headline or self._telling(event) or item.sentences[0])
        return tuple(found)

    def label(self, now: datetime) -> Label:
        """How the digest was made."""
        chat = self._using.summarising.chat
        if chat is None or not self._digests:
            return Label(False, EXTRACTED, None, now)
        return Label(True, chat.name, "+".join(dict.fromkeys(self._digests)), now)

    def _corrections(self, event: Event) -> Corrections:
        ids = {portion.article.id for portion in event.told}
        return {name: found for name, found in self._gathered.corrections.items() if name in ids}

    def _status(self, event: Event) -> Status:
        if self._gathered.scope.compared is None:
            return "unknown"
        return "developing" if event.before else "new"

    def _telling(self, event: Event) -> Sentence | None:
        """The sentence that tells most of the event, cited from here; None: there is none."""
        found = telling_sentence(event, self._corrections(event))
        if found is None:
            return None
        sentence, cited = found
        known = [
            each
            for each in self.citations
            if (each.article_id, each.quote) == (cited.article_id, cited.quote)
        ]
        if not known:
            known = [replace(cited, number=len(self.citations) + 1)]
            self.citations += known
        return replace(sentence, citations=(known[0].number,))

    def _taken_in(self, summary: Summary) -> tuple[Sentence, ...]:
        """The summary's sentences, their citations numbered on from those the digest has."""
        first = len(self.citations) + 1
        numbers = {each.number: first + at for at, each in enumerate(summary.citations)}
        self.citations += renumbered(summary.citations, first=first)
        return tuple(
            replace(sentence, citations=tuple(numbers[n] for n in sentence.citations))
            for sentence in summary.sentences
        )

    def _changes(self, sentences: Sequence[Sentence], before: Sequence[Portion]) -> tuple[Change, ...]:
        """What earlier reports of the event gave differently, quoted from them."""
        found: list[Change] = []
        for now, cited in islice(changed_figures(sentences, before), _CHANGES):
            number = len(self.citations) + 1
            self.citations.append(replace(cited, number=number))
            found.append(Change(Sentence(cited.quote, (number,), "supported"), now))
        return tuple(found)

    def _written_head(self, chat: ChatModel) -> tuple[Sentence, ...]:
        """One sentence over what the items rely on, as much of it as fits, weightiest first; () if none stands."""
        using = self._using.summarising
        used = {n for item in self.items for sentence in item.sentences for n in sentence.citations}
        sources = [citation for citation in self.citations if citation.number in used]
        empty = self._asking("")
        room = using.context_tokens - using.output_tokens - prompt_tokens(empty, count_tokens)
        pack = packed(sources, room=int(room * 0.9), count=count_tokens)[0]
        reply = chat.reply(self._asking(lay_out(pack)), max_tokens=using.output_tokens)
        self.usage = added(self.usage, spent_on([reply.usage], using.price))
        shown, struck = judged(reply, pack)
        self.struck += struck
        if not shown:
            return ()
        self._digests.append(self._using.headline.digest)
        original = {new.number: old for new, old in zip(pack, sources, strict=False)}
        head = replace(shown[0], citations=tuple(original[n].number for n in shown[0].citations))
        return (head,) if narrow(shown[:1], pack) else ()

    def _asking(self, laid_out: str) -> tuple[Message, ...]:
        values = {"audience": self._request.audience, "length": str(HEADLINE_CHARS), "sources": laid_out}
        system, user = self._using.headline.fill(values)
        return Message("system", system), Message("user", user)
