"""The constants by which a chat model that reads the hits is heard (`assistant.answering.odds_needed`).

    python -m benchmarks.fit_confirm --base-url URL --model NAME [--rgb FOLDER] [--set LIBRARY QUESTIONS...]
        [--questions 64] [--seed 7] [--replies FOLDER]

--rgb: the folder with RGB's files; its questions are drawn as in bench_rgb, each asked of passages at noise 0.4 and of
passages that do not answer it. --set: as in bench_answers, any number of times; comparisons, which a table answers, are
left out. Only where the evidence leaves it open is the model asked. Prints the constants of the logistic model, and at
several bounds the share of each group that would be answered, those included that the evidence decides. Readings are
kept in --replies.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.chat import ChatModel
from assistant.chat.cached import CachedChat
from assistant.comparison import read_comparison
from assistant.confirm import confirm
from assistant.evidence import Rarity as Rarities
from assistant.evidence import remembered
from assistant.find import Found, find
from assistant.prompts import Prompt
from assistant.searching import Searching
from assistant.settings import load_settings
from assistant.wiring import build_store, build_writer
from benchmarks.bench_answers import load, logistic, probability
from benchmarks.rgb import Rarity, draw, load_passages, load_questions, open_embedder, ranked
from vectorstore.records import Filter, Hit

SUBSET = "zh_refine"
DEPTH = 10
BOUNDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what was found for it."""

    group: str
    answerable: bool
    found: Found


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence and a model make of a question."""

    case: Case
    odds: float | None  # None: the evidence decides


def main() -> None:
    """Read, fit, print."""
    options = _parser().parse_args()
    settings = load_settings().model_copy(
        update={"base_url": options.base_url, "chat_model": options.model, "chat_timeout": 600.0}
    )
    writer = build_writer(settings)
    if writer is None or writer.confirm is None:
        sys.exit("--model names none")
    chat = CachedChat(writer.chat, options.replies, prompt_digest=writer.confirm.digest)
    cases = [*_of_libraries(options)]
    if options.rgb:
        cases += _of_rgb(options)
    readings = []
    for number, case in enumerate(cases, 1):
        readings.append(read(case, chat, writer.confirm))
        print(f"{number}/{len(cases)}", end="\r", file=sys.stderr)
    report(readings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--rgb", type=Path, help="the folder with the rgb-* files")
    parser.add_argument("--set", action="append", nargs="+", default=[], metavar="PATH", dest="sets")
    parser.add_argument("--questions", type=int, default=64, help="of each file, at most")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--replies", type=Path, default=load_settings().cache / "confirm-replies")
    return parser


def read(case: Case, chat: ChatModel, prompt: Prompt) -> Reading:
    """The model's odds, where the evidence leaves it open. Raises ChatError."""
    found = case.found
    if not found.open:
        return Reading(case, None)
    return Reading(case, confirm(found.matter, found.telling, chat=chat, prompt=prompt).odds)


def report(readings: list[Reading]) -> None:
    """Print the model fitted, and what is answered at each bound."""
    heard = [(each, each.odds) for each in readings if each.odds is not None]
    signs = np.array([(each.case.found.finding.bound, odds) for each, odds in heard])
    answerable = np.array([each.case.answerable for each, _ in heard], float)
    model = logistic(signs, answerable, np.ones(len(heard)))
    shares = dict(zip((id(each) for each, _ in heard), probability(model, signs), strict=True))
    print("heard", len(heard), "of", len(readings))
    print(*(f"{name} {value:.2f}" for name, value in zip(("bias", "bound", "model"), model, strict=True)))
    for bound in BOUNDS:
        line = [f"bound {bound:.2f}, answered:"]
        for group in dict.fromkeys(each.case.group for each in readings):
            told = [
                shares[id(each)] >= bound if id(each) in shares else each.case.found.enough
                for each in readings
                if each.case.group == group
            ]
            line.append(f"{group} {np.mean(told):.3f}")
        print(*line)


def _of_rgb(options: argparse.Namespace) -> Iterator[Case]:
    texts = load_passages(options.rgb / "rgb-passages.jsonl.gz")
    rarity = Rarity(list(texts.values()))
    embedder = open_embedder()
    questions = load_questions(options.rgb / "rgb-qa.dev.jsonl", SUBSET)
    random.Random(options.seed).shuffle(questions)  # noqa: S311  # a draw, no secret
    for question in questions[: options.questions]:
        for ids, answerable in zip(draw(question, options.seed), (True, False), strict=True):
            hits = ranked(question.text, ids, texts, embedder)
            yield _case(f"{SUBSET}{'+' if answerable else '-'}", question.text, hits, rarity, answerable)


def _of_libraries(options: argparse.Namespace) -> Iterator[Case]:
    for library, *files in options.sets:
        settings = load_settings().model_copy(update={"home": Path(library)})
        store = build_store(settings, report=lambda _label, _share: None)
        for file in map(Path, files):
            asked = list(load(file, ["1doc"] if file.stem.startswith("news-qa") else [], None))
            asked = [each for each in asked if read_comparison(each.text) is None]
            random.Random(options.seed).shuffle(asked)  # noqa: S311  # a draw, no secret
            for each in asked[: options.questions]:
                hits = store.search(each.text, admit=Filter(), limit=DEPTH)
                group = f"{file.stem}{'+' if each.answerable else '-'}"
                yield _case(group, each.text, hits, store.rarity, each.answerable)


def _case(group: str, text: str, hits: tuple[Hit, ...], rarity: Rarities, answerable: bool) -> Case:
    searching = Searching(search=lambda _text: hits, rarity=remembered(rarity), corrections=lambda _ids: {})
    return Case(group, answerable, find(text, text, searching, fitted=True))


if __name__ == "__main__":
    main()
