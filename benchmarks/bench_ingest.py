"""An ingest into an empty library: how long, how much of it embedding, how much memory, how many bytes a passage.

    python -m benchmarks.bench_ingest FILE --home FOLDER [--json]

The library stays in FOLDER. Embedding is timed where the store asks for it, so both times are of the same minutes;
memory is the peak of this process, the first import included.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from assistant.ingest import ingest
from assistant.readers import Limits
from assistant.settings import Settings
from assistant.wiring import build_dense, build_embedder
from vectorstore.embedding import Embedder, Vectors
from vectorstore.embedding_cache import CachedEmbedder
from vectorstore.lexical import LexicalIndex
from vectorstore.library import Library
from vectorstore.store import VectorStore

PARTS = ("library.sqlite", "vectors.sqlite", "chroma", "flat", "lexical")


class TimedEmbedder:
    """Another embedder, and how long it has worked."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.name, self.digest, self.dimension = inner.name, inner.digest, inner.dimension
        self.seconds = 0.0
        self.passages = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As the embedder within."""
        started = perf_counter()
        vectors = self._inner.embed_passages(texts)
        self.seconds += perf_counter() - started
        self.passages += len(texts)
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """As the embedder within."""
        return self._inner.embed_question(text)


@dataclass(frozen=True, slots=True)
class Figures:
    """What an ingest took."""

    articles: int
    passages: int
    seconds: float
    embedding_seconds: float
    embedded: int  # passages; fewer than `passages` where the cache had some
    peak_megabytes: float
    bytes_a_passage: dict[str, float]  # by part of the data folder


def measure(file: Path, home: Path) -> Figures:
    """Ingest the file into the data folder. Raises StoreError."""
    settings = Settings(home=home)
    library = Library(home / "library.sqlite")
    embedder = TimedEmbedder(build_embedder(settings, report=lambda _label, _done: None))
    store = VectorStore(
        library=library,
        dense=build_dense(settings, library),
        lexical=LexicalIndex(home / "lexical"),
        embedder=CachedEmbedder(embedder, home / "vectors.sqlite"),
        lock=home / "write.lock",
        clock=datetime.now,
    )
    started = perf_counter()
    done = ingest([str(file)], store=store, limits=Limits(), report=lambda _step: None)
    seconds = perf_counter() - started
    held = store.library.passage_count()
    return Figures(
        articles=done.added,
        passages=held,
        seconds=seconds,
        embedding_seconds=embedder.seconds,
        embedded=embedder.passages,
        peak_megabytes=peak_megabytes(),
        bytes_a_passage={part: size(home / part) / max(1, held) for part in PARTS},
    )


def peak_megabytes() -> float:
    """The most memory this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def size(path: Path) -> int:
    """Bytes of a file with what SQLite keeps beside it, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(each.stat().st_size for each in files if each.is_file())


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.file, given.home)
    if given.json:
        print(json.dumps(asdict(found)))
        return
    print(f"{found.articles} articles, {found.passages} passages in {found.seconds:.1f} s")
    print(f"embedding {found.embedding_seconds:.1f} s; ratio {found.seconds / found.embedding_seconds:.3f}")
    print(f"peak memory {found.peak_megabytes:.0f} MB")
    for part, count in found.bytes_a_passage.items():
        print(f"{part:<16}{count:>8.0f} bytes a passage")


if __name__ == "__main__":
    main()
