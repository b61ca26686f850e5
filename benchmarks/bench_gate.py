"""Measure the sentence gate: damaged sentences caught, true ones struck, sentences a second.

    python -m benchmarks.bench_gate --news news-small.jsonl.gz --summaries news-summaries.dev.jsonl

News: JSON lines with id, text, date; summaries: article_ids, summary. Nothing is written.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from assistant.verdict import Source
from assistant.verify import prepare, support, verify
from benchmarks.gate_damage import DAMAGES, Sample, added_clause
from benchmarks.gate_edits import EDITS
from vectorstore.sentences import sentence_spans

_WINDOW = 300  # characters of a passage, whole sentences
_PER_KIND = 330


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of an article: its sentences, and where the passage stands among the others."""

    article: str
    issued: str
    sentences: tuple[str, ...]
    siblings: tuple[str, ...]  # the texts of the article's other passages

    @property
    def text(self) -> str:
        """The passage as a chunker would give it."""
        return "".join(self.sentences)


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The records of a JSON-lines file, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def windows(text: str) -> list[tuple[str, ...]]:
    """Runs of whole sentences of about `_WINDOW` characters."""
    text = re.sub(r"[ \u3000]{2,}", "\n", text)
    result: list[tuple[str, ...]] = []
    current: list[str] = []
    for start, end in sentence_spans(text):
        current.append(text[start:end])
        if sum(map(len, current)) >= _WINDOW:
            result.append(tuple(current))
            current = []
    return [*result, tuple(current)] if current else result


def pieces(news: Path) -> list[Piece]:
    """The passages of all articles."""
    result: list[Piece] = []
    for record in read_lines(news):
        runs = windows(record["text"])
        texts = ["".join(run) for run in runs]
        for i, run in enumerate(runs):
            siblings = tuple(text for k, text in enumerate(texts) if k != i)
            result.append(Piece(record["id"], record["date"], run, siblings))
    return result


def _chosen(all_pieces: Sequence[Piece], rng: Random) -> Iterator[tuple[Piece, str]]:
    """Up to three sentences of each passage."""
    for piece in all_pieces:
        usable = [s for s in piece.sentences if 15 <= len(s) <= 160 and s[-1] in "。”"]
        for sentence in rng.sample(usable, min(3, len(usable))):
            yield piece, sentence


def _rarest(options: dict[str, tuple[str, str]], kinds: Counter[str], limit: int) -> str | None:
    """The kind with the fewest samples so far; None when all on offer are full."""
    kind = min(sorted(options), key=lambda k: kinds[k], default=None)
    if kind is None or kinds[kind] >= limit:
        return None
    kinds[kind] += 1
    return kind


def true_samples(all_pieces: Sequence[Piece], rng: Random) -> list[Sample]:
    """Verbatim sentences and lightly edited ones."""
    kinds: Counter[str] = Counter()
    samples: list[Sample] = []
    for piece, sentence in _chosen(all_pieces, rng):
        options = {"verbatim": (sentence, piece.text)}
        following = piece.sentences[piece.sentences.index(sentence) + 1 :][:1]
        if following and sentence[-1] == "。":
            options["merged"] = (sentence[:-1] + "，" + following[0], piece.text)
        for kind, edit in EDITS.items():
            edited = edit(sentence, piece.text, rng)
            if edited and edited != sentence:
                options[kind] = (edited, piece.text)
        chosen = _rarest(options, kinds, _PER_KIND)
        if chosen:
            samples.append(Sample(chosen, *options[chosen], piece.issued))
    return samples


def damaged_samples(all_pieces: Sequence[Piece], rng: Random) -> list[Sample]:
    """Sentences with one thing wrong."""
    kinds: Counter[str] = Counter()
    samples: list[Sample] = []
    foreign = [
        c
        for p in all_pieces[:4000]
        for s in p.sentences
        for c in s.rstrip("。").split("，")
        if 8 <= len(c) <= 25
    ]
    for piece, sentence in _chosen(all_pieces, rng):
        options: dict[str, tuple[str, str]] = {}
        for kind, damage in DAMAGES.items():
            damaged = damage(sentence, piece.text, rng)
            if damaged and damaged not in piece.text and damaged != sentence:
                options[kind] = (damaged, piece.text)
        clause = added_clause(sentence, piece.text, rng, foreign=foreign)
        if clause:
            options["added clause"] = (clause, piece.text)
        others = piece.siblings if piece.siblings and rng.random() < 0.7 else (rng.choice(all_pieces).text,)
        moved = rng.choice(others)
        if len(moved) > 80 and sentence[:12] not in moved and sentence[-13:-1] not in moved:
            options["citation moved"] = (sentence, moved)
        chosen = _rarest(options, kinds, _PER_KIND)
        if chosen:
            samples.append(Sample(chosen, *options[chosen], piece.issued))
    return samples


def summary_samples(news: Path, summaries: Path) -> list[tuple[Sample, tuple[str, ...]]]:
    """Sentences of reference summaries, with the passages of their article."""
    articles = {record["id"]: record for record in read_lines(news)}
    samples: list[tuple[Sample, tuple[str, ...]]] = []
    for record in read_lines(summaries):
        article = articles.get(record["article_ids"][0])
        if article is None:
            continue
        texts = tuple("".join(run) for run in windows(article["text"]))
        for start, end in sentence_spans(record["summary"]):
            samples.append((Sample("summary", record["summary"][start:end], "", article["date"]), texts))
    return samples


def _source(number: int, text: str, issued: str) -> Source:
    return Source(number, text, issued=date.fromisoformat(issued[:10]) if issued else None)


@dataclass(slots=True)
class Clock:
    """Seconds of processor time: with the passage analysed anew, and with its analysis at hand."""

    anew: float = 0.0
    at_hand: float = 0.0


def _table(samples: Sequence[Sample], show: tuple[str, int], clock: Clock) -> dict[str, Counter[str]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    shown = 0
    for sample in samples:
        source = _source(1, sample.passage, sample.issued)
        prepare.cache_clear()
        begun = time.process_time()
        judgement = verify(sample.sentence, [source])
        between = time.process_time()
        verify(sample.sentence, [source])
        clock.anew += between - begun
        clock.at_hand += time.process_time() - between
        table[sample.kind][judgement.verdict] += 1
        wrong = (judgement.verdict == "supported") != show[0].startswith("true ")
        if sample.kind == show[0].removeprefix("true ") and wrong and shown < show[1]:
            shown += 1
            print(f"--- {judgement.verdict} {judgement.reason}\n    {sample.sentence}\n    {sample.passage}")
    return table


def _report(title: str, table: dict[str, Counter[str]], *, caught: bool) -> None:
    print(
        f"\n{title:<18}{'n':>6}{'supported':>11}{'partly':>8}{'unsupported':>13}{'caught' if caught else 'struck':>8}"
    )
    total: Counter[str] = Counter()
    for kind, counts in sorted(table.items()):
        total.update(counts)
        _row(kind, counts)
    _row("all", total)


def _row(kind: str, counts: Counter[str]) -> None:
    n = counts.total()
    rate = 1 - counts["supported"] / n if n else 0.0
    print(
        f"{kind:<18}{n:>6}{counts['supported']:>11}{counts['partly']:>8}{counts['unsupported']:>13}{rate:>8.3f}"
    )


def _summaries(samples: Sequence[tuple[Sample, tuple[str, ...]]]) -> dict[str, Counter[str]]:
    """Each summary sentence against the three passages that bear it out best."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for sample, texts in samples:
        sources = [_source(i + 1, text, sample.issued) for i, text in enumerate(texts)]
        sources.sort(key=lambda source: -support(sample.sentence, source))
        table["summary"][verify(sample.sentence, sources[:3]).verdict] += 1
    return table


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of sentences, and sentences a second of processor time, the passage analysed anew for each."""

    caught: float  # of damaged ones
    struck: float  # of true ones
    hard_struck: float  # of summaries' true ones
    rate: float


def measure(news: Path, summaries: Path, *, seed: int = 5, samples: int | None = None) -> Figures:
    """The figures of the whole run; `samples` limits the sentences of a kind of table, None: all."""
    rng = Random(seed)  # noqa: S311
    all_pieces = pieces(news)
    rng.shuffle(all_pieces)
    clock, silent = Clock(), ("", 0)
    true_ones, damaged_ones = (
        true_samples(all_pieces, rng)[:samples],
        damaged_samples(all_pieces, rng)[:samples],
    )
    true, damaged = _table(true_ones, silent, clock), _table(damaged_ones, silent, clock)
    return Figures(
        caught=_share(damaged),
        struck=_share(true),
        hard_struck=_share(_summaries(summary_samples(news, summaries)[:samples])),
        rate=(len(true_ones) + len(damaged_ones)) / clock.anew,
    )


def _share(table: dict[str, Counter[str]]) -> float:
    """Of all sentences, those that are not supported."""
    total = sum(counts.total() for counts in table.values())
    return 1 - sum(counts["supported"] for counts in table.values()) / total if total else 0.0


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--summaries", type=Path, help="news with the articles they summarise")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument(
        "--show", default="", help="print mistakes of this kind; 'true KIND' for struck true ones"
    )
    parser.add_argument("--count", type=int, default=20)
    arguments = parser.parse_args()
    rng = Random(arguments.seed)  # noqa: S311
    all_pieces = pieces(arguments.news)
    rng.shuffle(all_pieces)
    show = (arguments.show, arguments.count)
    clock = Clock()
    true = _table(true_samples(all_pieces, rng), show, clock)
    damaged = _table(damaged_samples(all_pieces, rng), show, clock)
    _report("damaged", damaged, caught=True)
    _report("true", true, caught=False)
    n = sum(c.total() for c in (*true.values(), *damaged.values()))
    print(f"\n{n / clock.anew:.0f} sentences a second of processor time, the passage analysed anew for each")
    print(f"{n / clock.at_hand:.0f} with the passage's analysis at hand")
    if arguments.summaries:
        _report("hard true", _summaries(summary_samples(arguments.news, arguments.summaries)), caught=False)


if __name__ == "__main__":
    main()
