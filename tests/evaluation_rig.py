"""Outcomes made by hand, and answers to evaluate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.evaluation.records import Cited, Gold, Judged, Outcome, Stored
from assistant.records import Answer, Citation, Coverage, Sentence, Spent, Verdict
from vectorstore.records import Article, Hit, Passage

COVERAGE = Coverage(1, date(2024, 4, 18), date(2024, 4, 18), ("试验日报",))


def stored(
    number: str = "q1",
    *,
    kind: str = "single",
    question: str = "改造要花多少钱？",
    answer: str = "约3.5万元。",
    facts: Sequence[str] = ("3.5万元",),
    outdated: Sequence[str] = (),
) -> Stored:
    """A stored question; an unanswerable one has neither facts nor gold."""
    if kind == "unanswerable":
        return Stored(number, question, "没有提到。", (), (), kind)
    return Stored(
        number, question, answer, tuple(facts), (Gold("题", "每家约3.5万元"),), kind, tuple(outdated)
    )


def sentence(
    text: str = "每家约3.5万元。",
    *,
    verdict: Verdict = "supported",
    citations: Sequence[int] = (1,),
    precise: int = 1,
    grounded: bool = True,
    claims: bool = True,
    model: Verdict | None = None,
) -> Judged:
    """A judged sentence."""
    return Judged(text, tuple(citations), claims, verdict, "", precise, grounded, model)


def outcome(
    question: Stored | None = None,
    *sentences: Judged,
    facts: Sequence[bool] = (True,),
    article_ranks: Sequence[int | None] = (1,),
    seconds: float = 0.1,
    leads_outdated: bool = False,
    articles: Sequence[str] = ("a",),
    tokens: int = 0,
    cost: float | None = None,
) -> Outcome:
    """An outcome; without sentences it is a refusal."""
    question = question or stored()
    answerable = question.answerable
    return Outcome(
        stored=question,
        refused=not sentences,
        answer="".join(each.text for each in sentences) or "没有找到可以作答的报道。",
        sentences=sentences,
        sources=tuple(
            Cited(n, name, "题", "2024-04-18", "每家约3.5万元。") for n, name in enumerate(articles, 1)
        ),
        remarks=(),
        facts=tuple(facts) if answerable else (),
        leads_outdated=leads_outdated,
        article_ranks=tuple(article_ranks) if answerable else (),
        dense_ranks=tuple(article_ranks) if answerable else (),
        lexical_ranks=tuple(article_ranks) if answerable else (),
        passage_ranks=tuple(article_ranks) if answerable else (),
        seen=(),
        seconds=seconds,
        prompt_tokens=tokens,
        cost=cost,
    )


def make_hit(
    text: str,
    *,
    start: int = 0,
    end: int | None = None,
    headline: str | None = "题",
    name: str = "a",
    external_id: str | None = None,
    issued: date | None = date(2024, 4, 18),
) -> Hit:
    """A hit on the passage `start`..`end` of an article; all of it where `end` is None."""
    article = Article(
        name, headline, None, None, "试验日报", issued, "1", "article", text, "t.txt", external_id=external_id
    )
    end = len(text) if end is None else end
    return Hit(Passage(f"{name}-{start}", name, start, end, text[start:end]), article, 1.0, 0.9, 1, 1)


def make_answer(
    question: str,
    told: Sequence[tuple[str, Sequence[int]]],
    quotes: Sequence[str],
    *,
    remarks: Sequence[str] = (),
) -> Answer:
    """An answer of sentences with their citations; without any it is a refusal."""
    citations = tuple(
        Citation(n, f"a{n}", None, "题", "试验日报", date(2024, 4, 18), "1", quote, 0, len(quote))
        for n, quote in enumerate(quotes, 1)
    )
    sentences = tuple(Sentence(text, tuple(numbers), "supported") for text, numbers in told)
    refusal = None if sentences else "没有找到可以作答的报道。"
    return Answer(
        question=question,
        sentences=sentences,
        citations=citations,
        refused=not sentences,
        refusal=refusal,
        nearest=(),
        struck=(),
        as_of=None,
        coverage=COVERAGE,
        model="摘句",
        prompt_digest=None,
        usage=Spent(),
        remarks=tuple(remarks),
    )
