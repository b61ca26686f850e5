"""Comparisons answered by a table: what is said of each thing, quoted or written by a chat model, every cell judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.citations import Marked, cite, number_sources
from assistant.comparison import Comparison
from assistant.corrections import Corrections, correction_sources, state_corrections
from assistant.extractive import QUOTED
from assistant.judging import judge, narrow
from assistant.newer import newer_figures
from assistant.records import Answer, Begun, Citation, Sentence, Table, TableRow
from assistant.searching import Searching
from assistant.sides import key_of, places_of
from assistant.spending import added
from assistant.table_writing import Asked, TableDraft, write_table
from assistant.tabulate import Grid, tabulate
from assistant.writing import Writer
from vectorstore.records import Article, Hit

_SOURCES = 8  # passages a chat model is given, shared out among the things compared
_AT_LEAST = 2  # passages on each
_PLACES = 8  # of all that the papers name
Event = Begun | Sentence | Answer


@dataclass(frozen=True, slots=True)
class _Sources:
    """What was found for each thing compared."""

    asked: str
    hits: Mapping[str, Sequence[Hit]]
    grid: Grid  # in words of the papers
    corrections: Corrections

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The things to which the papers say nothing."""
        return tuple(name for name, cells in self.grid.rows if not any(cells))


def compare(
    empty: Answer, comparison: Comparison, *, searching: Searching, writer: Writer | None, today: date
) -> Iterator[Event]:
    """What is said beside the table, then the whole Answer with it; nothing at all where the papers cover none of
    the things, or of all places fewer than two. Raises StoreError, ChatError."""
    sources = _search(empty.understood_as or empty.question, comparison, searching)
    filled = sum(any(cells) for _, cells in sources.grid.rows)
    if filled < (2 if comparison.every else 1):
        return
    if writer is None or writer.tables is None:
        yield from _quoted(empty, sources)
    else:
        yield from _written(empty, comparison, sources, writer=writer, today=today)


def _search(asked: str, comparison: Comparison, searching: Searching) -> _Sources:
    aspects = comparison.aspects or (None,)
    sides = comparison.sides
    if comparison.every:
        found = [hit for aspect in aspects for hit in searching.search(comparison.ask_of("", aspect))]
        sides = places_of([hit.article for hit in found], comparison.every)[:_PLACES]
    hits = {
        side: tuple(
            {
                hit.article.id: hit
                for aspect in aspects
                for hit in reversed(searching.search(comparison.ask_of(side, aspect)))
            }.values()
        )[::-1]
        for side in sides
    }
    grid = tabulate(comparison, hits, rarity=searching.rarity)
    ids = [hit.article.id for found in hits.values() for hit in found]
    return _Sources(asked, hits, grid, searching.corrections(list(dict.fromkeys(ids))))


def _quoted(empty: Answer, sources: _Sources) -> Iterator[Event]:
    """The table in words of the papers."""
    numbers: dict[tuple[str, int, int], Citation] = {}
    rows: list[TableRow] = []
    for name, cells in sources.grid.rows:
        judged = []
        for cell in cells:
            said = []
            for each in cell:
                place = (each.hit.article.id, each.start, each.end)
                citation = numbers.get(place) or cite(
                    each.hit.article, number=len(numbers) + 1, start=each.start, end=each.end
                )
                numbers[place] = citation
                said.append(judge(Marked(_lined(each.text), (citation.number,)), [citation]))
            judged.append(tuple(said))
        rows.append(TableRow(name, tuple(judged)))
    table = Table(sources.grid.columns, tuple(rows))
    yield from _whole(empty, table, tuple(numbers.values()), sources)


def _lined(text: str) -> str:
    return " ".join(text.split())


def _written(
    empty: Answer, comparison: Comparison, sources: _Sources, *, writer: Writer, today: date
) -> Iterator[Event]:
    """The table a model writes; in words of the papers where it writes none, or none that is supported."""
    covered = tuple(name for name, cells in sources.grid.rows if any(cells))
    hits = _shared_out(sources, covered)
    citable = number_sources(hits)
    citable += correction_sources(hits, sources.corrections, first_number=len(citable) + 1)
    articles: dict[str, Article] = {hit.article.id: hit.article for hit in hits}
    articles |= {each.id: each for found in sources.corrections.values() for each in found}
    digest = writer.tables.prompt.digest if writer.tables else None
    yield Begun(replace(empty, citations=citable, prompt_digest=digest))
    asked = Asked(sources.asked, covered, tuple(aspect.label for aspect in comparison.aspects))
    draft = write_table(asked, citable, articles, writer=writer, today=today)
    answer = replace(
        empty,
        prompt_digest=digest,
        usage=added(empty.usage, draft.spent),
        unfinished=draft.unfinished,
        struck=tuple(each for each in draft.cells.values() if each.verdict == "unsupported"),
    )
    if all(each.verdict == "unsupported" for each in draft.cells.values()):
        wrote = "没有写出有出处的表格"
        yield from _quoted(replace(answer, model=f"{QUOTED}；{writer.chat.name} {wrote}"), sources)
        return
    table = _table(draft, [name for name, _ in sources.grid.rows])
    yield from _whole(answer, table, narrow(table.sentences, citable), sources)


def _table(draft: TableDraft, names: Sequence[str]) -> Table:
    rows = []
    for name in names:
        cells = [draft.cells.get((name, column)) for column in draft.columns]
        rows.append(TableRow(name, tuple((cell,) if cell else () for cell in cells)))
    return Table(draft.columns, tuple(rows))


def _shared_out(sources: _Sources, covered: Sequence[str]) -> tuple[Hit, ...]:
    """The best hits for each thing, those the quoted cells come from first."""
    each = max(_AT_LEAST, _SOURCES // max(1, len(covered)))
    chosen: dict[str, Hit] = {}
    for name, cells in sources.grid.rows:
        if name in covered:
            quoted = [said.hit for cell in cells for said in cell]
            order = {hit.article.id: hit for hit in (*quoted, *sources.hits[name])}
            chosen |= dict(list(order.items())[:each])
    return tuple(chosen.values())


def _absence(name: str, sources: _Sources) -> str:
    """What is said of a thing whose cells stay empty: the papers may name it, and say nothing of what is compared."""
    named = any(key_of(name) in (hit.article.headline or "") + hit.article.text for hit in sources.hits[name])
    return f"关于“{name}”，没有找到能放进这张表的话。" if named else f"关于“{name}”，报道中没有提到。"


def _whole(answer: Answer, table: Table, citations: Sequence[Citation], sources: _Sources) -> Iterator[Event]:
    """What is said beside the table, then the whole answer."""
    said = table.sentences
    stated, cited = state_corrections(said, citations, sources.corrections)
    corrections = stated[: len(stated) - len(said)]
    absent = tuple(Sentence(_absence(name, sources), (), "supported") for name in sources.uncovered)
    remarks = [remark for row in table.rows for cell in row.cells for remark in newer_figures(cell, cited)]
    yield from (*corrections, *absent)
    yield replace(
        answer,
        table=table,
        sentences=(*said, *corrections, *absent),
        citations=cited,
        remarks=tuple(dict.fromkeys(remarks)),
    )
