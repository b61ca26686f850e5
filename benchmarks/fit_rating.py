"""The weights of `assistant/rating.py`, fitted anew.

    python -m benchmarks.fit_rating --set LIBRARY QUESTIONS... [--set LIBRARY QUESTIONS...] [--half 0]

A conditional logit model: of all the sentences of the best hits, which hold the fact asked for. Questions and
libraries as in `bench_answers`; each fact that stands in one of the sentences is one choice.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.found_facts import Told, can_be_quoted, found
from assistant.evidence import article_text, term_weights, weigh
from assistant.question import fold, parts
from assistant.rating import Signs, candidates, read_signs
from assistant.settings import load_settings
from assistant.wiring import build_store
from benchmarks.bench_answers import DEPTH, RIDGE, Asked, load
from vectorstore.records import Filter
from vectorstore.store import VectorStore

HITS = 8  # as extractive looks at
ROUNDS = 200

Choice = tuple[NDArray[np.float64], NDArray[np.bool_]]  # sentences by signs, and which of them hold the fact


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", action="append", nargs="+", required=True, metavar="PATH", dest="sets")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only one half of the questions")
    options = parser.parse_args()
    made: list[Choice] = []
    for library, *files in options.sets:
        settings = load_settings().model_copy(update={"home": Path(library)})
        store = build_store(settings, report=lambda _text, _share: None)
        for file in files:
            for asked in load(Path(file), (), options.half):
                made += choices(asked, store)
    model = fit(made)
    print(f"{len(made)} facts")
    for field, weight in zip(fields(Signs), model, strict=True):
        print(f"{field.name} {weight:.2f}")


def choices(asked: Asked, store: VectorStore) -> Iterator[Choice]:
    """One choice for each fact and part that asks for it, where a sentence of the hits holds the fact."""
    hits = store.search(asked.text, admit=Filter(), limit=DEPTH)
    if not asked.facts or not weigh(asked.text, hits, rarity=store.rarity).enough:
        return
    hits = hits[:HITS]
    sentences = candidates(hits)
    told = [Told(each.hit.article.text[each.start : each.end], each.hit.article.issued) for each in sentences]
    texts = {hit.article.id: article_text(hit.article) for hit in hits}
    every = parts(asked.text)
    weights = term_weights(tuple(dict.fromkeys(term for part in every for term in part.terms)), store.rarity)
    for fact in asked.facts:
        holds = np.array([found(fact.text, [each], question=fact.question) for each in told])
        if not holds.any() or not can_be_quoted(fact.text):
            continue
        asking = [part for part in every if part.text == fold(fact.question)]
        for part in asking or every:
            signs = read_signs(part, sentences, weights=weights, texts=texts)
            yield np.array([each.values for each in signs]), holds


def fit(made: list[Choice]) -> NDArray[np.float64]:
    """The weights of greatest likelihood under a ridge, by Newton's method in steps of at most one."""
    model = np.zeros(len(fields(Signs)))
    for _ in range(ROUNDS):
        slope, curve = -RIDGE * model, RIDGE * np.eye(len(model))
        for signs, holds in made:
            chance = np.exp(signs @ model - (signs @ model).max())
            chance /= chance.sum()
            right = np.where(holds, chance, 0.0)
            mean = chance @ signs
            slope += (right / right.sum()) @ signs - mean
            curve += (signs * chance[:, None]).T @ signs - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        step /= max(1.0, np.abs(step).max())
        model += step
        if np.abs(step).max() < 1e-4:
            break
    return model


if __name__ == "__main__":
    main()
