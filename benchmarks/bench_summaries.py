"""Summaries against reference summaries: character ROUGE-1, ROUGE-2 and ROUGE-L of every method, one table.

    python -m benchmarks.bench_summaries --articles news-large.jsonl.gz --summaries news-summaries.dev.jsonl
        [--limit N] [--chat N]

Each method gets as many characters as the reference has. `cut` methods are cut there, the others give whole
sentences that fit. --limit takes every so many-th so that N are left; --chat N adds the configured chat model, whose
sentences are taken as far as they fit and filled up with the papers' own, on a fixed sample of N beside the others on
the same sample, with the share of its sentences that the gate lets pass. Replies are kept in the cache folder: broken
off, the same command goes on.
ROUGE: Lin 2004, by the package rouge-chinese, one token a character, clipped counts, F1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rouge_chinese import Rouge

from assistant.condense import condense
from assistant.judging import source_of
from assistant.portions import whole
from assistant.salience import weigh_sentences
from assistant.settings import load_settings
from assistant.summarise import READERS, summarise
from assistant.summary_drafts import Summarising, draft
from assistant.verify import verify
from assistant.wiring import build_summarising
from vectorstore.records import Article
from vectorstore.sentences import sentence_spans

SEED = 20240418
METRICS = ("rouge-1", "rouge-2", "rouge-l")
Method = Callable[[Article, int], str]


@dataclass(frozen=True, slots=True)
class Pair:
    """An article and its reference summary."""

    article: Article
    summary: str


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--summaries", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="0: all")
    parser.add_argument("--chat", type=int, default=0, help="sample for the chat model; 0: none")
    arguments = parser.parse_args()
    pairs = read_pairs(arguments.articles, arguments.summaries)
    if arguments.limit:
        pairs = pairs[:: max(len(pairs) // arguments.limit, 1)][: arguments.limit]
    if not arguments.chat:
        show(pairs, METHODS)
        return
    settings = load_settings()
    using = build_summarising(settings, replies=settings.cache / "replies")
    writing = ChatMethod(using)
    sample = random.Random(SEED).sample(pairs, min(arguments.chat, len(pairs)))  # noqa: S311  # a sample, no secret
    show(sample, {**METHODS, "with chat model": writing})
    print(writing.account)


def read_pairs(articles: Path, summaries: Path) -> list[Pair]:
    """The summaries whose article is there, in the file's order."""
    lines = [json.loads(line) for line in summaries.read_text(encoding="utf-8").splitlines()]
    wanted = {name for line in lines for name in line["article_ids"]}
    found: dict[str, Article] = {}
    with gzip.open(articles, "rt", encoding="utf-8") as file:
        for line in file:
            values = json.loads(line)
            if values["id"] in wanted:
                found[values["id"]] = _article(values)
    return [
        Pair(found[line["article_ids"][0]], line["summary"])
        for line in lines
        if line["article_ids"][0] in found
    ]


def _article(values: dict[str, str]) -> Article:
    return Article(
        id=values["id"],
        headline=values["title"] or None,
        kicker=None,
        byline=None,
        publication=None,
        issued=None,
        page=None,
        kind="article",
        text=values["text"],
        origin="-",
    )


def show(pairs: Sequence[Pair], methods: dict[str, Method]) -> None:
    """Print the table."""
    rouge = Rouge(metrics=list(METRICS), exclusive=False)
    table = Table(title=f"{len(pairs)} articles, F1", show_edge=False)
    for name in ("method", *METRICS, "characters"):
        table.add_column(name, justify="left" if name == "method" else "right")
    for name, method in methods.items():
        texts = [
            method(pair.article, len(pair.summary))
            for pair in track(pairs, name, console=Console(stderr=True), transient=True)
        ]
        scores = rouge.get_scores(
            [_spaced(text) for text in texts], [_spaced(pair.summary) for pair in pairs], avg=True
        )
        length = sum(map(len, texts)) / len(texts)
        table.add_row(name, *(f"{scores[metric]['f']:.4f}" for metric in METRICS), f"{length:.0f}")
    Console(width=100).print(table)


def _spaced(text: str) -> str:
    # The package cuts at full stops by itself where it finds one; a token each keeps them apart.
    return " ".join(char for char in text if not char.isspace()) or "-"


def _filled(article: Article, spans: Sequence[tuple[int, int]], length: int, *, cut: bool) -> str:
    """The spans, best first, as far as they fit; in reading order. Cut: the last is cut to fit."""
    chosen: list[tuple[int, int]] = []
    room = length
    for start, end in spans:
        if end - start <= room:
            chosen.append((start, end))
            room -= end - start
        elif cut:
            chosen.append((start, start + room))
            break
    chosen = chosen or list(spans[:1])
    return "".join(article.text[start:end] for start, end in sorted(chosen))


def _ordered(order: str, *, cut: bool) -> Method:
    def method(article: Article, length: int) -> str:
        spans = list(sentence_spans(article.text))
        if order == "longest":
            spans.sort(key=lambda span: span[0] - span[1])
        elif order == "random":
            random.Random(f"{SEED}{article.id}").shuffle(spans)  # noqa: S311  # a baseline, no secret
        return _filled(article, spans, length, cut=cut)

    return method


def _central(*, cut: bool) -> Method:
    def method(article: Article, length: int) -> str:
        sentences = weigh_sentences([whole(article)]).sentences
        ranked = sorted(sentences, key=lambda sentence: -sentence.central)
        return _filled(article, [(each.start, each.end) for each in ranked], length, cut=cut)

    return method


def _extractive(article: Article, length: int) -> str:
    return "".join(each.text for each in condense([whole(article)], length=length))


METHODS: dict[str, Method] = {
    "Lead, cut": lambda article, length: article.text[:length],
    "Lead": _ordered("lead", cut=False),
    "longest, cut": _ordered("longest", cut=True),
    "longest": _ordered("longest", cut=False),
    "random, cut": _ordered("random", cut=True),
    "random": _ordered("random", cut=False),
    "centrality, cut": _central(cut=True),
    "centrality": _central(cut=False),
    "extractive": _extractive,
}


class ChatMethod:
    """The configured chat model, with the account of its sentences."""

    def __init__(self, using: Summarising) -> None:
        self._using = using
        self._own = Counter[str]()
        self._shown = Counter[str]()
        self._without = 0

    def __call__(self, article: Article, length: int) -> str:
        """Its gated summary, as long as the reference."""
        told, using = [whole(article)], self._using
        summary = summarise(told, form="brief", length=length, using=using)
        if using.chat is not None:  # kept replies: the same once more, to see what the model wrote by itself
            own = draft(told, form="brief", length=length, audience=READERS, using=using, chat=using.chat)
            self._own += Counter(supported=len(own.sentences), struck=len(own.struck))
        sources = {citation.number: source_of(citation) for citation in summary.citations}
        for sentence in summary.sentences:
            self._shown[verify(sentence.text, [sources[n] for n in sentence.citations]).verdict] += 1
        self._without += not summary.written
        return "".join(sentence.text for sentence in summary.sentences)

    @property
    def account(self) -> str:
        """What became of the sentences."""
        own, shown = self._own, self._shown
        return (
            f"the model's own sentences: {own['supported']} of {own.total()} pass the gate; sentences shown: "
            f"{shown['supported']} of {shown.total()} supported by what they cite; summaries without a sentence "
            f"of the model: {self._without}"
        )


if __name__ == "__main__":
    main()
