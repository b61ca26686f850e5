"""Digests against editors' headline lists: the share of headline items that a day's digest covers.

    python -m benchmarks.bench_digests --pages broadcast-pages.dev.jsonl.gz --headlines broadcast-headlines.dev.jsonl
        [--days 30] [--characters 800 1200 1600] [--items 8 12 16 20]

A day's articles, in the bulletin's order, become a library of their own (real SQLite, no indexes). A headline item is
covered where one item of the digest has at least 0.6 of the pairs of neighbouring characters of its text. Every
method is given the same number of items, told in headline and sentences; or the same number of characters, headlines
and sentences together: as many told as fit (`told`), or fewer told and the headlines of all others listed, as the
program's digests do within a length (`listed`).
`digest`: the program's events, ranking and sentences. Baselines: whole articles, the longest first, each told
like the digest's (headline and up to three sentences); the same in the bulletin's order; at random.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.digest_records import DigestForm, DigestRequest
from assistant.digest_room import LENGTHS, MOST, told_within
from assistant.gathering import gather
from assistant.portions import Portion, whole
from assistant.summarise import extracted
from vectorstore.identity import keyed
from vectorstore.library import Library
from vectorstore.records import Article

SEED = 20240418
COVERED = 0.6
NOON = datetime(2024, 5, 1, 12)
_NUMBER = re.compile(r"^(?:\d+[.、．]|[（(]\d+[）)])\s*")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--headlines", type=Path, required=True)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--characters", type=int, nargs="+", default=[400, 800, 1200, 1600, 2400])
    parser.add_argument("--items", type=int, nargs="+", default=[8, 12, 16, 20])
    arguments = parser.parse_args()
    rooms = [(kind, n) for kind in ("characters told", "characters listed") for n in arguments.characters]
    rooms += [("items", n) for n in arguments.items]
    days = read_days(arguments.pages, arguments.headlines)[: arguments.days]
    table = Table(title=f"{len(days)} days, share of headline items covered", show_edge=False)
    for name in ("form", "room", *METHODS):
        table.add_column(name, justify="right")
    shares = {(form, room, name): 0.0 for form in LENGTHS for room in rooms for name in METHODS}
    for articles, headlines in track(days, "days", console=Console(stderr=True), transient=True):
        for name, method in METHODS.items():
            ranked = method(articles)
            for form in LENGTHS:
                told = [_told(portions, form) for portions in ranked]
                titles = [_title(portions) for portions in ranked]
                for room in rooms:
                    kept = _kept(told, titles, room, form)
                    shares[form, room, name] += _covered(kept, headlines) / len(days)
    for form in LENGTHS:
        for room in rooms:
            shown = [f"{shares[form, room, name]:.3f}" for name in METHODS]
            table.add_row(form, f"{room[1]} {room[0]}", *shown)
    Console(width=110).print(table)


def read_days(pages: Path, headlines: Path) -> list[tuple[list[Article], list[str]]]:
    """Articles and headline items of each day that has both."""
    lists = {
        values["id"][-8:]: headline_items(values["summary"])
        for values in map(json.loads, headlines.read_text(encoding="utf-8").splitlines())
    }
    days = []
    with gzip.open(pages, "rt", encoding="utf-8") as file:
        for values in map(json.loads, file):
            items = lists.get(values["date"].replace("-", ""))
            if items:
                articles = [
                    _article(values["date"], each["title"], values["text"][each["start"] : each["end"]])
                    for each in values["items"]
                ]
                days.append((articles, items))
    return days


def headline_items(text: str) -> list[str]:
    """The items of a list: numbered lines, lines broken behind a colon joined; a heading of numbered ones is none."""
    found: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("（《新闻联播》"):
            continue
        if _NUMBER.match(line) or not found:
            if found and found[-1].endswith("：") and line.startswith(("（", "(")):
                found.pop()
            found.append(_NUMBER.sub("", line).rstrip("；。;"))
        else:
            found[-1] += line.rstrip("；。;")
    return [item for item in found if not item.endswith("：")]


def _article(day: str, title: str, text: str) -> Article:
    return Article(
        id="",
        headline=title,
        kicker=None,
        byline=None,
        publication="bulletin",
        issued=date.fromisoformat(day),
        page=None,
        kind="article",
        text=text.removeprefix(title).strip(),
        origin="-",
    )


def _digest(articles: Sequence[Article]) -> list[Sequence[Portion]]:
    """The program's events of the day, weightiest first."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library.sqlite")
        by_key = keyed(list(articles))
        library.add([(key, article, ()) for key, article in by_key.items()], now=NOON)
        library.mark_ready([article.id for article in by_key.values()], now=NOON)
        day = articles[0].issued or date.min
        events = gather(DigestRequest(day, day), library).events
        library.close()
    return [event.told for event in events]


def _baseline(key: Callable[[Article], float]) -> Callable[[Sequence[Article]], list[Sequence[Portion]]]:
    return lambda articles: [(whole(article),) for article in sorted(articles, key=key)]


METHODS: dict[str, Callable[[Sequence[Article]], list[Sequence[Portion]]]] = {
    "digest": _digest,
    "longest first": _baseline(lambda article: -len(article.text)),
    "bulletin's order": _baseline(lambda _article: 0.0),
    "random": _baseline(lambda article: random.Random(f"{SEED}{article.headline}").random()),  # noqa: S311  # a baseline
}


def _told(portions: Sequence[Portion], form: DigestForm) -> str:
    said = extracted(
        portions, form="line" if form == "brief" else "brief", length=LENGTHS[form], most=MOST[form]
    )
    return _title(portions) + "".join(sentence.text for sentence in said.sentences)


def _title(portions: Sequence[Portion]) -> str:
    return max(portions, key=lambda portion: portion.end - portion.start).title


def _kept(
    told: Sequence[str], titles: Sequence[str], room: tuple[str, int], form: DigestForm
) -> Sequence[str]:
    kind, size = room
    if kind == "items":
        return told[:size]
    if kind == "characters told":
        return _fitted(told, size)
    count = told_within(titles, form=form, items=len(titles), length=size)
    return _fitted([*told[:count], *titles[count:]], size)


def _fitted(told: Sequence[str], budget: int) -> list[str]:
    kept: list[str] = []
    for text in told:
        if sum(map(len, kept)) + len(text) > budget:
            break
        kept.append(text)
    return kept


def _covered(told: Sequence[str], headlines: Sequence[str]) -> float:
    shown = [_pairs(text) for text in told]
    hits = 0
    for headline in headlines:
        wanted = _pairs(headline)
        hits += any(len(wanted & pairs) >= COVERED * len(wanted) for pairs in shown)
    return hits / len(headlines)


def _pairs(text: str) -> frozenset[str]:
    letters = re.sub(r"[\W_]+", "", text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


if __name__ == "__main__":
    main()
