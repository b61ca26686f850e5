"""Answers of the whole program: what is refused, what facts are shown, how long it takes.

    python -m benchmarks.bench_answers --set LIBRARY QUESTIONS... [--set LIBRARY QUESTIONS...] [--fit]
        [--base-url URL --model NAME] [--questions 100] [--seed 5]

LIBRARY is a data folder as `assistant ingest` makes it; QUESTIONS are JSONL files. A question with `facts` or
`sub_qa` is answerable and its facts are looked for in what is shown, as `found_facts` defines it; one with neither
facts nor gold is not. --kind limits the answerable questions to some kinds, --half all of them to one half, told by
their ids, --questions to so many drawn by --seed. Without --model nothing is asked of a chat model; with it, what it
shows, the papers' sentences beside it included, and its replies are kept, so that a run that was interrupted goes on.
--fit prints the evidence model fitted anew to all sets.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from assistant.ask import Asking, ask
from assistant.evaluation.found_facts import can_be_quoted, found, found_loosely, found_strictly, told_by
from assistant.evidence import Signs, read_signs
from assistant.extractive import QUOTED
from assistant.question import parts
from assistant.settings import load_settings
from assistant.wiring import build_asking
from vectorstore.records import Filter

DEPTH = 10  # hits a question whose evidence is fitted
TIMEOUT = 600.0  # seconds for a call of a small model on a few cores
RIDGE = 0.1
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """What an answer must hold."""

    question: str  # the part of the question that asks for it, or all of it
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the facts its answer must hold; none and not answerable: to be refused."""

    text: str
    facts: tuple[Fact, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question."""

    asked: Asked
    refused: bool
    written: bool  # by a chat model; False: quoted, or refused
    strictly: int
    found: int
    loosely: int
    sentences: int
    characters: int
    parts: int
    seconds: float
    signs: Signs


def main() -> None:
    """Ask every set and print its table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", action="append", nargs="+", required=True, metavar="PATH", dest="sets")
    parser.add_argument(
        "--kind", action="append", default=[], help="kinds of answerable questions; default all"
    )
    parser.add_argument("--half", type=int, choices=(0, 1), help="only one half of the questions")
    parser.add_argument("--fit", action="store_true", help="fit the evidence model and print its constants")
    parser.add_argument("--base-url", help="of an OpenAI-compatible endpoint")
    parser.add_argument("--model", help="default: no chat model")
    parser.add_argument("--questions", type=int, help="of each file; default all")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    groups: list[list[Outcome]] = []
    for library, *files in options.sets:
        using = asking(Path(library), base_url=options.base_url, model=options.model)
        today = using.store.extent(Filter()).last
        if today is None:
            sys.exit(f"{library} holds no dated articles: ingest some first")
        using.store.search("预热", admit=Filter(), limit=1)
        for file in files:
            questions = list(load(Path(file), options.kind, options.half))
            if options.questions is not None:
                random.Random(options.seed).shuffle(questions)  # noqa: S311  # a draw, no secret
            outcomes = []
            for asked in questions[: options.questions]:
                outcomes.append(answer(asked, using, today))
                print(f"\r{len(outcomes)}", end="", file=sys.stderr, flush=True)
            print(f"\r{Path(file).name}: {describe(outcomes)}")
            groups += [[o for o in outcomes if o.asked.answerable is kind] for kind in (True, False)]
    if options.fit:
        fit([group for group in groups if group])


def load(path: Path, kinds: Sequence[str], half: int | None) -> Iterator[Asked]:
    """The questions of a file; `half`: None for all."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        question = record["question"]
        facts = [Fact(pair["q"], pair["a"]) for pair in record.get("sub_qa", ())]
        facts += [Fact(question, text) for text in record.get("facts", ())]
        answerable = bool(facts or record.get("gold") or record.get("gold_ids"))
        if half not in (None, int(sha256(record["id"].encode()).hexdigest(), 16) % 2):
            continue
        if not answerable or not kinds or record.get("kind") in kinds:
            yield Asked(question, tuple(facts), answerable)


def asking(library: Path, *, base_url: str | None, model: str | None) -> Asking:
    """The program over a library; without a model whatever the settings say."""
    settings = load_settings().model_copy(update={"home": library})
    if model:
        endpoint = {"chat_model": model, "base_url": base_url or settings.base_url, "chat_timeout": TIMEOUT}
        settings = settings.model_copy(update=endpoint)
    using = build_asking(settings, report=lambda _text, _share: None, keep_replies=True)
    return using if model else replace(using, writer=None)


def answer(asked: Asked, using: Asking, today: date) -> Outcome:
    """Asked, timed; reading the signs again for the fit is not."""
    started = perf_counter()
    told = ask(asked.text, using=using, admit=Filter(), today=today)
    seconds = perf_counter() - started
    shown = told_by(told)
    quotable = [fact for fact in asked.facts if can_be_quoted(fact.text)]
    store = using.store
    hits = store.search(asked.text, admit=Filter(), limit=DEPTH)
    return Outcome(
        asked=asked,
        refused=told.refused,
        written=not (told.refused or told.model.startswith(QUOTED)),
        strictly=sum(found_strictly(fact.text, shown) for fact in asked.facts),
        found=sum(found(fact.text, shown, question=fact.question) for fact in quotable),
        loosely=sum(found_loosely(fact.text, shown) for fact in asked.facts),
        sentences=len(shown),
        characters=sum(len(each.text) for each in shown),
        parts=len(parts(asked.text)),
        seconds=seconds,
        signs=read_signs(asked.text, hits, rarity=store.rarity)[0],
    )


def describe(outcomes: Sequence[Outcome]) -> str:
    """The figures of one file in a line."""
    answerable = [o for o in outcomes if o.asked.answerable]
    absent = [o for o in outcomes if not o.asked.answerable]
    refused = [o for o in outcomes if o.refused]
    right = sum(o.refused for o in absent)
    facts = sum(len(o.asked.facts) for o in answerable)
    given = [o for o in outcomes if not o.refused]
    p50, p95 = np.percentile([o.seconds * 1000 for o in outcomes], [50, 95])
    figures = [f"{len(outcomes)} questions"]
    if absent:
        figures.append(
            f"refusal recall {right / len(absent):.3f}, precision {right / max(1, len(refused)):.3f}"
        )
    if answerable:
        figures.append(f"wrongly refused {sum(o.refused for o in answerable) / len(answerable):.3f}")
    if facts:
        quotable = sum(can_be_quoted(fact.text) for o in answerable for fact in o.asked.facts)
        share = sum(o.found for o in answerable) / quotable
        strictly, loosely = (
            sum(getattr(o, name) for o in answerable) / facts for name in ("strictly", "loosely")
        )
        figures.append(
            f"facts found {share:.3f} of {quotable} (strictly {strictly:.3f}, loosely {loosely:.3f} of {facts})"
        )
    if given:
        if written := sum(o.written for o in given):
            figures.append(f"written {written}, quoted instead {len(given) - written}")
        sentences = sum(o.sentences for o in given)
        figures.append(
            f"{sentences / len(given):.2f} sentences an answer, {sentences / sum(o.parts for o in given):.2f} a part asked"
        )
        figures.append(f"{np.mean([o.characters for o in given]):.0f} characters")
    return "; ".join([*figures, f"p50 {p50:.0f} ms, p95 {p95:.0f} ms"])


def fit(groups: Sequence[Sequence[Outcome]]) -> None:
    """Print bias and coefficients of a ridge logistic model, each group of questions weighing the same, and what
    cross-validation makes of it at several thresholds."""
    outcomes = [outcome for group in groups for outcome in group]
    signs = np.array([astuple(outcome.signs) for outcome in outcomes])
    answerable = np.array([outcome.asked.answerable for outcome in outcomes], float)
    weights = (
        np.concatenate([np.full(len(group), 1 / len(group)) for group in groups])
        * len(outcomes)
        / len(groups)
    )
    held_out = np.empty(len(outcomes))
    folds = np.random.default_rng(0).permutation(len(outcomes)) % FOLDS
    for fold in range(FOLDS):
        rest = folds != fold
        model = logistic(signs[rest], answerable[rest], weights[rest])
        held_out[~rest] = probability(model, signs[~rest])
    bias, *coefficients = logistic(signs, answerable, weights)
    names = [field.name for field in fields(Signs)]
    print(
        f"bias {bias:.2f}", *(f"{name} {value:.2f}" for name, value in zip(names, coefficients, strict=True))
    )
    bounds = np.cumsum([0, *map(len, groups)])
    for threshold in np.arange(0.3, 0.72, 0.04):
        shares = [
            f"{'answerable' if group[0].asked.answerable else 'absent'} {share:.3f}"
            for group, low, high in zip(groups, bounds, bounds[1:], strict=False)
            for share in [float((held_out[low:high] < threshold).mean())]
        ]
        print(f"threshold {threshold:.2f}, refused: {', '.join(shares)}")


def logistic(
    signs: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Bias and coefficients by Newton's method; the ridge spares the bias."""
    table = np.column_stack([np.ones(len(signs)), signs])
    ridge = np.diag([0.0, *[RIDGE] * signs.shape[1]])
    model = np.zeros(table.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-table @ model))
        slope = table.T @ (weights * (labels - chance)) - ridge @ model
        curve = (table * (weights * chance * (1 - chance))[:, None]).T @ table + ridge
        model += np.linalg.solve(curve, slope)
    return model


def probability(model: NDArray[np.float64], signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance that a question is answerable."""
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-(model[0] + signs @ model[1:])))
    return chance


if __name__ == "__main__":
    main()
