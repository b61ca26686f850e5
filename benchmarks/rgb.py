"""RGB (Chen et al. 2024, Chinese part): questions with passages that answer them and passages that nearly do."""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant.settings import load_settings
from assistant.wiring import build_embedder
from vectorstore.embedding import Embedder
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.extents import Extent
from vectorstore.records import Article, Filter, Hit, Passage
from vectorstore.tokens import words

SHOWN = 5  # passages a question
GOLD = 3  # of them answer, at noise 0.4


@dataclass(frozen=True, slots=True)
class RgbQuestion:
    """A question; each set of `answers` must be met by one of its aliases."""

    id: str
    subset: str
    text: str
    answers: tuple[tuple[str, ...], ...]
    golds: tuple[tuple[str, ...], ...]  # passage ids by what they answer; one group, or one an answer
    negatives: tuple[str, ...]


def load_questions(path: Path, subset: str) -> list[RgbQuestion]:
    """The questions of the subset that have passages enough for both draws."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        golds = row.get("gold_groups") or [row["gold_ids"]]
        negatives = [name for name in dict.fromkeys(row["negative_ids"]) if name not in row["gold_ids"]]
        if row["subset"] == subset and all(golds) and len(negatives) >= SHOWN:
            answers = tuple(tuple(each) if isinstance(each, list) else (each,) for each in row["answer_sets"])
            groups = tuple(tuple(dict.fromkeys(group)) for group in golds)
            found.append(RgbQuestion(row["id"], subset, row["question"], answers, groups, tuple(negatives)))
    return found


def load_passages(path: Path) -> dict[str, str]:
    """Texts by passage id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return {row["id"]: row["text"] for row in rows}


def draw(question: RgbQuestion, seed: int) -> tuple[list[str], list[str]]:
    """Passage ids: five at noise 0.4 (three answer, with one for each answer first), and five that do not."""
    rng = random.Random(f"{seed} {question.id}")  # noqa: S311  # a draw, no secret
    firsts = [rng.choice(group) for group in question.golds] if len(question.golds) > 1 else []
    rest = [name for group in question.golds for name in group if name not in firsts]
    golds = list(dict.fromkeys([*firsts, *rng.sample(rest, len(rest))]))[:GOLD]
    mixed = [*golds, *rng.sample(question.negatives, SHOWN - len(golds))]
    rng.shuffle(mixed)
    return mixed, rng.sample(question.negatives, SHOWN)


def open_embedder() -> Embedder:
    """The program's embedder; vectors of passages are kept in the cache folder."""
    settings = load_settings()
    inner = build_embedder(settings, report=lambda _label, _share: None)
    return CachedEmbedder(inner, settings.cache / "rgb-vectors.sqlite")


def ranked(
    question: str, ids: Sequence[str], texts: Mapping[str, str], embedder: Embedder
) -> tuple[Hit, ...]:
    """The passages as hits, each an article of its own, nearest to the question first."""
    vectors = embedder.embed_passages([texts[name] for name in ids])
    cosines = vectors @ embedder.embed_question(question)
    return tuple(
        _hit(ids[at], texts[ids[at]], float(cosines[at]), rank)
        for rank, at in enumerate(np.argsort(-cosines), 1)
    )


def _hit(name: str, text: str, cosine: float, rank: int) -> Hit:
    article = Article(name, None, None, None, None, None, None, "article", text, "RGB")
    passage = Passage(name, name, 0, len(text), text)
    return Hit(passage, article, 1 - rank / 10, cosine, rank, rank)


def meets(shown: str, answers: Sequence[Sequence[str]]) -> bool:
    """Whether the text has one alias of every answer, as RGB counts it: by the letters."""
    text = _letters(shown)
    return all(any(_letters(alias) in text for alias in aliases) for aliases in answers)


def _letters(text: str) -> str:
    return re.sub(r"[^\w.%‰]|_", "", unicodedata.normalize("NFKC", text)).lower().rstrip(".")


class Rarity:
    """How rare words are among all passages, as `LexicalIndex.rarity` has it."""

    def __init__(self, texts: Iterator[str] | Sequence[str]) -> None:
        self._total = 0
        self._counts: Counter[str] = Counter()
        for text in texts:
            self._total += 1
            self._counts.update(set(words(text)))

    def __call__(self, texts: Sequence[str]) -> tuple[float, ...]:
        whole = math.log(self._total + 1)
        counts = [min((self._counts[word] for word in words(text)), default=0) for text in texts]
        return tuple(math.log((self._total + 1) / (count + 1)) / whole for count in counts)


class GivenStore:
    """What `ask` needs of a store, with the hits given instead of found."""

    def __init__(self, hits: tuple[Hit, ...], rarity: Rarity) -> None:
        self.rarity = rarity
        self.library = self  # for corrections_of
        self._hits = hits

    def search(
        self, _question: str, *, admit: Filter, limit: int, prefer: tuple[date, date] | None = None
    ) -> tuple[Hit, ...]:
        """The hits given."""
        del admit, prefer
        return self._hits[:limit]

    def extent(self, _admit: Filter) -> Extent:
        """The passages given."""
        return Extent(len(self._hits), None, None, ())

    def corrections_of(self, _ids: Sequence[str], _admit: Filter) -> dict[str, tuple[Article, ...]]:
        """None."""
        return {}
