"""A chat model writes the table that answers a comparison: each cell judged, what fails asked for once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.chat import Message, Reply
from assistant.citations import Marked, lay_out
from assistant.errors import ChatError
from assistant.judging import judge
from assistant.matching import presence
from assistant.question import bigrams, fold, terms_of
from assistant.records import Citation, Sentence, Spent, Unfinished
from assistant.sides import own_stretches
from assistant.spending import spent_on
from assistant.table_reply import WrittenTable, read_table
from assistant.writing import Writer, asking_again
from vectorstore.records import Article
from vectorstore.sentences import split_sentences

_FREE = "由你选两到四个最能看出异同的方面"
_BARE = 5  # letters beside its figures up to which a cell says nothing of what they are
_HELD = 0.6  # presence from which a word counts as held
_DIGITS = re.compile(r"\d+(?:\.\d+)?")

Cell = tuple[str, str]  # the thing compared and the column


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked to compare."""

    question: str
    sides: tuple[str, ...]
    columns: tuple[str, ...]  # () where it is free to choose


@dataclass(frozen=True, slots=True)
class TableDraft:
    """What a model wrote, judged."""

    columns: tuple[str, ...]  # () where it wrote no table that can be read
    cells: Mapping[Cell, Sentence]  # without those that say nothing
    spent: Spent
    unfinished: Unfinished | None  # None: the reply is whole


def write_table(
    asked: Asked, sources: Sequence[Citation], articles: Mapping[str, Article], *, writer: Writer, today: date
) -> TableDraft:
    """The table with every cell judged against what its sources say of that very thing. Raises ChatError.

    `articles`: those of the sources, by id. Cells that fail are asked for once more, with the reasons.
    """
    if writer.tables is None:
        raise TypeError("write_table needs the prompts of tables")
    values = {"question": asked.question, "today": today.isoformat(), "sources": lay_out(sources)}
    values |= {"sides": "、".join(asked.sides), "columns": "、".join(asked.columns) or _FREE}
    system, user = writer.tables.prompt.fill(values)
    messages = (Message("system", system), Message("user", user))
    reply = writer.chat.reply(messages, max_tokens=writer.max_tokens)
    unfinished = None if reply.finish == "stop" else reply.finish
    table = read_table(reply.text, sides=asked.sides, columns=asked.columns, sources=len(sources))
    if table is None:
        return TableDraft((), {}, spent_on([reply.usage], writer.price), unfinished)
    views = {side: _views(side, asked.sides, sources, articles) for side in asked.sides}
    cells = _judged(table, views)
    used = [reply.usage]
    failed = {cell: sentence for cell, sentence in cells.items() if sentence.verdict != "supported"}
    if failed and unfinished is None:
        listed = [f"{side}｜{label}：{each.text}（{each.reason}）" for (side, label), each in failed.items()]
        asking = asking_again(messages, reply.text, failed=listed, prompt=writer.tables.again)
        again = _second(asking, writer)
        if again is not None:
            used.append(again.usage)
            second = read_table(again.text, sides=asked.sides, columns=table.columns, sources=len(sources))
            better = _judged(second, views) if second else {}
            cells |= {
                cell: better[cell] for cell in failed if cell in better and _better(better[cell], cells[cell])
            }
    return TableDraft(table.columns, cells, spent_on(used, writer.price), unfinished)


def _second(messages: Sequence[Message], writer: Writer) -> Reply | None:
    """The second reply; None: it could not be had, and what stands is an answer."""
    try:
        return writer.chat.reply(messages, max_tokens=writer.max_tokens)
    except ChatError:
        return None


def _better(new: Sentence, old: Sentence) -> bool:
    order = ("unsupported", "partly", "supported")
    return order.index(new.verdict) > order.index(old.verdict)


def _judged(table: WrittenTable, views: Mapping[str, Sequence[Citation]]) -> dict[Cell, Sentence]:
    return {
        (side, label): _judge_cell(marked, label, views[side])
        for side, row in table.rows.items()
        for label, marked in zip(table.columns, row, strict=True)
        if marked is not None
    }


def _judge_cell(marked: Marked, label: str, view: Sequence[Citation]) -> Sentence:
    known = {citation.number for citation in view}
    own = Marked(marked.text, tuple(number for number in marked.numbers if number in known))
    sentence = judge(own, view)
    if sentence.verdict == "supported" and sentence.citations:
        if (missing := _missing(sentence, view)) is not None:
            return _failed(sentence, f"来源没有提到“{missing}”")
        return sentence if _told_of(sentence, label, view) else _failed(sentence, f"来源没有说这是“{label}”")
    if sentence.verdict == "supported":
        return _failed(sentence, "没有引用来源")
    if not own.numbers and marked.numbers:
        return _failed(replace(sentence, citations=marked.numbers), "所引来源说的不是这一行的对象")
    return sentence


def _missing(sentence: Sentence, view: Sequence[Citation]) -> str | None:
    """A name or noun of the cell that its sources have in no form; None: none. A cell is short: a gate that weighs
    what is borne out against what is not lets one foreign word pass."""
    told = fold(
        " ".join(f"{each.headline or ''} {each.quote}" for each in view if each.number in sentence.citations)
    )
    terms = [term for term in terms_of(fold(sentence.text)) if term.kind in ("name", "noun", "number")]
    return next((term.text for term in terms if presence(term, told) < _HELD), None)


def _failed(sentence: Sentence, reason: str) -> Sentence:
    return Sentence(sentence.text, sentence.citations, "unsupported", reason)


def _told_of(sentence: Sentence, label: str, view: Sequence[Citation]) -> bool:
    """Whether a cell of little more than figures gives them for what its column is about."""
    figures = _DIGITS.findall(fold(sentence.text))
    letters = sum(char.isalpha() for char in _DIGITS.sub("", fold(sentence.text)))
    if not figures or letters > _BARE:
        return True
    pairs = bigrams(fold(label))
    quotes = [citation.quote for citation in view if citation.number in sentence.citations]
    told = [fold(each) for quote in quotes for each in split_sentences(quote)]
    return any(figures[0] in each and any(pair in each for pair in pairs) for each in told)


def _views(
    side: str, sides: Sequence[str], sources: Sequence[Citation], articles: Mapping[str, Article]
) -> tuple[Citation, ...]:
    """The sources with only what they tell of the thing left in their quotes, everything at its place."""
    others = [other for other in sides if other != side]
    views = []
    for citation in sources:
        spans = own_stretches(articles[citation.article_id], side, others)
        told = "".join(
            char if any(start <= at < end for start, end in spans) else "\n"
            for at, char in enumerate(citation.quote, citation.start)
        )
        if told.strip():
            views.append(replace(citation, quote=told))
    return tuple(views)
