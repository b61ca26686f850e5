"""Answering and declining on RGB: a plain prompt, the same model in this program, and the program without a model.

    python -m benchmarks.bench_rgb --data FOLDER [--base-url URL --model NAME] [--questions 50] [--seed 7]
        [--subset zh_refine] [--minutes 25] [--replies FOLDER] [--list]

Every question is asked twice, of five passages each: three that answer it and two that nearly do (noise 0.4:
accuracy), and five that nearly do (rejection). The passages are ranked by the program's embedder and given to it in
place of a search; the plain prompt, RGB's instruction in other words, gets the same in the same order. Replies are
kept in --replies, so that a run that was interrupted, or ended after --minutes, goes on where it stopped. --list
prints what was answered wrongly.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import cast

from rich.console import Console
from rich.table import Table

from assistant.ask import Asking, ask
from assistant.chat import ChatModel, Message, Reply
from assistant.chat.cached import CachedChat
from assistant.prompts import Prompt, load_prompt
from assistant.settings import load_settings
from assistant.wiring import build_writer
from assistant.writing import Writer
from benchmarks.rgb import (
    GivenStore,
    Rarity,
    RgbQuestion,
    draw,
    load_passages,
    load_questions,
    meets,
    open_embedder,
    ranked,
)
from vectorstore.records import Filter, Hit
from vectorstore.store import VectorStore

TODAY = date(2023, 9, 1)
MAX_TOKENS = 256
_DECLINED = re.compile(
    r"信息不足|资料不足|无法(?:根据|基于|回答|确定)|没有(?:提到|提及|找到|足够)|未(?:提到|提及)"
)
_HERE = Path(__file__).parent


@dataclass(slots=True)
class Clocked:
    """A chat model whose calls are timed and whose tokens are counted; kept replies never come here."""

    chat: ChatModel
    calls: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def name(self) -> str:
        return self.chat.name

    def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: str | None = None,
        logprobs: bool = False,
    ) -> Reply:
        began = perf_counter()
        reply = self.chat.reply(messages, max_tokens=max_tokens, schema=schema, logprobs=logprobs)
        self._count(reply, began)
        return reply

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str | Reply]:
        began = perf_counter()
        for piece in self.chat.stream(messages, max_tokens=max_tokens):
            if isinstance(piece, Reply):
                self._count(piece, began)
            yield piece

    def _count(self, reply: Reply, began: float) -> None:
        self.calls += 1
        self.seconds += perf_counter() - began
        self.prompt_tokens += reply.usage.prompt_tokens
        self.completion_tokens += reply.usage.completion_tokens


@dataclass(slots=True)
class Method:
    """One way of answering: what it made of the questions."""

    name: str
    clocked: Clocked | None  # None: no model
    right: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)  # at noise 0.4: wrongly
    rejected: list[bool] = field(default_factory=list)


def main() -> None:
    """Ask and print."""
    options = _parser().parse_args()
    texts = load_passages(options.data / "rgb-passages.jsonl.gz")
    questions = load_questions(options.data / "rgb-qa.dev.jsonl", options.subset)
    random.Random(options.seed).shuffle(questions)  # noqa: S311  # a draw, no secret
    questions = questions[: options.questions]
    rarity = Rarity(list(texts.values()))
    embedder = open_embedder()
    methods = list(_methods(options))
    began = perf_counter()
    for number, question in enumerate(questions, 1):
        draws = [ranked(question.text, ids, texts, embedder) for ids in draw(question, options.seed)]
        for method, asked in methods:
            answers = [asked(question, hits, rarity) for hits in draws]
            _record(method, question, answers, listed=options.list)
        print(f"{number}/{len(questions)}", end="\r", file=sys.stderr)
        if perf_counter() - began > 60 * options.minutes:
            break
    _print([method for method, _ in methods], options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder with the rgb-* files")
    parser.add_argument("--base-url", default="")
    parser.add_argument("--model", default="")
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--subset", default="zh_refine")
    parser.add_argument("--replies", type=Path, default=load_settings().cache / "rgb-replies")
    parser.add_argument("--minutes", type=float, default=600.0, help="ask no more questions after these")
    parser.add_argument("--list", action="store_true")
    return parser


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain prompt: the reply, and whether it declines."""

    chat: ChatModel
    prompt: Prompt

    def __call__(self, question: RgbQuestion, hits: tuple[Hit, ...], _rarity: Rarity) -> tuple[str, bool]:
        documents = "\n".join(f"{n}. {hit.passage.text}" for n, hit in enumerate(hits, 1))
        system, user = self.prompt.fill({"documents": documents, "question": question.text})
        messages = (Message("system", system), Message("user", user))
        text = self.chat.reply(messages, max_tokens=MAX_TOKENS).text
        return text, _DECLINED.search(text) is not None


@dataclass(frozen=True, slots=True)
class Program:
    """The program's own answer, and whether it refuses."""

    writer: Writer | None  # None: it quotes

    def __call__(self, question: RgbQuestion, hits: tuple[Hit, ...], rarity: Rarity) -> tuple[str, bool]:
        # A search would find other passages than RGB gives; the store has what `ask` needs and no more.
        store = cast(VectorStore, GivenStore(hits, rarity))
        answer = ask(question.text, using=Asking(store, self.writer), admit=Filter(), today=TODAY)
        return "\n".join(sentence.text for sentence in answer.sentences), answer.refused


def _methods(options: argparse.Namespace) -> Iterator[tuple[Method, Plain | Program]]:
    if options.base_url:
        prompt = load_prompt("plain", _HERE / "prompts")
        settings = load_settings().model_copy(
            update={"base_url": options.base_url, "chat_model": options.model, "chat_timeout": 600.0}
        )
        writer = build_writer(settings)
        if writer is None:
            sys.exit("--base-url needs --model")
        plain, product = Clocked(writer.chat), Clocked(writer.chat)
        kept = CachedChat(plain, options.replies, prompt_digest=prompt.digest)
        yield Method(f"plain prompt, {options.model}", plain), Plain(kept, prompt)
        prompts = (writer.prompt, writer.again, writer.confirm)
        digest = " ".join(each.digest for each in prompts if each)
        chat = CachedChat(product, options.replies, prompt_digest=digest)
        yield Method(f"program, {options.model}", product), Program(replace(writer, chat=chat))
    yield Method("program, no model", None), Program(None)


def _record(
    method: Method, question: RgbQuestion, answers: Sequence[tuple[str, bool]], *, listed: bool
) -> None:
    (text, declined), (other, rejected) = answers
    right = meets(text, question.answers) and not declined
    method.right.append(right)
    method.refused.append(declined)
    method.rejected.append(rejected)
    if listed and not right:
        print(f"- {method.name}: {question.text} {question.answers} {'refused' if declined else text[:150]}")
    if listed and not rejected:
        print(f"+ {method.name}: {question.text} {question.answers} {other[:150]}")


def _print(methods: Sequence[Method], options: argparse.Namespace) -> None:
    table = Table(title=f"RGB {options.subset}, seed {options.seed}", show_edge=False)
    names = (
        "method",
        "questions",
        "accuracy",
        "declined",
        "rejection",
        "calls",
        "s/call",
        "in",
        "out",
    )
    for name in names:
        table.add_column(name, justify="left" if name == "method" else "right")
    for method in methods:
        count = max(1, len(method.right))
        shares = [sum(each) / count for each in (method.right, method.refused, method.rejected)]
        row = [method.name, str(len(method.right)), *(f"{share:.3f}" for share in shares)]
        clocked = method.clocked
        if clocked is not None and clocked.calls:
            calls = clocked.calls
            spent = (clocked.prompt_tokens / calls, clocked.completion_tokens / calls)
            row += [str(calls), f"{clocked.seconds / calls:.1f}", *(f"{tokens:.0f}" for tokens in spent)]
        table.add_row(*row)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
