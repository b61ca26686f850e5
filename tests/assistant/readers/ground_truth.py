"""The stories that generated pages are made of, and how well what was read matches them."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal

GOLD = Path(__file__).parents[3] / "sample" / "gold"

Kind = Literal["article", "photo"]


@dataclass(frozen=True, slots=True)
class Story:
    """One article as it was written: the ground truth."""

    headline: str
    body: tuple[str, ...]  # paragraphs
    kicker: str | None = None  # None: has none
    subtitle: str | None = None  # None: has none
    kind: Kind = "article"


def sample_stories() -> list[Story]:
    """The sample newspaper's articles, their lines joined to paragraphs and their punctuation full-width."""
    stories = []
    for path in sorted(GOLD.glob("*.gold.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            body = _paragraphs(entry["body"])
            if entry["headline"]:
                kicker = _print("".join(entry["kicker"])) or None
                kind: Kind = "photo" if body[-1].endswith("摄") and len(body) <= 2 else "article"
                stories.append(Story(_print(entry["headline"]), body, kicker, kind=kind))
    return stories


def pick(stories: Sequence[Story], count: int, random: Random) -> list[Story]:
    """So many of the stories, some of them with a subtitle and subheads added."""
    return [_dressed(story, random) for story in random.sample(list(stories), count)]


def _dressed(story: Story, random: Random) -> Story:
    if story.kind == "photo":
        return story
    subtitle = f"——{random.choice(_SUBTITLES)}" if random.random() < 0.25 else None
    body = list(story.body)
    if len(body) >= 4 and random.random() < 0.4:
        body.insert(2, random.choice(SUBHEADS))
    return replace(story, subtitle=subtitle, body=tuple(body))


def _paragraphs(lines: Sequence[str]) -> tuple[str, ...]:
    """A line that ends a sentence ends a paragraph; photo news is one paragraph with its credit."""
    paragraphs = [""]
    for line in lines:
        paragraphs[-1] += _print(line)
        if re.search(r"[。！？…][”’）]?$", paragraphs[-1]) or re.match(
            r"本报(记者|通讯员)\S{2,12}$", paragraphs[-1]
        ):
            paragraphs.append("")
    found = [paragraph for paragraph in paragraphs if paragraph]
    if len(found) > 1 and found[-1].endswith("摄"):
        found[-2:] = [f"{found[-2]}　　{found[-1]}"]
    return tuple(found)


def _print(text: str) -> str:
    """As a typesetter sets it: full-width punctuation, no spaces beside ideographs, paired quotation marks."""
    text = re.sub(r"\s+", "", text).translate(str.maketrans(",;:!?()", "，；：！？（）"))
    text = re.sub(r"(?<=\d)，(?=\d{3})", ",", text)
    return re.sub(r'"([^"]*)"', r"“\1”", text)


_SUBTITLES = ("一线见闻之一", "来自基层的报告", "来自三个班组的回答", "一份清单背后的变化")
SUBHEADS = ("从难处问起", "把账算明白", "一步一步来", "多走一公里")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it was read off the page."""

    headline: str  # with kicker and subtitle, where the reader does not part them
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Means over the stories, each against the reading that matches it best; 1 is right."""

    content: float  # F1 of character 5-grams of the body
    order: float  # similarity of the two bodies as sequences (difflib)
    headline: float  # share of stories whose headline stands in the reading's
    extra: int  # readings of 40 or more characters that match no story


def score(stories: Sequence[Story], readings: Sequence[Reading]) -> Score:
    """How well the readings match the stories; there is at least one of each."""
    texts = [_squash(reading.text) for reading in readings]
    grams = [_grams(text) for text in texts]
    rows, used = [], set()
    for story in stories:
        body = _squash("".join(story.body))
        shares = [_f1(_grams(body), other) for other in grams]
        best = max(range(len(shares)), key=shares.__getitem__)
        used.add(best)
        order = difflib.SequenceMatcher(None, body, texts[best], autojunk=False).ratio()
        found = _squash(story.headline) in _squash(readings[best].headline)
        rows.append((shares[best], order, float(found)))
    content, order, headline = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    extra = sum(at not in used and len(text) >= 40 for at, text in enumerate(texts))
    return Score(content, order, headline, extra)


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _grams(text: str, size: int = 5) -> Counter[str]:
    return Counter(text[at : at + size] for at in range(max(1, len(text) - size + 1)))


def _f1(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())
