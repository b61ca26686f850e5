"""Stored questions in files: JSON Lines, one question a line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.errors import ReadError
from assistant.evaluation.records import KINDS, Gold, Stored


def load_questions(paths: Sequence[Path]) -> tuple[Stored, ...]:
    """The stored questions of JSONL files, in order; an id that two files use carries its file's name.

    Raises ReadError naming the line that cannot be used, or that repeats an id of its own file.
    """
    found = [(path, _load(path)) for path in paths]
    times = Counter(stored.id for _, questions in found for stored in questions)
    return tuple(
        stored if times[stored.id] == 1 else replace(stored, id=f"{path.stem}:{stored.id}")
        for path, questions in found
        for stored in questions
    )


def write_questions(path: Path, questions: Iterable[Stored]) -> None:
    """Write a JSONL file of stored questions. Raises ReadError."""
    text = "".join(json.dumps(question_json(each), ensure_ascii=False) + "\n" for each in questions)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReadError(f"{path}：写不进去（{error.strerror}），请检查目录和权限。") from error


def question_json(stored: Stored) -> dict[str, object]:
    """The question as a JSON object, without fields it does not need."""
    gold: list[dict[str, object]] = []
    for each in stored.gold:
        values: dict[str, object] = {"headline": each.headline, "quote": each.quote}
        gold.append(values | ({"articles": list(each.articles)} if each.articles else {}))
    values = {
        "id": stored.id,
        "question": stored.question,
        "answer": stored.answer,
        "facts": list(stored.facts),
        "gold": gold,
        "kind": stored.kind,
    }
    return values | ({"outdated": list(stored.outdated)} if stored.outdated else {})


def read_question(values: Mapping[str, object], where: str) -> Stored:
    """The question that a JSON object holds. Raises ReadError, which says where."""
    try:
        stored = Stored(
            id=str(values["id"]),
            question=str(values["question"]),
            answer=str(values["answer"]),
            facts=_strings(values["facts"]),
            gold=tuple(_gold(each) for each in _list(values["gold"])),
            kind=str(values["kind"]),
            outdated=_strings(values.get("outdated", [])),
        )
    except (KeyError, TypeError) as error:
        raise ReadError(
            f"{where}：题目缺字段或类型不对（{error}）；请改正，或用 assistant evaluate import 转换。"
        ) from error
    if stored.kind not in KINDS:
        raise ReadError(f"{where}：不认识的题型 {stored.kind}；可用：{'、'.join(KINDS)}。")
    if not stored.question.strip():
        raise ReadError(f"{where}：问题是空的；请填写，或删去这一行。")
    return stored


def questions_digest(questions: Iterable[Stored]) -> str:
    """First 16 hex digits of a SHA-256 over the questions and all that is stored with them."""
    text = "\n".join(json.dumps(question_json(each), ensure_ascii=False) for each in questions)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _load(path: Path) -> tuple[Stored, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}：读不了题库文件，请检查路径，并确认是 UTF-8 编码的 JSONL。") from error
    found: dict[str, Stored] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path.name} 第{number}行"
        stored = read_question(_object(line, where), where)
        if stored.id in found:
            raise ReadError(f"{where}：编号 {stored.id} 用了两次；请改正。")
        found[stored.id] = stored
    if not found:
        raise ReadError(f"{path}：题库里没有题目。")
    return tuple(found.values())


def _object(line: str, where: str) -> Mapping[str, object]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise ReadError(f"{where}：不是 JSON（{error}）；请改正这一行。") from error
    if not isinstance(values, dict):
        raise ReadError(f"{where}：不是 JSON 对象；请改正这一行。")
    return values


def _gold(values: object) -> Gold:
    if not isinstance(values, dict):
        raise TypeError("gold")
    headline, quote = str(values.get("headline", "")), str(values.get("quote", ""))
    articles = _strings(values.get("articles", []))
    if not (headline or quote or articles):
        raise KeyError("gold")
    return Gold(headline, quote, articles)


def _strings(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in _list(values))


def _list(values: object) -> list[object]:
    if not isinstance(values, list):
        raise TypeError("list")
    return values
