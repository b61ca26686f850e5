"""What is measured: each metric as two sums over outcomes, or as a quantile of one figure. Pure.

docs/metrics.md defines every metric with its formula, its source and a worked example.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from assistant.evaluation.found_facts import squash
from assistant.evaluation.records import Outcome
from assistant.evaluation.retrieval import Ranks, hit_at, ndcg_at, recall_at, reciprocal_rank
from assistant.verify.quantities import QUANTITY, read_quantity

DEPTH = 10  # hits that any metric looks at
SENTENCE_CHARS = 60  # of a newspaper sentence
_SENTENCES = 5  # prompts/ask.md allows an answer so many

_QUANTITY = re.compile(QUANTITY)
_DATE = re.compile(
    r"(?:(?:\d{4}|[一二][〇零一二三四五六七八九]{3}|今|去|明|前)年)?(?:\d{1,2}月份?)?(?:\d{1,2}[日号])?"
    r"|(?:每?周|星期|礼拜)[一二三四五六日天]"
)

# A question's part of a metric: (numerator, denominator). None: the metric does not ask this question.
Parts = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric over outcomes: the sum of all numerators over the sum of all denominators."""

    name: str
    label: str
    group: str
    parts: Callable[[Outcome], Parts]
    higher: bool = True  # whether more is better
    unit: str = ""  # empty: a share, 0 to 1
    by_kind: bool = True  # False: means something only over questions of every kind
    percent: int | None = None  # this percentile of the numerators; None: the ratio of the sums


def reading_limit(outcome: Outcome) -> int:
    """How many characters of answer the question can do with: five sentences, or two a fact where it asks for more."""
    return SENTENCE_CHARS * max(_SENTENCES, 2 * len(outcome.stored.facts))


def brevity(outcome: Outcome) -> float:
    """1.0 for an answer within the reading limit, the limit's share of its characters for a longer one.

    0.0 for a refusal, and for an answer that only says the papers do not say so: silence earns nothing.
    """
    if outcome.refused or not any(sentence.claims for sentence in outcome.sentences):
        return 0.0
    length = sum(len(sentence.text) for sentence in outcome.sentences)
    return min(1.0, reading_limit(outcome) / length)


def is_date(fact: str) -> bool:
    """Whether the fact is a date or a day of the week."""
    return bool(fact) and _DATE.fullmatch(fact) is not None


def figures_of(text: str) -> tuple[str, ...]:
    """The dates and the figures with their units in a text, as written, each once."""
    spans = [match.span() for match in _DATE.finditer(text) if any(char.isdigit() for char in match[0])]
    for match in _QUANTITY.finditer(text):
        quantity = read_quantity(match)
        inside = any(match.start() < end and start < match.end() for start, end in spans)
        if not inside and quantity and quantity.value is not None and quantity.unit and not quantity.weak:
            spans.append((match.start("number"), match.end("unit")))
    return tuple(dict.fromkeys(text[start:end].strip() for start, end in sorted(spans)))


def is_number(fact: str) -> bool:
    """Whether the fact holds a figure and is not a date."""
    quantities = (read_quantity(match) for match in _QUANTITY.finditer(fact))
    return not is_date(fact) and any(each is not None and each.value is not None for each in quantities)


def char_f1(answer: str, reference: str) -> float:
    """Harmonic mean of precision and recall of characters, each counted as often as it occurs."""
    said, wanted = Counter(squash(answer)), Counter(squash(reference))
    common = (said & wanted).total()
    return 2 * common / (said.total() + wanted.total()) if common else 0.0


_article_ranks, _passage_ranks, _dense_ranks, _lexical_ranks = map(
    attrgetter, ("article_ranks", "passage_ranks", "dense_ranks", "lexical_ranks")
)


def _retrieved(
    score: Callable[[Ranks], float], ranks_of: Callable[[Outcome], Ranks], outcome: Outcome
) -> Parts:
    ranks = ranks_of(outcome)
    return (score(ranks), 1.0) if ranks else None


def _facts(outcome: Outcome, which: Callable[[str], bool]) -> Parts:
    pairs = zip(outcome.stored.facts, outcome.facts, strict=True)
    asked = [there for fact, there in pairs if which(fact)]
    return (brevity(outcome) * sum(asked), len(asked)) if asked else None


def _char_f1(outcome: Outcome) -> Parts:
    if not outcome.stored.answerable or not outcome.stored.answer:
        return None
    told = "".join(sentence.text for sentence in outcome.sentences)
    return (char_f1(told, outcome.stored.answer), 1.0)


def _answer_share(outcome: Outcome, share: Callable[[Outcome], float]) -> Parts:
    """The share times the brevity; an answer that claims nothing has none, which is right for the unanswerable."""
    if not any(sentence.claims for sentence in outcome.sentences):
        return (0.0, 1.0) if outcome.stored.answerable else None
    return (brevity(outcome) * share(outcome), 1.0)


def _citation_recall(outcome: Outcome) -> float:
    claims = [sentence for sentence in outcome.sentences if sentence.claims]
    return sum(sentence.verdict == "supported" for sentence in claims) / len(claims)


def _citation_precision(outcome: Outcome) -> float:
    given = sum(len(sentence.citations) for sentence in outcome.sentences)
    return sum(sentence.precise for sentence in outcome.sentences) / given if given else 0.0


def _faithfulness(outcome: Outcome) -> float:
    claims = [sentence for sentence in outcome.sentences if sentence.claims]
    return sum(sentence.grounded for sentence in claims) / len(claims)


def _agreement(outcome: Outcome) -> Parts:
    asked = [sentence for sentence in outcome.sentences if sentence.model is not None]
    same = sum((each.model == "supported") == (each.verdict == "supported") for each in asked)
    return (same, len(asked)) if asked else None


def _self_citation(outcome: Outcome) -> Parts:
    return (outcome.marked, outcome.written) if outcome.written else None


def _refusal(outcome: Outcome, part: str) -> Parts:
    right = float(outcome.refused and not outcome.stored.answerable)
    if part == "precision":
        return (right, 1.0) if outcome.refused else None
    if part == "recall":
        return None if outcome.stored.answerable else (right, 1.0)
    whole = float(outcome.refused) + float(not outcome.stored.answerable)
    return (2 * right, whole) if whole else None


def _conflict(outcome: Outcome) -> Parts:
    if outcome.stored.kind != "conflict" or not outcome.facts:
        return None
    cited = {number for sentence in outcome.sentences for number in sentence.citations}
    articles = {source.article_id for source in outcome.sources if source.number in cited}
    return (brevity(outcome) * float(all(outcome.facts) and len(articles) > 1), 1.0)


def _correction(outcome: Outcome) -> Parts:
    if outcome.stored.kind != "superseded" or not outcome.facts:
        return None
    return (brevity(outcome) * float(all(outcome.facts) and not outcome.leads_outdated), 1.0)


def _retrieval() -> tuple[Metric, ...]:
    scores: tuple[tuple[str, str, Callable[[Ranks], float]], ...] = (
        ("hit@1", "首条命中", partial(hit_at, k=1)),
        ("hit@5", "前5命中", partial(hit_at, k=5)),
        ("hit@10", "前10命中", partial(hit_at, k=10)),
        ("recall@5", "前5召回", partial(recall_at, k=5)),
        ("recall@10", "前10召回", partial(recall_at, k=10)),
        ("mrr@10", "平均倒数排名", partial(reciprocal_rank, k=10)),
        ("ndcg@10", "nDCG@10", partial(ndcg_at, k=10)),
    )
    found = [
        Metric(name, label, "检索（篇）", partial(_retrieved, score, _article_ranks))
        for name, label, score in scores
    ]
    recall = partial(recall_at, k=DEPTH)
    dense, lexical = (partial(_retrieved, recall, each) for each in (_dense_ranks, _lexical_ranks))
    found.append(Metric("dense_recall@10", "向量一路召回", "检索（篇）", dense))
    found.append(Metric("lexical_recall@10", "词语一路召回", "检索（篇）", lexical))
    found += [
        Metric(f"passage_{name}", f"{label}（段）", "检索（段）", partial(_retrieved, score, _passage_ranks))
        for name, label, score in scores
    ]
    return tuple(found)


METRICS = (
    *_retrieval(),
    Metric("fact_recall", "事实召回", "回答", partial(_facts, which=lambda _fact: True)),
    Metric("number_accuracy", "数字准确", "回答", partial(_facts, which=is_number)),
    Metric("date_accuracy", "日期准确", "回答", partial(_facts, which=is_date)),
    Metric("char_f1", "字面F1", "回答", _char_f1),
    Metric("conflict_handling", "不同说法并列", "回答", _conflict),
    Metric("correction_handling", "以更正为准", "回答", _correction),
    Metric("citation_precision", "引用精确率", "出处", partial(_answer_share, share=_citation_precision)),
    Metric("citation_recall", "引用召回率", "出处", partial(_answer_share, share=_citation_recall)),
    Metric("faithfulness", "有据句占比", "出处", partial(_answer_share, share=_faithfulness)),
    Metric("self_citation", "模型自标出处", "出处", _self_citation),
    Metric("judge_agreement", "与模型判官一致", "出处", _agreement),
    Metric("refusal_precision", "拒答精确率", "拒答", partial(_refusal, part="precision"), by_kind=False),
    Metric("refusal_recall", "拒答召回率", "拒答", partial(_refusal, part="recall")),
    Metric("refusal_f1", "拒答F1", "拒答", partial(_refusal, part="f1"), by_kind=False),
    Metric("latency_p50", "用时中位数", "用时与费用", lambda o: (o.seconds, 1.0), False, "秒", percent=50),
    Metric("latency_p95", "用时 p95", "用时与费用", lambda o: (o.seconds, 1.0), False, "秒", percent=95),
    Metric(
        "tokens",
        "每题 token",
        "用时与费用",
        lambda o: (o.prompt_tokens + o.completion_tokens, 1.0),
        False,
        "个",
    ),
    Metric(
        "cost", "每题费用", "用时与费用", lambda o: None if o.cost is None else (o.cost, 1.0), False, "元"
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}
