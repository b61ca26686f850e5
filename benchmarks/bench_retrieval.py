"""How well searches find: RGB's passages, or news articles, through the whole store.

    python -m benchmarks.bench_retrieval rgb [--library HOME] [--data FOLDER]
    python -m benchmarks.bench_retrieval news --library HOME [--data FOLDER]

`rgb` puts the passages into HOME (kept) or a temporary folder; `news` asks a library that holds news-small or
news-large (`assistant ingest`). A report stands for its reprints, which are shown beneath it; under `passages` each
reprint takes a place of its own behind its report.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assistant.settings import Settings
from assistant.wiring import build_embedder, build_store
from vectorstore.dense import DenseIndex, embedded_client
from vectorstore.legs import Leg, Probe
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.records import Article, Filter

DATA = os.environ.get("ASSISTANT_BENCH_DATA") or str(Path(__file__).parents[2] / "shared" / "bench")
DEPTH = 10
_BATCH = 500

Search = Callable[
    [str], list[list[str]]
]  # a question to hits, each the caller's ids of a report and its reprints


@dataclass(frozen=True, slots=True)
class Question:
    """A benchmark question with the ids that answer it."""

    text: str
    kind: str
    gold: frozenset[str]
    also: frozenset[str]  # near-duplicates, each good for one gold article that was not met itself


def read_questions(path: Path) -> list[Question]:
    """The questions that have gold ids."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Question(
            row["question"],
            row.get("kind", "event"),
            frozenset(row["gold_ids"]),
            frozenset(row.get("gold_alt_ids", ())),
        )
        for row in rows
        if row["gold_ids"]
    ]


def met(question: Question, hits: Sequence[Sequence[str]]) -> int:
    """How many of the question's gold articles these hits stand for."""
    found = {name for hit in hits for name in hit}
    own = len(question.gold & found)
    stand_ins = sum(
        bool(question.also.intersection(hit)) and not question.gold.intersection(hit) for hit in hits
    )
    return min(len(question.gold), own + stand_ins)


def scores(questions: Sequence[Question], search: Search) -> tuple[float, float, float]:
    """Hit@1, hit@5 and recall@10 (out of at most 10), by reports."""
    rows = []
    for question in questions:
        hits = search(question.text)[:DEPTH]
        rows.append(
            (
                met(question, hits[:1]) > 0,
                met(question, hits[:5]) > 0,
                min(1.0, met(question, hits) / min(DEPTH, len(question.gold))),
            )
        )
    first, fifth, recall = np.mean(np.array(rows, dtype=float), axis=0)
    return float(first), float(fifth), float(recall)


def one_by_one(search: Search) -> Search:
    """Reprints as hits of their own, each behind its report."""
    return lambda text: [[name] for hit in search(text) for name in hit]


def searches(settings: Settings) -> dict[str, Search]:
    """Each leg alone, and the whole search, over the library in the data folder."""
    store = build_store(settings, report=lambda _label, _done: None)
    embedder = build_embedder(settings, report=lambda _label, _done: None)
    dense = DenseIndex(embedded_client(settings.home / "chroma"))
    lexical = LexicalIndex(settings.home / "lexical")

    @cache
    def probe(text: str) -> Probe:
        return Probe(text, embedder.embed_question(text))

    @cache
    def whole(text: str) -> list[list[str]]:
        hits = store.search(text, admit=Filter(), limit=DEPTH)
        return [[_name(article) for article in (hit.article, *hit.others)] for hit in hits]

    return {
        "vectors": lambda text: _alone(dense, probe(text), store.library),
        "words": lambda text: _alone(lexical, probe(text), store.library),
        "search": whole,
    }


def _alone(leg: Leg, probe: Probe, library: Library) -> list[list[str]]:
    """The first reports of one leg."""
    candidates = leg.search(probe, admit=Filter(), limit=DEPTH * 10)
    stored = library.passages([candidate.passage_id for candidate in candidates])
    articles = [stored[each.passage_id][1] for each in candidates if each.passage_id in stored]
    clusters = library.relations.clusters(list({article.id for article in articles}))
    reports: dict[int | str, Article] = {}
    for article in articles:
        reports.setdefault(clusters.get(article.id, article.id), article)
    first = list(reports.values())[:DEPTH]
    others = library.reprints_of([article.id for article in first])
    return [[_name(each) for each in (article, *others.get(article.id, ()))] for article in first]


def _name(article: Article) -> str:
    return article.external_id or article.id


def put_rgb(settings: Settings, path: Path) -> None:
    """RGB's passages, each an article, into the library of the data folder, unless they are there."""
    store = build_store(settings, report=lambda _label, _done: None)
    with store.writing():
        for batch in _batches(path):
            store.add(batch)


def _batches(path: Path) -> Iterator[list[Article]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        batch = [_article(json.loads(line)) for line in lines]
    for start in range(0, len(batch), _BATCH):
        yield batch[start : start + _BATCH]


def _article(row: dict[str, str]) -> Article:
    return Article(
        id="", headline=None, kicker=None, byline=None, publication=None, issued=None, page=None, kind="article",
        text=row["text"], origin="rgb", external_id=row["id"],
    )  # fmt: skip


def table(groups: dict[str, Sequence[Question]], found: dict[str, Search]) -> str:
    """A line for each group of questions and each way of searching."""
    lines = [f"{'':<20}{'hit@1':>8}{'hit@5':>8}{'recall@10':>11}"]
    for name, questions in groups.items():
        for way, search in found.items():
            first, fifth, recall = scores(questions, search)
            lines.append(f"{name + ' ' + way:<20}{first:>8.3f}{fifth:>8.3f}{recall:>11.3f}")
    return "\n".join(lines)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("rgb", "news"))
    parser.add_argument("--library", type=Path, help="the data folder (ASSISTANT_HOME) of the library")
    parser.add_argument("--data", type=Path, default=Path(DATA))
    arguments = parser.parse_args()
    if arguments.what == "news" and arguments.library is None:
        parser.error("news needs --library: a data folder that news-small or news-large was ingested into")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=arguments.library or Path(folder))
        if arguments.what == "rgb":
            put_rgb(settings, arguments.data / "rgb-passages.jsonl.gz")
            questions = read_questions(arguments.data / "rgb-qa.dev.jsonl")
            found = searches(settings)
            print(table({"reports": questions}, found))
            print(table({"passages": questions}, {way: one_by_one(search) for way, search in found.items()}))
            return
        asked = read_questions(arguments.data / "news-qa.dev.jsonl")
        groups: dict[str, Sequence[Question]] = {
            kind: [question for question in asked if question.kind == kind]
            for kind in ("1doc", "2doc", "3doc")
        }
        library = Library(settings.home / "library.sqlite")
        events = read_questions(arguments.data / "news-events.dev.jsonl")
        groups["events"] = [
            each for each in events if any(map(library.find, each.gold))
        ]  # news-small lacks most
        print(table(groups, searches(settings)))


if __name__ == "__main__":
    main()
