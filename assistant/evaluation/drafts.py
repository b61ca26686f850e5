"""Questions proposed from articles, for a person to accept, edit or drop: from templates, or by a chat model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from assistant.chat import ChatModel, Message
from assistant.chat.json_reply import read_json
from assistant.citations import cite, lay_out
from assistant.errors import ReadError
from assistant.evaluation.metrics import figures_of, is_date, is_number
from assistant.evaluation.questions import question_json, read_question
from assistant.evaluation.records import Gold, Stored
from assistant.orders import find_orders
from assistant.prompts import Prompt
from vectorstore.records import Article
from vectorstore.sentences import split_sentences

State = Literal["proposed", "accepted", "edited", "dropped"]
STATES: tuple[State, ...] = get_args(State)
PER_ARTICLE = 2
_MAX_TOKENS = 900
_CLAUSE = re.compile(r"[^，,；;。！？]+")
_SENTENCE_CHARS = range(12, 80)
_SUBJECT = re.compile(r"[\u4e00-\u9fff]{2,}")
_DATELINE = re.compile(r"^本报(?:综合消息|讯)?\s*(?:[（(][^）)]*[）)])?\s*")
_CLOCK = ("点", "时", "旬", "半", "初", "底")  # part of a time that is not asked for as a whole
_LOOSE = re.compile(r"^(?:其中|目前|今年|去年|据[^，]*|截至[^，]*|近日|日前|此外|同时|他|她|它|这|那)")
SCHEMA = json.dumps(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("question", "answer", "fact", "quote")},
            "required": ["question", "answer", "fact", "quote"],
        },
    }
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed question and what a person made of it."""

    stored: Stored
    state: State


def propose(
    articles: Sequence[Article], drafting: tuple[ChatModel, Prompt] | None, *, known: Sequence[Draft] = ()
) -> tuple[Draft, ...]:
    """Questions of a chat model with its prompt, or (None) from templates. Raises ChatError."""
    if drafting is None:
        return proposed(articles, known=known)
    chat, prompt = drafting
    return tuple(proposed_by_model(articles, chat=chat, prompt=prompt, known=known))


def proposed(articles: Sequence[Article], *, known: Sequence[Draft] = ()) -> tuple[Draft, ...]:
    """Questions for a figure or a date in each article's own words, without a model; none that is known already."""
    quotes = {gold.quote for draft in known for gold in draft.stored.gold}
    found: list[Draft] = []
    for article in articles:
        fresh = [each for each in _templates(article) if each.gold[0].quote not in quotes]
        found += [Draft(each, "proposed") for each in fresh[:PER_ARTICLE]]
    return tuple(found)


def proposed_by_model(
    articles: Sequence[Article], *, chat: ChatModel, prompt: Prompt, known: Sequence[Draft] = ()
) -> Iterator[Draft]:
    """Questions a chat model makes of each article; what its reply cannot prove by a quote is left out.

    Raises ChatError.
    """
    quotes = {gold.quote for draft in known for gold in draft.stored.gold}
    for article in articles:
        source = lay_out([cite(article, number=1, start=0, end=len(article.text))])
        system, user = prompt.fill({"source": source, "count": str(PER_ARTICLE)})
        reply = chat.reply(
            (Message("system", system), Message("user", user)), max_tokens=_MAX_TOKENS, schema=SCHEMA
        )
        for stored in read_proposals(reply.text, article):
            if stored.gold[0].quote not in quotes:
                yield Draft(stored, "proposed")


def read_proposals(reply: str, article: Article) -> tuple[Stored, ...]:
    """The questions in a model's reply whose quote stands in the article and holds the fact. Pure."""
    try:
        rows = json.loads(read_json(reply, SCHEMA))
    except ValueError:
        return ()
    found: list[Stored] = []
    for row in rows:
        question, answer, fact, quote = (
            str(row[name]).strip() for name in ("question", "answer", "fact", "quote")
        )
        if question and fact and fact in quote and quote in article.text and fact in answer:
            found.append(_stored(article, question, answer=answer, fact=fact, quote=quote))
    return tuple(found[:PER_ARTICLE])


def accepted(draft: Draft) -> Draft:
    """The draft as a question of the set."""
    return replace(draft, state="accepted")


def dropped(draft: Draft) -> Draft:
    """The draft put aside; it is not proposed again."""
    return replace(draft, state="dropped")


def edited(draft: Draft, *, question: str, answer: str, facts: Sequence[str], kind: str) -> Draft:
    """The draft as a question of the set, in a person's words. Raises ReadError where they cannot be used."""
    values = question_json(draft.stored) | {
        "question": question.strip(),
        "answer": answer.strip(),
        "facts": [fact.strip() for fact in facts if fact.strip()],
        "kind": kind,
    }
    return Draft(read_question(values, f"草稿 {draft.stored.id}"), "edited")


def questions_of(drafts: Sequence[Draft]) -> tuple[Stored, ...]:
    """The questions that a person accepted, as they were or edited."""
    return tuple(draft.stored for draft in drafts if draft.state in ("accepted", "edited"))


def load_drafts(path: Path) -> tuple[Draft, ...]:
    """The drafts in a JSONL file; () where there is none. Raises ReadError naming the line that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}：读不了草稿文件，请检查权限，并确认是 UTF-8 编码。") from error
    return tuple(
        _read(line, f"{path.name} 第{number}行") for number, line in enumerate(lines, 1) if line.strip()
    )


def save_drafts(path: Path, drafts: Sequence[Draft]) -> None:
    """Write the drafts in one step. Raises ReadError."""
    rows = [{**question_json(draft.stored), "state": draft.state} for draft in drafts]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", errors="replace")
        part.replace(path)
    except OSError as error:
        raise ReadError(f"{path}：写不进去（{error.strerror}），请检查目录和权限。") from error


def _read(line: str, where: str) -> Draft:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise ReadError(f"{where}：不是 JSON（{error}）；请改正这一行。") from error
    state = next((each for each in STATES if isinstance(values, dict) and each == values.get("state")), None)
    if state is None:
        raise ReadError(f"{where}：草稿的 state 要是 {'、'.join(STATES)} 之一。")
    return Draft(read_question(values, where), state)


def _templates(article: Article) -> Iterator[Stored]:
    for sentence in split_sentences(article.text):
        if len(sentence) not in _SENTENCE_CHARS or "\n" in sentence or find_orders(sentence):
            continue
        for match in _CLAUSE.finditer(sentence):
            stored = _asked(article, sentence, match[0].strip())
            if stored is not None:
                yield stored
                break


def _asked(article: Article, sentence: str, clause: str) -> Stored | None:
    """A question for the clause's only figure or date; None where it does not stand by itself."""
    figures = figures_of(clause)
    if len(figures) != 1 or _LOOSE.match(clause) or not article.headline:
        return None
    fact = figures[0]
    before, _, after = _DATELINE.sub("", clause).partition(fact)
    if not _SUBJECT.search(before) or before.endswith(("第", "每")) or after.startswith(_CLOCK):
        return None
    if fact.endswith(_CLOCK) or clause.count("《") != clause.count("》"):
        return None
    question = f"《{article.headline}》里说，{before}{_asking(fact)}{after}？"
    return _stored(article, question, answer=sentence, fact=fact, quote=clause)


def _asking(fact: str) -> str:
    if is_date(fact):
        return {"年": "哪一年", "月": "哪个月"}.get(fact[-1], "哪天")
    return "多少" + re.sub(r"^[\d.,〇零一二两三四五六七八九十百千万亿几多余]+", "", fact)


def _stored(article: Article, question: str, *, answer: str, fact: str, quote: str) -> Stored:
    name = sha256(f"{article.id} {question}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    kind = "date" if is_date(fact) else "number" if is_number(fact) else "single"
    return Stored(f"d-{name}", question, answer, (fact,), (Gold(article.headline or "", quote),), kind)
