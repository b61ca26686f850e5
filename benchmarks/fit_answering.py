"""The constants of `assistant.answering`, fitted anew, and what cross-validation makes of them.

    python -m benchmarks.fit_answering --rgb FOLDER [--set LIBRARY QUESTIONS...] [--draws 3]

--rgb: the folder with RGB's files. Each question is asked of passages at noise 0.4, and of passages that do not answer
it (see bench_rgb). --set: as in bench_answers, any number of times. A question with `facts`, `sub_qa` or gold is to be
answered, any other refused. Two ridge logistic models. First: a candidate by its signs; of a question to be answered
the best candidate that matches an answer counts for, the best two that match none against; of one to be refused the
best four against, and what is best is told by the model itself, so it is fitted again until it stands. Second: the
question by its evidence and its best candidate. Every group of questions has the weight it is given below.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer_binding import Signs, bind, likeness, read
from assistant.answer_kinds import kind_of_answer
from assistant.answering import odds_of
from assistant.evidence import weigh
from assistant.extractive import extract
from assistant.question import fold, parts
from assistant.settings import load_settings
from assistant.wiring import build_store
from benchmarks.bench_answers import load
from benchmarks.rgb import Rarity, draw, load_passages, load_questions, open_embedder, ranked
from vectorstore.records import Filter, Hit

Floats = NDArray[np.float64]
SUBSET = "zh_refine"
WEIGHTS = {
    "zh_refine+": 3.0,
    "zh_refine-": 3.0,
    "questions+": 2.0,
    "questions-": 1.0,
    "news-qa.dev+": 2.0,
    "absent-questions.dev-": 1.0,
}
SIGNS_RIDGE, SECOND_RIDGE = 1.0, 0.1
FOLDS = 5
LOWEST, HIGHEST = -6.0, 4.0
NEGATIVE = frozenset({"elsewhen", "others"})  # signs that tell against; all others tell for


@dataclass(frozen=True, slots=True)
class Bag:
    """A question asked of some hits."""

    group: str
    text: str
    answered: bool
    evidence: float  # log odds
    is_open: bool
    alike: float
    signs: Floats  # (candidates, signs)
    matching: NDArray[np.bool_]  # (candidates,): whether it matches an answer


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rgb", type=Path, required=True)
    parser.add_argument("--set", action="append", nargs="+", default=[], metavar="PATH", dest="sets")
    parser.add_argument("--draws", type=int, default=2)
    options = parser.parse_args()
    bags = [*rgb_bags(options.rgb, options.draws), *library_bags(options.sets)]
    first, second = fit(bags)
    names = [field.name for field in fields(Signs)]
    print("candidate:", *(f"{n} {v:.2f}" for n, v in zip(["bias", *names], first, strict=True)))
    print(
        "question:",
        *(f"{n} {v:.2f}" for n, v in zip(["base", "evidence", "best", "open", "alike"], second, strict=True)),
    )
    report(bags, [held_out(bags, seed) for seed in range(3)])


def rgb_bags(folder: Path, draws: int) -> Iterator[Bag]:
    """The bags of RGB, some draws of passages for each question."""
    texts = load_passages(folder / "rgb-passages.jsonl.gz")
    rarity = Rarity(list(texts.values()))
    embedder = open_embedder()
    for question in load_questions(folder / "rgb-qa.dev.jsonl", SUBSET):
        aliases = [alias for each in question.answers for alias in each]
        for seed in range(draws):
            for ids, answered in zip(draw(question, seed), (True, False), strict=True):
                hits = ranked(question.text, ids, texts, embedder)
                group = f"{SUBSET}{'+' if answered else '-'}"
                yield bag(group, question.text, hits, rarity, aliases, answered)


def library_bags(sets: Sequence[Sequence[str]]) -> Iterator[Bag]:
    """The bags of libraries with their questions; of answerable ones those of one article."""
    for library, *files in sets:
        settings = load_settings().model_copy(update={"home": Path(library)})
        store = build_store(settings, report=lambda _label, _share: None)
        for file in map(Path, files):
            for asked in load(file, ["1doc"] if file.stem.startswith("news-qa") else [], None):
                hits = store.search(asked.text, admit=Filter(), limit=10)
                group = f"{file.stem}{'+' if asked.answerable else '-'}"
                yield bag(
                    group,
                    asked.text,
                    hits,
                    store.rarity,
                    [fact.text for fact in asked.facts],
                    asked.answerable,
                )


def bag(
    group: str,
    text: str,
    hits: Sequence[Hit],
    rarity: Callable[[Sequence[str]], tuple[float, ...]],
    aliases: Sequence[str],
    answered: bool,
) -> Bag:
    """The candidates among what would be quoted, with their signs."""
    shown = [pick.text for pick in extract(text, hits, rarity=rarity)]
    articles = read(hits, shown=shown)
    asked = [(part, kind_of_answer(part.text)) for part in parts(text)]
    found = [
        each
        for part, kind in asked
        if kind is not None
        for each in bind(part, kind, articles, shown=shown, rarity=rarity)
    ]
    return Bag(
        group=group,
        text=text,
        answered=answered,
        evidence=odds_of(weigh(text, hits, rarity=rarity).score),
        is_open=any(kind is None for _, kind in asked),
        alike=likeness(hits),
        signs=np.array([each.signs.values for each in found]).reshape(len(found), len(fields(Signs))),
        matching=np.array([answered and any(matches(each.text, a) for a in aliases) for each in found], bool),
    )


def matches(candidate: str, answer: str) -> bool:
    """Whether the two name the same thing, as far as letters tell."""
    one, other = (re.sub(r"[^\w.%‰]|_", "", fold(text)).rstrip(".") for text in (candidate, answer))
    if not one or not other:
        return False
    if re.fullmatch(r"[\d.]+", other):
        return re.search(rf"(?<![\d.]){re.escape(other)}(?!\d)", one) is not None
    if other in one:
        return len(one) <= len(other) + 8
    return one in other and len(one) >= max(2, len(other) / 2)


def fit(bags: Sequence[Bag]) -> tuple[Floats, Floats]:
    """Bias and coefficients of both models."""
    counts = Counter(each.group for each in bags)
    used = [each for each in bags if each.group in WEIGHTS]
    weights = [WEIGHTS[each.group] / counts[each.group] * 300 for each in used]
    signs = [-1.0 if field.name in NEGATIVE else 1.0 for field in fields(Signs)]
    first = np.array([-3.0, *(1.5 * sign if sign < 0 else 1.0 for sign in signs)])
    for _ in range(12):
        rows, labels, shares = [], [], []
        for each, weight in zip(used, weights, strict=True):
            for at, share in chosen(each, first):
                rows.append([1.0, *each.signs[at]])
                labels.append(float(each.matching[at]))
                shares.append(weight * share)
        ridge = np.array([1e-3, *[SIGNS_RIDGE] * len(signs)])
        again = logistic(np.array(rows), np.array(labels), np.array(shares), ridge, np.array([0.0, *signs]))
        settled = bool(np.abs(again - first).max() < 1e-3)
        first = again
        if settled:
            break
    table = np.array([seconds(each, first) for each in used])
    answered = np.array([float(each.answered) for each in used])
    ridge = np.array([1e-3, *[SECOND_RIDGE] * 4])
    return first, logistic(table, answered, np.array(weights), ridge, np.array([0.0, 1.0, 1.0, 0.0, 1.0]))


def chosen(each: Bag, first: Floats) -> Iterator[tuple[int, float]]:
    """The candidates that count for and against, with their shares of the question's weight."""
    order = np.argsort(-odds(each, first))
    right = [int(at) for at in order if each.matching[at]][:1]
    wrong = [int(at) for at in order if not each.matching[at]]
    yield from ((at, 1.0) for at in right)
    yield from ((at, 0.25) for at in wrong[: 2 if each.answered else 4])


def odds(each: Bag, first: Floats) -> Floats:
    """Log odds of the candidates."""
    result: Floats = first[0] + each.signs @ first[1:]
    return result


def seconds(each: Bag, first: Floats) -> tuple[float, ...]:
    """A row of the second model."""
    best = float(odds(each, first).max()) if len(each.signs) else LOWEST
    told = 0.0 if each.is_open else min(max(best, LOWEST), HIGHEST)
    return 1.0, each.evidence, told, float(each.is_open), each.alike


def logistic(table: Floats, labels: Floats, weights: Floats, ridge: Floats, signs: Floats) -> Floats:
    """Coefficients by Newton's method; one that comes out against its sign (0: any) is left out."""
    active = np.ones(table.shape[1], bool)
    while True:
        model = np.zeros(table.shape[1])
        for _ in range(40):
            part = table[:, active]
            chance = 1 / (1 + np.exp(-np.clip(part @ model[active], -30, 30)))
            slope = part.T @ (weights * (labels - chance)) - ridge[active] * model[active]
            curve = (part * (weights * chance * (1 - chance))[:, None]).T @ part + np.diag(ridge[active])
            model[active] += np.linalg.solve(curve, slope)
        against = active & (model * signs < 0)
        if not against.any():
            return model
        active &= ~against


def held_out(bags: Sequence[Bag], seed: int) -> Floats:
    """Log odds of every bag by models that have not seen its question."""
    texts = sorted({each.text for each in bags})
    order = np.random.default_rng(seed).permutation(len(texts)) % FOLDS
    fold_of = dict(zip(texts, order, strict=True))
    result = np.empty(len(bags))
    for number in range(FOLDS):
        first, second = fit([each for each in bags if fold_of[each.text] != number])
        for at, each in enumerate(bags):
            if fold_of[each.text] == number:
                result[at] = float(np.dot(seconds(each, first), second))
    return result


def report(bags: Sequence[Bag], runs: Sequence[Floats]) -> None:
    """Print the share refused of every group at several thresholds."""
    groups = sorted({each.group for each in bags})
    for threshold in np.arange(-1.2, 1.3, 0.2):
        chance = 1 / (1 + np.exp(-threshold))
        shares = []
        for group in groups:
            inside = np.array([each.group == group for each in bags])
            shares.append(f"{group} {np.mean([(run[inside] < threshold).mean() for run in runs]):.3f}")
        print(f"score {chance:.3f}, refused:", ", ".join(shares))


if __name__ == "__main__":
    main()
