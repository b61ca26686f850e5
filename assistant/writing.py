"""A chat model writes: each sentence judged as it is finished, what no source supports asked for once more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.chat import ChatModel, Message, Reply, Usage
from assistant.chat.fit import prompt_tokens
from assistant.chat.metered import Price
from assistant.citations import echoes, is_blank, is_headline, lay_out, parse_reply, says_nothing_found
from assistant.errors import ChatError
from assistant.judging import cut_down, judge
from assistant.prompts import Prompt
from assistant.records import Citation, Sentence, Spent, Unfinished, Withdrawn
from assistant.spending import spent_on
from vectorstore.identity import pairs_of, squash
from vectorstore.token_count import count_tokens

_ALIKE = 0.5  # share of the character pairs of a failed sentence that the one put in its place has
_SUBSTANCE = 6  # letters from which a failed sentence is worth asking again
_ENDED = re.compile(r"[。！？!?…”’」』）)】\]］|]\s*\Z")
_REVISED = "模型改了说法"
_REWRITTEN = "有一处核对不上，已改写"
_CUT = "有一处核对不上，已删去那一处"
_OTHER = "所引的报道讲的是别的事"
_RECITED = "照搬了提问时给模型的话"
_NOTHING = Usage(0, 0, 0, estimated=False)


@dataclass(frozen=True, slots=True)
class TablePrompts:
    """Instructions for tables."""

    prompt: Prompt  # ask-table
    again: Prompt  # ask-table-again


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model with its instructions, the same for every question."""

    chat: ChatModel
    prompt: Prompt  # ask
    again: Prompt  # ask-again
    followup: Prompt
    max_tokens: int
    price: Price | None = None  # None: costs are not counted
    tables: TablePrompts | None = None  # None: comparisons are answered in words of the papers
    confirm: Prompt | None = None  # None: evidence alone decides what can be answered


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, judged."""

    text: str  # the reply as it came, without the second one
    shown: tuple[Sentence, ...]
    struck: tuple[Sentence, ...]
    spent: Spent
    unfinished: Unfinished | None  # None: the reply is whole


def write(
    question: str,
    sources: Sequence[Citation],
    *,
    writer: Writer,
    today: date,
    others: Collection[int] = (),
) -> Iterator[Sentence | Withdrawn | Draft]:
    """Each sentence once it is finished and judged, then the Draft. Raises ChatError before the first word.

    Where sentences of substance fail, whole or in part, the model is told why and asked once more, for these
    alone. A sentence that is still supported in part only gives way to one that is supported, else to the clauses of
    it that are, and is withdrawn; where neither can be had it stays with its reason. A reply that breaks off keeps
    what was judged. `others`: numbers of sources on other matters; what is only from these is struck.
    """
    system, user = writer.prompt.fill(
        {"question": question, "today": today.isoformat(), "sources": lay_out(sources)}
    )
    messages = (Message("system", system), Message("user", user))
    first = _Hearing(question, writer, messages, sources, others)
    yield from first.listen()
    failed = [sentence for sentence in first.struck if sentence.reason != _OTHER and _substantive(sentence)]
    failed += [sentence for sentence in first.shown if sentence.verdict == "partly"]
    second = None
    if failed and first.unfinished is None:
        listed = [f"{sentence.text}（{sentence.reason}）" for sentence in failed]
        asked = asking_again(messages, first.text, failed=listed, prompt=writer.again)
        second = _Hearing(question, writer, asked, sources, others, again=first)
        try:
            yield from second.listen()
        except ChatError:
            second = None  # what stands is an answer; what failed is listed with its reason
    settled = _Settled(list(first.shown), list(first.struck))
    yield from settled.settle(second, sources)
    used = [first.usage, second.usage] if second else [first.usage]
    yield Draft(
        text=first.text,
        shown=tuple(settled.shown),
        struck=tuple(settled.struck),
        spent=spent_on(used, writer.price),
        unfinished=first.unfinished or (second.unfinished if second else None),
    )


def asking_again(
    messages: Sequence[Message], reply: str, *, failed: Sequence[str], prompt: Prompt
) -> tuple[Message, ...]:
    """The conversation gone on, so that an endpoint need not read the sources anew: the reply, and what failed in it."""
    rules, request = prompt.fill({"failed": "\n".join(f"- {each}" for each in failed)})
    return (*messages, Message("assistant", reply), Message("user", f"{rules}\n\n{request}"))


@dataclass(slots=True)
class _Hearing:
    """One reply as it comes in: what of it was shown, what was struck, how it ended."""

    question: str
    writer: Writer
    messages: Sequence[Message]
    sources: Sequence[Citation]
    others: Collection[int]
    again: _Hearing | None = None  # the first reply, whose sentences are not repeated; None: this is it
    text: str = ""
    shown: list[Sentence] = field(default_factory=list)
    doubtful: list[Sentence] = field(
        default_factory=list
    )  # of a second reply, supported in part: not yet shown
    struck: list[Sentence] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)  # the sentences judged so far
    usage: Usage = _NOTHING
    unfinished: Unfinished | None = None

    def listen(self) -> Iterator[Sentence | Withdrawn]:
        """The sentences as they are finished and judged. Raises ChatError before the first word."""
        try:
            for piece in self.writer.chat.stream(self.messages, max_tokens=self.writer.max_tokens):
                if isinstance(piece, Reply):
                    self.text, self.usage = piece.text, piece.usage
                    self.unfinished = None if piece.finish == "stop" else piece.finish
                    yield from self._revised()
                    yield from self._judged(complete=True)
                else:
                    self.text += piece
                    yield from self._judged(complete=False)
        except ChatError:
            if not self.text:
                raise
            self.unfinished = "interrupted"
            prompt = prompt_tokens(self.messages, count_tokens)
            self.usage = Usage(prompt, count_tokens(self.text), 1, estimated=True)
            yield from self._judged(complete=True)

    def _judged(self, *, complete: bool) -> Iterator[Sentence]:
        marked = parse_reply(self.text, sources=len(self.sources))
        # The last sentence may still grow, or get its mark; a reply that was cut may end amid one.
        if not complete or (self.unfinished and not _ENDED.search(self.text)):
            marked = marked[:-1]
        for each in marked:
            if each.text in self.heard:
                continue
            self.heard.add(each.text)
            if self.again is not None and (each.text in self.again.heard or says_nothing_found(each.text)):
                continue
            if (
                is_blank(each.text)
                or is_headline(each.text, self.sources)
                or echoes(each.text, self.question)
            ):
                continue
            sentence = self._checked(judge(each, self.sources))
            if sentence.verdict == "unsupported":
                self.struck.append(sentence)
            elif sentence.verdict == "partly" and self.again is not None:
                self.doubtful.append(sentence)
            else:
                self.shown.append(sentence)
                yield sentence

    def _checked(self, sentence: Sentence) -> Sentence:
        """The sentence; unsupported if it only has sources on other matters, or recites the prompt (今天是……)."""
        if sentence.citations and set(sentence.citations) <= set(self.others):
            return replace(sentence, verdict="unsupported", reason=_OTHER)
        if sentence.verdict == "partly":
            prompt = squash("".join(message.content for message in self.messages))
            if squash(sentence.text) in prompt:
                return replace(sentence, verdict="unsupported", reason=_RECITED)
        return sentence

    def _revised(self) -> Iterator[Withdrawn]:
        """Sentences shown that the whole reply has not: thoughts taken for text until their end came."""
        final = {each.text for each in parse_reply(self.text, sources=len(self.sources))}
        for sentence in [each for each in self.shown if each.text not in final]:
            self.shown.remove(sentence)
            self.struck.append(Sentence(sentence.text, (), "unsupported", _REVISED))
            yield Withdrawn(sentence, _REVISED)


@dataclass(slots=True)
class _Settled:
    """What of two replies stands in the end: at first that of the first reply."""

    shown: list[Sentence]
    struck: list[Sentence]

    def settle(self, second: _Hearing | None, sources: Sequence[Citation]) -> Iterator[Sentence | Withdrawn]:
        """What of the second reply stands in the place of what failed, and what is cut down. `second`: None where
        nobody was asked again."""
        spare = list(second.shown) if second else []
        cut: list[Sentence] = []
        for place, sentence in enumerate(self.shown):
            if sentence.verdict == "partly":
                new = next((each for each in spare if _replaces(each, sentence)), None)
                if new is not None:
                    spare.remove(new)
                    self.shown[place] = new
                    yield Withdrawn(sentence, _REWRITTEN)
                elif (rest := cut_down(sentence, sources)) is not None:
                    self.shown[place] = rest
                    cut.append(sentence)
                    yield rest
                    yield Withdrawn(sentence, _CUT)
        if second is not None:
            self.shown += spare
            for sentence in second.doubtful:
                if any(_replaces(sentence, each) for each in self.struck):
                    self.shown.append(cut_down(sentence, sources) or sentence)
                    yield self.shown[-1]
            rewritten = (*second.shown, *second.doubtful)
            self.struck = [each for each in self.struck if not any(_replaces(new, each) for new in rewritten)]
            known = {each.text for each in self.struck}
            self.struck += [each for each in second.struck if each.text not in known]
        self.struck += cut


def _substantive(sentence: Sentence) -> bool:
    """Whether a failed sentence says something: a citation or a figure, and more than a word or two."""
    letters = sum(char.isalnum() for char in sentence.text)
    told = bool(sentence.citations) or any(char.isdigit() for char in sentence.text)
    return told and letters >= _SUBSTANCE


def _replaces(new: Sentence, failed: Sentence) -> bool:
    left, right = (pairs_of("".join(filter(str.isalpha, each.text))) for each in (new, failed))
    return bool(right) and len(left & right) >= _ALIKE * min(len(left), len(right))
