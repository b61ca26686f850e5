"""Questions of other tools as stored questions, saying what is missing: RAGAS, RAGChecker, DeepEval, RAGFlow, tables."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ReadError
from assistant.evaluation.metrics import figures_of
from assistant.evaluation.questions import read_question
from assistant.evaluation.records import KINDS, Gold, Stored
from assistant.evaluation.tables import Row, read_rows

# What each tool calls the fields; a tool is known by the fields that only it has. The tables come last: their
# names are anybody's.
_IDS = ("id", "query_id", "case_id", "编号", "序号")


@dataclass(frozen=True, slots=True)
class Format:
    """A tool's names for the fields of a question."""

    name: str
    marks: tuple[str, ...]  # fields of which one must be there
    question: tuple[str, ...]
    answer: tuple[str, ...]
    contexts: tuple[str, ...] = ()  # words that answer
    articles: tuple[str, ...] = ()  # ids of articles that answer
    headlines: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()


FORMATS = (
    Format("本项目", ("gold",), ("question",), ("answer",)),
    Format("草稿", ("state",), ("question",), ("answer",)),
    Format("RAGAS", ("user_input", "ground_truth", "ground_truths"), ("user_input", "question"),
           ("reference", "ground_truth", "ground_truths"), ("reference_contexts",)),
    Format("RAGChecker", ("gt_answer",), ("query",), ("gt_answer",)),
    Format("DeepEval", ("input",), ("input",), ("expected_output",), ("context",)),
    Format("RAGFlow", ("reference_answer", "relevant_doc_ids", "relevant_chunk_ids"), ("question",),
           ("reference_answer",), articles=("relevant_doc_ids",)),
    Format("表格", ("question", "问题", "提问", "题目", "Question"), ("question", "问题", "提问", "题目", "Question"),
           ("answer", "答案", "参考答案", "标准答案", "回答", "Answer"), ("quote", "原文", "出处原文", "依据"),
           ("article_id", "文章编号"), ("headline", "标题", "出处标题", "出处"),
           ("facts", "要点", "事实"), ("kind", "题型", "类型")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file held."""

    format: str
    questions: tuple[Stored, ...]
    missing: tuple[str, ...]  # what the questions lack and what cannot be measured for it, in Chinese
    skipped: tuple[str, ...]  # rows that are no questions, and why


def import_questions(path: Path) -> Imported:
    """The questions of the file. Raises ReadError where none can be found in it."""
    return mapped(read_rows(path), path.stem)


def mapped(rows: Sequence[Row], name: str) -> Imported:
    """Stored questions from rows; `name` begins the ids of those that have none. Raises ReadError. Pure."""
    form = next((each for each in FORMATS if any(mark in row for row in rows for mark in each.marks)), None)
    if form is None:
        fields = "、".join(sorted({key for row in rows[:5] for key in row}))
        raise ReadError(
            f"{name}：认不出是哪种题库（字段：{fields}）；可用 RAGAS、RAGChecker、DeepEval、RAGFlow，"
            "或有“问题”“答案”两列的表格。"
        )
    questions: list[Stored] = []
    skipped: list[str] = []
    for number, row in enumerate(rows, 1):
        stored = _question(row, form, f"{name}-{number:04d}")
        if isinstance(stored, Stored):
            questions.append(stored)
        elif stored:
            skipped.append(f"第{number}题：{stored}")
    if not questions:
        raise ReadError(f"{name}：按 {form.name} 的字段没有读到能用的题目。{'；'.join(skipped[:3])}")
    return Imported(form.name, tuple(questions), _missing(questions, form), tuple(skipped))


def _question(row: Row, form: Format, number: str) -> Stored | str:
    """The question; else why the row is none."""
    if form.name in ("本项目", "草稿"):
        return _own(row, number)
    question, answer = _first(row, form.question), _first(row, form.answer)
    kind = _kind(_first(row, form.kind))
    if not question:
        return "没有问题（多轮对话的题用不了）" if "turns" in row or "scenario" in row else "没有问题"
    if not answer and kind != "unanswerable":
        return "没有参考答案"
    gold = _gold(row, form) if kind != "unanswerable" else ()
    facts = _list(row, form.facts) or figures_of(answer) if kind != "unanswerable" else ()
    articles = {each.headline or each.articles or each.quote for each in gold}
    guessed = "multi" if len(articles) > 1 else "single"
    return Stored(_first(row, _IDS) or number, question, answer, facts, gold, kind or guessed)


def _own(row: Row, number: str) -> Stored | str:
    state = row.get("state")
    if state in ("proposed", "dropped"):
        return "草稿还没有人采用" if state == "proposed" else "草稿已被弃用"
    try:
        return read_question({"id": number, **row}, number)
    except ReadError as error:
        return str(error)


def _gold(row: Row, form: Format) -> tuple[Gold, ...]:
    headlines = _list(row, form.headlines)
    if contexts := _list(row, form.contexts):
        named = headlines if len(headlines) == len(contexts) else [""] * len(contexts)
        return tuple(Gold(title.strip("《》"), text) for title, text in zip(named, contexts, strict=True))
    if articles := _list(row, form.articles):
        return tuple(Gold("", "", (name,)) for name in articles)
    return tuple(Gold(title.strip("《》"), "") for title in headlines)


def _missing(questions: Sequence[Stored], form: Format) -> tuple[str, ...]:
    asked = [each for each in questions if each.answerable]
    said: list[str] = []
    if bare := sum(not each.gold for each in asked):
        said.append(f"{bare} 题没有出处：检索的指标算不了")
    elif any(not gold.quote for each in asked for gold in each.gold):
        said.append("出处只到篇，没有原文：段一级的检索指标算不了")
    if form.name == "RAGFlow" and any(each.gold for each in asked):
        said.append(
            "relevant_doc_ids 要与文库文章的外部编号一致才对得上，请核对；relevant_chunk_ids 没有用到"
        )
    if "facts" not in form.facts and form.name not in ("本项目", "草稿"):
        said.append("没有事实要点：已从参考答案里取出数字和日期，请核对")
    if bare := sum(not each.facts for each in asked):
        said.append(f"{bare} 题没有可核对的事实：事实召回不算它们，只算字面F1")
    if not any(each.kind == "unanswerable" for each in questions):
        said.append("没有报上查不到的题：拒答召回率算不了；这样的题请把题型写成 unanswerable")
    if not form.kind:
        said.append("没有题型：按出处的篇数记为 single 或 multi，请核对")
    return tuple(said)


def _kind(text: str) -> str:
    by_label = {label: kind for kind, label in KINDS.items()}
    return text if text in KINDS else by_label.get(text, "")


def _first(row: Row, names: Sequence[str]) -> str:
    """The first field of these names that says something; of a list, its first entry."""
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None and not isinstance(value, Mapping) and str(value).strip():
            return str(value).strip()
    return ""


def _list(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    """The entries of the first field of these names: a list, a list as text, or text with ； or | between them."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str):
            value = _entries(value)
        if isinstance(value, list) and (
            found := tuple(str(each).strip() for each in value if str(each).strip())
        ):
            return found
    return ()


def _entries(text: str) -> list[object]:
    text = text.strip()
    if text.startswith("["):  # what tables make of a list
        for read in (json.loads, ast.literal_eval):
            try:
                values = read(text)
            except (ValueError, SyntaxError):
                continue
            if isinstance(values, list):
                return values
    return [each for each in re.split(r"[；;|\n]", text) if each.strip()]
