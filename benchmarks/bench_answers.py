"""Answers without a chat model: what is refused, what facts are shown, how long it takes.

    python -m benchmarks.bench_answers --set LIBRARY QUESTIONS... [--set LIBRARY QUESTIONS...] [--fit]

LIBRARY is a data folder as `assistant ingest` makes it; QUESTIONS are JSONL files. A question with `facts` or
`sub_qa` is answerable and its facts are looked for in what is shown; one with neither facts nor gold is not.
--kind limits the answerable questions to some kinds. --fit prints the evidence model fitted anew to all sets.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Signs, read_signs, weigh
from assistant.extractive import extract
from assistant.settings import load_settings
from assistant.wiring import build_store
from vectorstore.records import Filter, Hit
from vectorstore.store import VectorStore

DEPTH = 10  # hits a question
RIDGE = 0.1
FOLDS = 5
LOOSE = 0.8  # share of a fact's character pairs shown that counts as loosely found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the facts its answer must hold; none and not answerable: to be refused."""

    text: str
    facts: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question."""

    asked: Asked
    refused: bool
    found: int
    loosely: int
    sentences: int
    characters: int
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
    parser.add_argument("--fit", action="store_true", help="fit the evidence model and print its constants")
    options = parser.parse_args()
    groups: list[list[Outcome]] = []
    for library, *files in options.sets:
        settings = load_settings().model_copy(update={"home": Path(library)})
        store = build_store(settings, report=lambda _text, _share: None)
        store.search("预热", admit=Filter(), limit=1)
        for file in files:
            outcomes = [answer(asked, store) for asked in load(Path(file), options.kind)]
            print(f"{Path(file).name}: {describe(outcomes)}")
            groups += [[o for o in outcomes if o.asked.answerable is kind] for kind in (True, False)]
    if options.fit:
        fit([group for group in groups if group])


def load(path: Path, kinds: Sequence[str]) -> Iterator[Asked]:
    """The questions of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        facts = record.get("facts") or [pair["a"] for pair in record.get("sub_qa", ())]
        answerable = bool(facts or record.get("gold") or record.get("gold_ids"))
        if not answerable or not kinds or record.get("kind") in kinds:
            yield Asked(record["question"], tuple(facts), answerable)


def answer(asked: Asked, store: VectorStore) -> Outcome:
    """Search, weigh, extract, timed; reading the signs again for the fit is not."""
    started = perf_counter()
    hits: tuple[Hit, ...] = store.search(asked.text, admit=Filter(), limit=DEPTH)
    enough = weigh(asked.text, hits, rarity=store.rarity).enough
    picked = extract(asked.text, hits, rarity=store.rarity) if enough else ()
    seconds = perf_counter() - started
    shown = squash("".join(pick.text for pick in picked))
    facts = [squash(fact) for fact in asked.facts]
    return Outcome(
        asked=asked,
        refused=not enough,
        found=sum(fact in shown for fact in facts),
        loosely=sum(pairs_shown(fact, shown) >= LOOSE for fact in facts),
        sentences=len(picked),
        characters=sum(len(pick.text) for pick in picked),
        seconds=seconds,
        signs=read_signs(asked.text, hits, rarity=store.rarity)[0],
    )


def squash(text: str) -> str:
    """Letters, digits, ideographs, full stops and per cent signs."""
    return re.sub(r"[^\w.%]|_", "", unicodedata.normalize("NFKC", text)).lower()


def pairs_shown(fact: str, shown: str) -> float:
    """Share of the fact's character pairs that are shown."""
    pairs = {fact[i : i + 2] for i in range(len(fact) - 1)} or {fact}
    return sum(pair in shown for pair in pairs) / len(pairs)


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
        found, loosely = (sum(getattr(o, name) for o in answerable) / facts for name in ("found", "loosely"))
        figures.append(f"facts found {found:.3f} (loosely {loosely:.3f}) of {facts}")
    if given:
        figures.append(f"{np.mean([o.sentences for o in given]):.2f} sentences")
        figures.append(f"{np.mean([o.characters for o in given]):.0f} characters an answer")
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
