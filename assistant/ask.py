"""Ask the library: retrieve, decide whether it can answer, write, judge every sentence, cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.chat import ChatModel, Message, Reply
from assistant.citations import Marked, cite, lay_out, number_sources, parse_reply, says_nothing_found
from assistant.corrections import Corrections, correction_sources, state_corrections
from assistant.evidence import weigh
from assistant.extractive import NAME as EXTRACTIVE
from assistant.extractive import QUOTED, Picked, extract
from assistant.judging import judge, narrow
from assistant.newer import newer_figures
from assistant.prompts import Prompt
from assistant.records import Answer, Citation, Coverage, Sentence, Spent
from vectorstore.records import Filter, Hit
from vectorstore.store import VectorStore

_NEAREST = 3
_SOURCES = 6  # passages a chat model is given


@dataclass(frozen=True, slots=True)
class Asking:
    """What answering needs, the same for every question."""

    store: VectorStore
    chat: ChatModel | None  # None: answers are extractive
    prompt: Prompt
    max_tokens: int
    depth: int = 10  # hits retrieved


Event = Sentence | Answer


def ask(question: str, *, using: Asking, admit: Filter, today: date) -> Answer:
    """The answer to a question, or a refusal that says what was searched.

    Raises StoreError, ChatError.
    """
    *_, last = ask_stream(question, using=using, admit=admit, today=today)
    if not isinstance(last, Answer):
        raise TypeError("ask_stream ended without an Answer")
    return last


def ask_stream(question: str, *, using: Asking, admit: Filter, today: date) -> Iterator[Event]:
    """Each sentence once it is written and judged, then the whole Answer. Raises like `ask`."""
    hits = using.store.search(question, admit=admit, limit=using.depth)
    extent = using.store.extent(admit)
    coverage = Coverage(extent.articles, extent.first, extent.last, extent.publications)
    empty = Answer(
        question=question,
        sentences=(),
        citations=(),
        refused=False,
        refusal=None,
        nearest=(),
        struck=(),
        as_of=coverage.last,
        coverage=coverage,
        model=using.chat.name if using.chat else EXTRACTIVE,
        prompt_digest=None,
        usage=Spent(),
    )
    evidence = weigh(question, hits, rarity=using.store.rarity)
    if not evidence.enough:
        yield refuse(empty, hits, missing=evidence.missing)
        return
    corrections = using.store.library.corrections_of([hit.article.id for hit in hits], admit)
    if using.chat is None:
        yield from _extracted(
            empty, extract(question, hits, rarity=using.store.rarity), hits, corrections=corrections
        )
    else:
        yield from _written(
            empty, hits[:_SOURCES], chat=using.chat, using=using, today=today, corrections=corrections
        )


def refuse(empty: Answer, hits: Sequence[Hit], *, missing: Sequence[str]) -> Answer:
    """The answer that says what was searched and shows the nearest headlines."""
    nearest = tuple(title(hit) for hit in hits[:_NEAREST])
    text = f"没有找到可以作答的报道。{describe(empty.coverage)}"
    if missing:
        text += "，没有同时提到" + "、".join(f"“{word}”" for word in missing[:4]) + "的内容"
    text += "。"
    if nearest:
        text += "最接近的报道：" + "；".join(f"《{name}》" for name in nearest) + "。"
    return replace(empty, refused=True, refusal=text, nearest=nearest)


def describe(coverage: Coverage) -> str:
    """What was searched, in a Chinese clause without its full stop."""
    if not coverage.articles:
        return "文库里没有符合条件的文章"
    period = ""
    if coverage.first and coverage.last:
        period = f"（{coverage.first:%Y-%m-%d} 至 {coverage.last:%Y-%m-%d}）"
    return f"已检索 {coverage.articles} 篇文章{period}"


def title(hit: Hit) -> str:
    """The headline, or the beginning of an article that has none."""
    return hit.article.headline or f"{hit.article.text[:18].strip()}…"


def _extracted(
    empty: Answer, picked: Sequence[Picked], hits: Sequence[Hit], *, corrections: Corrections
) -> Iterator[Event]:
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for number, pick in enumerate(picked, 1):
        citations.append(cite(pick.hit.article, number=number, start=pick.start, end=pick.end))
        sentences.append(judge(Marked(pick.text, (number,)), citations))
    if not sentences:
        yield refuse(empty, hits, missing=())
        return
    stated, sources = state_corrections(sentences, citations, corrections)
    yield from stated
    yield replace(empty, sentences=stated, citations=sources, remarks=newer_figures(stated, sources))


def _written(
    empty: Answer,
    hits: Sequence[Hit],
    *,
    chat: ChatModel,
    using: Asking,
    today: date,
    corrections: Corrections,
) -> Iterator[Event]:
    sources = number_sources(hits)
    sources += correction_sources(hits, corrections, first_number=len(sources) + 1)
    system, user = using.prompt.fill(
        {"question": empty.question, "today": today.isoformat(), "sources": lay_out(sources)}
    )
    messages = (Message("system", system), Message("user", user))
    shown: list[Sentence] = []
    struck: list[Sentence] = []
    judged = 0
    text = ""
    spent = Spent()
    for piece in chat.stream(messages, max_tokens=using.max_tokens):
        if isinstance(piece, Reply):
            text = piece.text
            usage = piece.usage
            spent = Spent(usage.prompt_tokens, usage.completion_tokens, usage.calls)
        else:
            text += piece
        marked = parse_reply(text, sources=len(sources))
        # The last sentence may still grow, or get its mark, until the reply is complete.
        complete = marked if isinstance(piece, Reply) else marked[:-1]
        for each in complete[judged:]:
            sentence = judge(each, sources)
            (struck if sentence.verdict == "unsupported" else shown).append(sentence)
            if sentence.verdict != "unsupported":
                yield sentence
        judged = max(judged, len(complete))
    answer = replace(empty, struck=tuple(struck), prompt_digest=using.prompt.digest, usage=spent)
    if all(says_nothing_found(sentence.text) for sentence in shown):
        # Whether there is an answer was decided by evidence; a model that writes none has it quoted instead.
        picked = extract(empty.question, hits, rarity=using.store.rarity)
        quoted = replace(answer, model=f"{QUOTED}；{chat.name} 没有写出有出处的回答")
        yield from _extracted(quoted, picked, hits, corrections=corrections)
    else:
        yield from _corrected(answer, shown, narrow(shown, sources), corrections)


def _corrected(
    answer: Answer, shown: Sequence[Sentence], citations: Sequence[Citation], corrections: Corrections
) -> Iterator[Event]:
    # A correction the model left out is known only now, and yet stands first in the whole answer.
    stated, sources = state_corrections(shown, citations, corrections)
    yield from stated[: len(stated) - len(shown)]
    yield replace(answer, sentences=stated, citations=sources, remarks=newer_figures(stated, sources))
