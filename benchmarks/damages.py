"""The assistant damaged on purpose, in ways an evaluation must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from assistant.ask import Asking
from assistant.citations import cite
from assistant.evaluate import Evaluating, evaluating
from assistant.prompts import Prompt
from assistant.records import Answer, Citation, Sentence
from assistant.writing import Writer
from vectorstore.legs import Candidate, Probe
from vectorstore.records import Filter
from vectorstore.sentences import split_sentences

GATES = (
    "dense_recall@10",
    "lexical_recall@10",
    "fact_recall",
    "citation_recall",
    "citation_precision",
    "refusal_f1",
)
CUT_CHARS = 20


@dataclass(frozen=True, slots=True)
class System:
    """What is damaged."""

    asking: Asking
    today: date
    clock: Callable[[], float]

    def whole(self) -> Evaluating:
        """The assistant as it is."""
        return evaluating(self.asking, today=self.today, clock=self.clock)


def without_leg(name: str) -> Callable[[System], Evaluating]:
    """One retrieval leg finds nothing any more; what it knows of words stays."""

    def damage(system: System) -> Evaluating:
        store, leg = copy(system.asking.store), f"_{name}"
        deaf = copy(vars(store)[leg])
        for search in ("search", "by_words"):  # a leg has either or both
            vars(deaf)[search] = _finds_nothing
        vars(store)[leg] = deaf
        return replace(system, asking=replace(system.asking, store=store)).whole()

    return damage


def shifted_citations(system: System) -> Evaluating:
    """Each sentence cites the source behind the one it rests on, the last sentence the first source."""

    def shift(answer: Answer) -> Answer:
        numbers = [citation.number for citation in answer.citations]
        return replace(
            answer,
            sentences=tuple(
                replace(
                    each,
                    citations=tuple(numbers[(numbers.index(n) + 1) % len(numbers)] for n in each.citations),
                )
                for each in answer.sentences
            ),
        )

    return _answering(system, shift)


def truncated_answers(system: System) -> Evaluating:
    """Of each answer the first twenty characters are left."""

    def cut(answer: Answer) -> Answer:
        return replace(
            answer,
            sentences=tuple(replace(each, text=each.text[:CUT_CHARS]) for each in answer.sentences[:1]),
        )

    return _answering(system, cut)


def no_refusals(system: System) -> Evaluating:
    """Where it would refuse, it quotes the first sentence of the best hit."""
    whole = system.whole()

    def answer(question: str) -> Answer:
        given = whole.answer(question)
        hits = whole.search(question)
        if not given.refused or not hits:
            return given
        first = hits[0]
        text = split_sentences(first.passage.text)[0]
        start = first.article.text.index(text)
        citation: Citation = cite(first.article, number=1, start=start, end=start + len(text))
        told = (Sentence(text, (1,), "supported"),)
        return replace(given, refused=False, refusal=None, sentences=told, citations=(citation,))

    return replace(whole, answer=answer)


DAMAGES: Mapping[str, Callable[[System], Evaluating]] = {
    "dense leg off": without_leg("dense"),
    "lexical leg off": without_leg("lexical"),
    "citations shifted by one": shifted_citations,
    "answers truncated": truncated_answers,
    "refusals switched off": no_refusals,
}


def without_citation_rule(writer: Writer) -> Writer:
    """A writer that is not told to name its sources."""
    rules = [line for line in writer.prompt.system.splitlines() if not line.startswith("1.")]
    user = writer.prompt.user.replace("，每句话后面写来源编号", "")
    prompt = Prompt(writer.prompt.name, "\n".join(rules), user, "0" * 16)
    return replace(writer, prompt=prompt)


def _answering(system: System, change: Callable[[Answer], Answer]) -> Evaluating:
    whole = system.whole()
    return replace(whole, answer=lambda question: change(whole.answer(question)))


def _finds_nothing(_question: Probe | str, *, admit: Filter, limit: int) -> Sequence[Candidate]:  # noqa: ARG001
    return ()
