"""What a chat model writes on some reports: every sentence judged, long inputs read in packs, nothing left unread."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.fit import prompt_tokens
from assistant.chat.metered import Price
from assistant.citations import lay_out, parse_reply, says_nothing_found
from assistant.errors import ChatError, NotAsked
from assistant.judging import judge, narrow
from assistant.packs import packed, renumbered, source_citations
from assistant.portions import Portion
from assistant.prompts import Prompt
from assistant.records import Citation, Sentence
from vectorstore.token_count import count_tokens

Form = Literal["line", "brief", "points"]
FORMS: tuple[Form, ...] = ("line", "brief", "points")
# characters, where none are asked for
LENGTHS: Mapping[Form, int] = {"line": 60, "brief": 200, "points": 300}
_OUTPUT_SHARE = 4  # at most this part of the context is kept for the reply
_MARGIN = 1.1  # of models that count more tokens than we do
_LEVELS = 4  # times that notes may be made of notes
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
class Draft:
    """What a model wrote."""

    sentences: tuple[Sentence, ...]  # supported by what they cite, in the reply's order
    sources: tuple[Citation, ...]  # what they may cite, numbered from 1
    struck: tuple[Sentence, ...]  # what no source supports
    used: tuple[Usage, ...]
    prompt_digest: str


def draft(
    told: Sequence[Portion], *, form: Form, length: int, audience: str, using: Summarising, chat: ChatModel
) -> Draft:
    """The model's draft of a summary, as far as the gate lets it pass. Raises ChatError.

    Where the reports do not fit the context, each pack of them is first made into notes, and what the notes
    quote is the source of the next level.
    """
    job = _Job(using, chat, audience)
    used: list[Usage] = []
    struck: list[Sentence] = []
    prompt = using.prompts[form]
    sources = source_citations(told, count=count_tokens)
    for _ in range(_LEVELS):
        packs = packed(sources, room=job.room(prompt, length), count=count_tokens)
        if len(packs) <= 1:
            break
        sources = tuple(renumbered(job.notes(packs, used, struck)))
    sources = tuple(renumbered(sources))
    shown: list[Sentence] = []
    if sources:
        shown, failed = job.ask(prompt, sources, length, used)
        struck += failed
    return Draft(tuple(shown), sources, tuple(struck), tuple(used), prompt.digest)


@dataclass(frozen=True, slots=True)
class _Job:
    """A model that is asked about some reports."""

    using: Summarising
    chat: ChatModel
    audience: str

    def notes(
        self, packs: Sequence[Sequence[Citation]], used: list[Usage], struck: list[Sentence]
    ) -> list[Citation]:
        """What the notes of all packs rely on. Where the model fails on one, the others are still asked for, so
        that the next run has only the failed ones to pay for."""
        found: list[Citation] = []
        failed: ChatError | None = None
        for pack in packs:
            try:
                found += self._noted(pack, used, struck)
            except NotAsked:
                raise
            except ChatError as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return found

    def ask(
        self, prompt: Prompt, sources: Sequence[Citation], length: int, used: list[Usage]
    ) -> tuple[list[Sentence], list[Sentence]]:
        """(supported, struck) sentences of the reply."""
        reply = self.chat.reply(
            self._messages(prompt, lay_out(sources), length), max_tokens=self.using.output_tokens
        )
        used.append(reply.usage)
        return judged(reply, sources)

    def room(self, prompt: Prompt, length: int) -> int:
        """Tokens that the sources may take."""
        others = prompt_tokens(self._messages(prompt, "", length), count_tokens)
        return int((self.using.context_tokens - self.using.output_tokens) / _MARGIN) - others

    def _noted(
        self, pack: Sequence[Citation], used: list[Usage], struck: list[Sentence]
    ) -> tuple[Citation, ...]:
        """What of a pack its notes rely on; the whole first source where the model notes nothing."""
        shown, failed = self.ask(self.using.prompts["points"], pack, LENGTHS["points"], used)
        struck += failed
        return narrow(shown, pack) or tuple(pack[:1])

    def _messages(self, prompt: Prompt, laid_out: str, length: int) -> tuple[Message, ...]:
        values = {"audience": self.audience, "length": str(length), "sources": laid_out}
        system, user = prompt.fill(values)
        return Message("system", system), Message("user", user)


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
