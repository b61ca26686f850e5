"""Files into the library: read, recover the articles, add them; one file's failure never stops the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic

from assistant.arrivals import Arrivals
from assistant.errors import ReadError
from assistant.pages import parse_page
from assistant.readers import READABLE, Failure, Item, Limits, Record, read
from assistant.records import Page, PageArticle
from vectorstore.records import Article
from vectorstore.store import VectorStore

_BATCH = 200  # articles handed to the store together
Seen = Callable[[str, Page, date | None], None]  # hears of every page: its file's path and its issue


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of all files together."""

    added: int
    revised: int
    unchanged: int
    reprints: int
    failed: int
    passages: int
    seconds: float
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where an ingest stands."""

    origin: str  # file being read
    done: int  # articles dealt with so far
    bytes_read: int  # of this file
    bytes_total: int | None  # of this file; None: standard input


@dataclass(slots=True)
class _Tally:
    arrivals: Arrivals
    seen: Seen
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    reprints: int = 0
    passages: int = 0
    failures: list[Failure] = field(default_factory=list)


def ingest(
    paths: Sequence[str],
    *,
    store: VectorStore,
    limits: Limits,
    report: Callable[[Step], None],
    seen: Seen = lambda _path, _page, _issued: None,
) -> Ingested:
    """Read every path (a file, a folder, or `-` for standard input) into the store.

    Failures of single files and lines are collected, not raised. Raises StoreError when the store cannot
    be written at all.
    """
    started = monotonic()
    tally = _Tally(Arrivals(store.library), seen)
    with store.writing():
        for name in paths:
            for path, failure in files_of(name):
                if failure is not None:
                    tally.failures.append(failure)
                else:
                    _ingest_file(path, tally=tally, store=store, limits=limits, report=report)
        _flush(tally, store)
    return Ingested(
        added=tally.added,
        revised=tally.revised + tally.arrivals.merged,
        unchanged=tally.unchanged + tally.arrivals.repeated,
        reprints=tally.reprints,
        failed=len(tally.failures),
        passages=tally.passages,
        seconds=round(monotonic() - started, 2),
        failures=tuple(tally.failures),
    )


def read_file(path: str, *, limits: Limits) -> Iterator[Item]:
    """Pages, records and failures of one file (or `-`); a file that cannot be read at all is one Failure."""
    try:
        if path == "-":
            yield from read("-", sys.stdin.buffer, limits=limits)
        else:
            with Path(path).open("rb") as data:
                yield from read(Path(path).name, data, limits=limits)
    except ReadError as error:
        yield Failure(path, str(error))
    except OSError as error:
        yield Failure(path, f"{path}：打不开（{error.strerror}），请检查路径和权限")


def article_of(piece: PageArticle, *, origin: str) -> Article:
    """The library's article for an article or photo found on a page; its id is given by the store."""
    return Article(
        id="",
        headline=piece.headline,
        kicker=piece.kicker,
        byline=piece.byline,
        publication=piece.publication,
        issued=piece.issued,
        page=piece.page,
        kind="photo" if piece.kind == "photo" else "article",
        text=piece.text,
        origin=origin,
    )


def article_of_record(record: Record, *, origin: str) -> Article:
    """The library's article for a ready-made one; its id is given by the store."""
    return Article(
        id="",
        headline=record.headline,
        kicker=None,
        byline=None,
        publication=record.publication,
        issued=record.issued,
        page=None,
        kind="article",
        text=record.text,
        origin=origin,
        external_id=record.external_id,
    )


def articles_of(item: Page | Record, *, origin: str) -> Iterator[Article]:
    """The articles of a page or record, with text."""
    if isinstance(item, Record):
        yield article_of_record(item, origin=origin)
        return
    for piece in parse_page(item):
        if piece.kind != "other" and piece.text.strip():
            yield article_of(piece, origin=origin)


def files_of(name: str) -> Iterable[tuple[str, Failure | None]]:
    """The files a path stands for; a path that stands for none is a failure."""
    path = Path(name)
    if name == "-" or path.is_file():
        yield name, None
    elif path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READABLE)
        if not found:
            suffixes = "、".join(sorted(READABLE))
            yield name, Failure(name, f"{name}：文件夹里没有可读的文件（可读：{suffixes}）")
        for each in found:
            yield str(each), None
    else:
        yield name, Failure(name, f"{name}：没有这个文件或文件夹，请检查路径")


def _ingest_file(
    path: str, *, tally: _Tally, store: VectorStore, limits: Limits, report: Callable[[Step], None]
) -> None:
    total = None if path == "-" else Path(path).stat().st_size
    found = False
    failures = len(tally.failures)
    tally.arrivals.begin_file()
    for item in read_file(path, limits=limits):
        if isinstance(item, Failure):
            tally.failures.append(item)
            continue
        articles = tuple(articles_of(item, origin=Path(path).name))
        found = found or bool(articles)
        if isinstance(item, Record):
            tally.arrivals.add(articles[0])
        else:
            tally.arrivals.add_page(articles)
            tally.seen(path, item, articles[0].issued if articles else item.issued)
        if len(tally.arrivals.waiting) >= _BATCH:
            _flush(tally, store)
            report(Step(path, tally.added + tally.revised + tally.unchanged, 0, total))
    if not found and len(tally.failures) == failures:
        tally.failures.append(Failure(path, f"{path}：没有找到文章，请用 assistant parse 查看识别结果"))
    done = tally.added + tally.revised + tally.unchanged + len(tally.arrivals.waiting)
    report(Step(path, done, total or 0, total))


def _flush(tally: _Tally, store: VectorStore) -> None:
    batch = tally.arrivals.take()
    if not batch.articles:
        return
    added = store.add(batch.articles)
    tally.added += added.added - len(batch.fresh)
    tally.revised += added.revised + len(batch.fresh)
    tally.unchanged += added.unchanged
    tally.reprints += added.reprints
    tally.passages += added.passages
    if batch.superseded:
        beside = store.library.reprints_of(batch.fresh)
        store.delete(batch.superseded)
        alone = beside.keys() - store.library.reprints_of(batch.fresh).keys()
        tally.reprints -= len(alone)  # alike to nothing but a half of itself
